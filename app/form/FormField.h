// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/editor/model/AppFields.h"
#include "core/catalogue/NodeType.h"

#include <QWidget>

namespace weft {

/// One setting of the app view: its label and the editor that fits it.
class FormField : public QWidget {
    Q_OBJECT
public:
    FormField(AppField field, InputSpec spec, QWidget* parent);

    const AppField& field() const { return m_field; }
    const InputSpec& spec() const { return m_spec; }
    /// Shows what the document says, where it isn't what the editor shows already.
    virtual void showValue(const Json& value) = 0;
    /// The widget that takes the keyboard.
    virtual QWidget* editor() const = 0;
    virtual void retranslate() { }

Q_SIGNALS:
    /// While somebody types; the values of one burst are one step of the history.
    void edited(const weft::Json& value);
    void runAsked(); // Enter
    /// A file was chosen for a picture; it may lie anywhere.
    void fileChosen(const QString& path);

protected:
    const AppField m_field;
    const InputSpec m_spec;
};

/// `inputFolder`: where pictures to load are looked for.
FormField* makeFormField(const AppField& field, const InputSpec& spec, const QString& inputFolder, QWidget* parent);

} // namespace weft
