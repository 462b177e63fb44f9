// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/shell/WorkflowTabs.h"

#include "app/theme/Theme.h"

#include <QStyleOptionTab>
#include <QStylePainter>

namespace weft {

void WorkflowTabs::paintEvent(QPaintEvent*)
{
    QStylePainter painter(this);
    const Theme& theme = Theme::of(this);
    for (int i = 0; i < count(); ++i) {
        QStyleOptionTab option;
        initStyleOption(&option, i);
        painter.drawControl(QStyle::CE_TabBarTabShape, option);
        const QRect room = style()->subElementRect(QStyle::SE_TabBarTabText, &option, this);
        painter.setPen(i == currentIndex() ? theme.text : theme.secondary);
        painter.drawText(room, Qt::AlignLeft | Qt::AlignVCenter, painter.fontMetrics().elidedText(tabText(i), elideMode(), room.width()));
    }
}

} // namespace weft
