// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QIcon>
#include <QPixmap>

namespace weft {

/// A Lucide icon (resources/icons, ISC) in one colour, at 1x to 3x. An unknown name gives an empty icon.
QIcon themedIcon(const QString& name, const QColor& color, int size = 16);
QPixmap themedPixmap(const QString& name, const QColor& color, int size, qreal scale);

} // namespace weft
