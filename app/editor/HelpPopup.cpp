// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/editor/HelpPopup.h"

#include "app/theme/Theme.h"

#include <QApplication>
#include <QKeyEvent>
#include <QTextBrowser>
#include <QVBoxLayout>

#include <algorithm>

namespace weft {

namespace {

constexpr int kHelpWidth = 360;
constexpr int kMostHelpHeight = 460;

} // namespace

HelpPopup::HelpPopup(const QString& title, const QString& page, QWidget* parent)
    : QFrame(parent)
    , m_page(new QTextBrowser(this))
{
    const Theme& theme = Theme::of(parent);
    setObjectName(QStringLiteral("helpPopup"));
    setStyleSheet(QStringLiteral("#helpPopup { background: %1; border: 1px solid %2; border-radius: 8px; }"
                                 "QTextBrowser { background: transparent; border: none; color: %3; }")
                      .arg(theme.panel.name(), theme.border.name(), theme.text.name()));
    setAccessibleName(title);
    m_page->setAccessibleName(title);
    m_page->document()->setDefaultStyleSheet(
        QStringLiteral("h3 { font-size: 15px; } h4 { color: %1; font-size: 11px; } span { color: %1; } p { margin: 4px 0; }")
            .arg(theme.secondary.name()));
    m_page->setFont(uiFont(12));
    m_page->setOpenLinks(false); // a node's own text opens nothing
    m_page->setHtml(page);
    m_page->installEventFilter(this);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(space::kSmall, space::kSmall, space::kSmall, space::kSmall);
    column->addWidget(m_page);
    setFixedWidth(kHelpWidth);
}

QString HelpPopup::text() const { return m_page->toPlainText(); }

void HelpPopup::openAt(QPoint point)
{
    const QRect room = parentWidget()->rect().adjusted(4, 4, -4, -4);
    m_page->document()->setTextWidth(kHelpWidth - 4 * space::kSmall);
    const int wanted = int(m_page->document()->size().height()) + 3 * space::kMedium;
    setFixedHeight(std::min({wanted, kMostHelpHeight, room.height()}));
    point.setX(std::max(room.left(), std::min(point.x(), room.right() - width())));
    point.setY(std::max(room.top(), std::min(point.y(), room.bottom() - height())));
    move(point);
    show();
    raise();
    m_page->setFocus(Qt::PopupFocusReason);
    qApp->installEventFilter(this);
}

bool HelpPopup::eventFilter(QObject* watched, QEvent* event)
{
    auto* widget = qobject_cast<QWidget*>(watched);
    if (event->type() == QEvent::MouseButtonPress && widget && widget != this && !isAncestorOf(widget)) {
        dismiss();
    } else if (event->type() == QEvent::KeyPress && watched == m_page) {
        const int key = static_cast<QKeyEvent*>(event)->key();
        if (key == Qt::Key_Escape || key == Qt::Key_F1) {
            dismiss();
            return true;
        }
    }
    return false;
}

void HelpPopup::keyPressEvent(QKeyEvent* event)
{
    if (event->key() == Qt::Key_Escape)
        dismiss();
}

void HelpPopup::dismiss()
{
    if (isHidden())
        return;
    qApp->removeEventFilter(this);
    hide();
    if (parentWidget())
        parentWidget()->setFocus();
    deleteLater();
}

} // namespace weft
