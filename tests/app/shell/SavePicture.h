// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QPixmap>
#include <QTest>
#include <QWidget>

namespace weft::test {

/// A widget as a screen of that scale (1, 2) shows it.
inline void savePicture(QWidget& widget, const QString& file, int scale = 1)
{
    QPixmap picture(widget.size() * scale);
    picture.setDevicePixelRatio(scale);
    widget.render(&picture);
    QVERIFY2(picture.save(file), qPrintable(file));
}

} // namespace weft::test
