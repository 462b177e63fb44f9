// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/form/FormField.h"

#include <QAbstractButton>
#include <QImage>

namespace weft {

/// A picture of the input folder, shown; a click, Enter or a dropped file chooses another.
class PictureField : public FormField {
    Q_OBJECT
public:
    PictureField(AppField field, InputSpec spec, QString inputFolder, QWidget* parent);

    void showValue(const Json& value) override;
    QWidget* editor() const override;
    void retranslate() override;

private:
    class Frame;

    void choose();

    QString m_inputFolder;
    Frame* m_frame;
};

} // namespace weft
