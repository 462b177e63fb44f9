// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/theme/Icons.h"

#include <QFile>
#include <QPainter>
#include <QSvgRenderer>

namespace weft {

QPixmap themedPixmap(const QString& name, const QColor& color, int size, qreal scale)
{
    QFile file(QStringLiteral(":/icons/%1.svg").arg(name));
    if (!file.open(QIODevice::ReadOnly))
        return {};
    QByteArray svg = file.readAll();
    svg.replace("currentColor", color.name().toUtf8());
    QSvgRenderer renderer(svg);
    QPixmap pixmap(QSize(size, size) * scale);
    pixmap.fill(Qt::transparent);
    QPainter painter(&pixmap);
    renderer.render(&painter);
    painter.end();
    pixmap.setDevicePixelRatio(scale);
    return pixmap;
}

QIcon themedIcon(const QString& name, const QColor& color, int size)
{
    QIcon icon;
    for (const qreal scale : {1.0, 2.0, 3.0}) {
        const QPixmap pixmap = themedPixmap(name, color, size, scale);
        if (!pixmap.isNull())
            icon.addPixmap(pixmap);
    }
    return icon;
}

} // namespace weft
