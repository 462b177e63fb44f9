// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/theme/Widgets.h"

#include <functional>

QT_BEGIN_NAMESPACE
class QCheckBox;
class QComboBox;
class QLabel;
class QLineEdit;
class QPushButton;
class QVBoxLayout;
QT_END_NAMESPACE

namespace weft {

/// A card of the settings page. Each row knows its words, so that they follow the language.
class SettingsCard : public TitledCard {
    Q_OBJECT
public:
    using Words = std::function<QString()>;

    SettingsCard(Words title, QWidget* parent);

    QComboBox* addChoice(Words name, const QString& objectName);
    QLineEdit* addField(Words name, const QString& objectName, Words placeholder = {});
    /// A folder, with a button that picks one; `picked` gets it.
    QLineEdit* addFolder(Words name, const QString& objectName, std::function<void(const QString&)> picked);
    QCheckBox* addSwitch(Words name, const QString& objectName);
    QPushButton* addButton(Words name, const QString& objectName);
    QPushButton* addLink(Words name, const QString& objectName);
    QLabel* addNote(Words text);
    void addWidget(QWidget* widget);
    virtual void retranslate();

private:
    /// A name above its widget.
    void addNamed(const Words& name, QWidget* widget, QWidget* named = nullptr);

    QList<std::function<void()>> m_words;
};

} // namespace weft
