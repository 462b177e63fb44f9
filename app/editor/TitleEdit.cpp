// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/editor/TitleEdit.h"

#include "app/editor/CanvasView.h"

#include <QKeyEvent>

#include <algorithm>

namespace weft {

TitleEdit::TitleEdit(CanvasView& view, const QString& text, Take take)
    : QLineEdit(text, view.viewport())
    , m_view(view)
    , m_take(std::move(take))
{
    setObjectName(QStringLiteral("titleEdit"));
    connect(&view, &CanvasView::viewMoved, this, [this] { close(true); });
}

TitleEdit* TitleEdit::open(CanvasView& view, const QRectF& place, const QString& text, const QString& accessibleName, Take take)
{
    auto* line = new TitleEdit(view, text, std::move(take));
    QRect area = view.mapFromScene(place).boundingRect();
    area.setWidth(std::clamp(area.width(), 140, 480));
    area.setHeight(std::max(area.height(), 28));
    line->setGeometry(area);
    line->setAccessibleName(accessibleName);
    line->show();
    line->setFocus();
    line->selectAll();
    return line;
}

void TitleEdit::keyPressEvent(QKeyEvent* event)
{
    const bool isEnter = event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter;
    if (!isEnter && event->key() != Qt::Key_Escape) {
        QLineEdit::keyPressEvent(event);
        return;
    }
    close(isEnter);
    m_view.setFocus();
}

void TitleEdit::focusOutEvent(QFocusEvent* event)
{
    QLineEdit::focusOutEvent(event);
    if (event->reason() != Qt::PopupFocusReason)
        close(true);
}

void TitleEdit::close(bool takes)
{
    if (std::exchange(m_isClosed, true))
        return;
    hide();
    deleteLater();
    if (takes && m_take)
        m_take(text().trimmed());
}

} // namespace weft
