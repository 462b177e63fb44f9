// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/editor/PickPopup.h"

#include "app/theme/Theme.h"

#include <QApplication>
#include <QCursor>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QPainter>
#include <QStyledItemDelegate>
#include <QVBoxLayout>

#include <algorithm>

namespace weft {

namespace {

constexpr int kDetailRole = Qt::UserRole + 1;
constexpr int kMarkRole = Qt::UserRole + 2;
constexpr int kStarRole = Qt::UserRole + 3; // bool; not there: no star
constexpr int kStarWidth = 24;
constexpr int kWidth = 340;
constexpr int kMostRows = 11;
constexpr int kRowHeight = 28;

/// A row: dot, text, detail on the right.
class PickDelegate : public QStyledItemDelegate {
public:
    using QStyledItemDelegate::QStyledItemDelegate;

    QSize sizeHint(const QStyleOptionViewItem&, const QModelIndex&) const override { return {kWidth - 20, kRowHeight}; }

    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override
    {
        const Theme& theme = Theme::of(option.palette);
        painter->save();
        painter->setRenderHint(QPainter::Antialiasing);
        const bool selected = option.state & QStyle::State_Selected;
        if (selected || (option.state & QStyle::State_MouseOver)) {
            painter->setPen(Qt::NoPen);
            painter->setBrush(selected ? theme.button : theme.panelHover);
            painter->drawRoundedRect(option.rect, space::kRadiusSmall, space::kRadiusSmall);
        }
        QRect row = option.rect.adjusted(8, 0, -8, 0);
        const QColor mark = index.data(kMarkRole).value<QColor>();
        if (mark.isValid()) {
            painter->setPen(Qt::NoPen);
            painter->setBrush(mark);
            painter->drawEllipse(QPointF(row.left() + 4, row.center().y() + 0.5), 4, 4);
            row.setLeft(row.left() + 16);
        }
        const QVariant star = index.data(kStarRole);
        if (star.isValid()) {
            paintStar(*painter, row, star.toBool(), selected ? theme.buttonText : star.toBool() ? theme.selection : theme.secondary,
                selected || (option.state & QStyle::State_MouseOver));
            row.setRight(row.right() - kStarWidth + 4);
        }
        paintTexts(*painter, row, index, selected ? theme.buttonText : theme.text, selected ? theme.buttonText : theme.secondary);
        painter->restore();
    }

private:
    /// The name comes before the detail, which gives way first, but not altogether.
    static void paintTexts(QPainter& painter, QRect row, const QModelIndex& index, const QColor& ink, const QColor& quiet)
    {
        const QString name = index.data().toString();
        const int kept = std::min(QFontMetrics(uiFont(12)).horizontalAdvance(name), row.width() * 2 / 3);
        painter.setFont(uiFont(11));
        painter.setPen(quiet);
        const QString detail = painter.fontMetrics().elidedText(index.data(kDetailRole).toString(), Qt::ElideLeft, row.width() - kept - 8);
        painter.drawText(row, Qt::AlignRight | Qt::AlignVCenter, detail);
        row.setRight(row.right() - painter.fontMetrics().horizontalAdvance(detail) - (detail.isEmpty() ? 0 : 8));
        painter.setFont(uiFont(12));
        painter.setPen(ink);
        painter.drawText(row, Qt::AlignLeft | Qt::AlignVCenter, painter.fontMetrics().elidedText(name, Qt::ElideRight, row.width()));
    }

    static void paintStar(QPainter& painter, const QRect& row, bool isOn, const QColor& color, bool isNear)
    {
        if (!isOn && !isNear)
            return;
        painter.setFont(uiFont(14));
        painter.setPen(color);
        painter.drawText(row, Qt::AlignRight | Qt::AlignVCenter, isOn ? QStringLiteral("★") : QStringLiteral("☆"));
    }
};

} // namespace

PickPopup::PickPopup(QString placeholder, Provider provider, QWidget* parent)
    : QFrame(parent)
    , m_provider(std::move(provider))
    , m_field(new QLineEdit(this))
    , m_list(new QListWidget(this))
    , m_empty(new QLabel(tr("Nothing fits"), this))
{
    const Theme& theme = Theme::of(parent);
    setObjectName(QStringLiteral("pickPopup"));
    setStyleSheet(QStringLiteral("#pickPopup { background: %1; border: 1px solid %2; border-radius: 8px; }")
                      .arg(theme.panel.name(), theme.border.name()));
    m_field->setPlaceholderText(placeholder);
    m_field->setAccessibleName(placeholder);
    m_field->installEventFilter(this);
    m_list->setItemDelegate(new PickDelegate(m_list));
    m_list->setFocusPolicy(Qt::NoFocus);
    m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_list->setUniformItemSizes(true);
    m_list->setMouseTracking(true);
    m_list->setAccessibleName(placeholder);
    m_empty->setAlignment(Qt::AlignCenter);
    m_empty->setFixedHeight(kRowHeight);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(8, 8, 8, 8);
    column->setSpacing(6);
    column->addWidget(m_field);
    column->addWidget(m_list);
    column->addWidget(m_empty);
    connect(m_field, &QLineEdit::textChanged, this, &PickPopup::refill);
    connect(m_list, &QListWidget::itemClicked, this, [this](QListWidgetItem* item) {
        const QRect row = m_list->visualItemRect(item);
        const bool onStar = m_list->viewport()->mapFromGlobal(QCursor::pos()).x() > row.right() - kStarWidth;
        if (m_setStar && onStar)
            toggleStar(m_list->row(item));
        else
            pickCurrent();
    });
    setFixedWidth(kWidth);
}

void PickPopup::setStars(IsStarred isStarred, SetStar setStar)
{
    m_isStarred = std::move(isStarred);
    m_setStar = std::move(setStar);
}

void PickPopup::toggleStar(int row)
{
    QListWidgetItem* item = m_list->item(row);
    if (!item || !m_setStar)
        return;
    const QVariant data = item->data(Qt::UserRole);
    m_setStar(data, !m_isStarred(data));
    item->setData(kStarRole, m_isStarred(data));
}

int PickPopup::count() const { return m_list->count(); }

void PickPopup::openAt(QPoint point, const QVariant& current)
{
    m_current = current;
    refill();
    adjustSize();
    const QRect room = parentWidget()->rect().adjusted(4, 4, -4, -4);
    point.setX(std::max(room.left(), std::min(point.x(), room.right() - width())));
    point.setY(std::max(room.top(), std::min(point.y(), room.bottom() - height())));
    move(point);
    show();
    raise();
    m_field->setFocus(Qt::PopupFocusReason);
    qApp->installEventFilter(this);
}

void PickPopup::refill()
{
    m_list->clear();
    const QList<Pick> picks = m_provider(m_field->text());
    int row = 0;
    for (int i = 0; i < picks.size(); ++i) {
        auto* item = new QListWidgetItem(picks[i].text, m_list);
        item->setData(Qt::UserRole, picks[i].data);
        item->setData(kDetailRole, picks[i].detail);
        if (picks[i].mark.isValid())
            item->setData(kMarkRole, picks[i].mark);
        if (m_isStarred)
            item->setData(kStarRole, m_isStarred(picks[i].data));
        if (m_current.isValid() && picks[i].data == m_current)
            row = i;
    }
    m_list->setCurrentRow(m_field->text().isEmpty() ? row : 0);
    m_list->setFixedHeight(std::min<int>(kMostRows, int(picks.size())) * kRowHeight + 2);
    m_list->setVisible(!picks.isEmpty());
    m_empty->setVisible(picks.isEmpty());
    if (isVisible())
        adjustSize();
}

bool PickPopup::eventFilter(QObject* watched, QEvent* event)
{
    if (event->type() == QEvent::MouseButtonPress && isVisible()) {
        auto* widget = qobject_cast<QWidget*>(watched);
        const bool isHelp = widget && (widget->inherits("weft::HelpPopup") || (widget->parentWidget() && widget->parentWidget()->inherits("weft::HelpPopup")));
        if (widget && widget != this && !isAncestorOf(widget) && !isHelp)
            dismiss();
        return false;
    }
    if (watched != m_field || event->type() != QEvent::KeyPress)
        return false;
    auto* key = static_cast<QKeyEvent*>(event);
    return popupKey(key->key(), key->modifiers());
}

void PickPopup::moveChoice(int step)
{
    if (m_list->count() > 0)
        m_list->setCurrentRow(std::clamp(m_list->currentRow() + step, 0, m_list->count() - 1));
}

bool PickPopup::popupKey(int key, Qt::KeyboardModifiers keys)
{
    switch (key) {
    case Qt::Key_Up:
    case Qt::Key_Down: {
        const int step = key == Qt::Key_Down ? 1 : -1;
        if (m_list->count() > 0)
            m_list->setCurrentRow((m_list->currentRow() + step + m_list->count()) % m_list->count());
        return true;
    }
    case Qt::Key_PageUp:
        moveChoice(-kMostRows);
        return true;
    case Qt::Key_PageDown:
        moveChoice(kMostRows);
        return true;
    case Qt::Key_Return:
    case Qt::Key_Enter:
        pickCurrent();
        return true;
    case Qt::Key_Escape:
        dismiss();
        return true;
    case Qt::Key_F1:
        if (m_list->currentItem())
            Q_EMIT helpAsked(m_list->currentItem()->data(Qt::UserRole));
        return true;
    case Qt::Key_D:
        if (!(keys & Qt::ControlModifier) || !m_setStar)
            return false;
        toggleStar(m_list->currentRow());
        return true;
    default:
        return false;
    }
}

void PickPopup::pickCurrent()
{
    const QListWidgetItem* item = m_list->currentItem();
    if (!item || m_isClosing)
        return;
    const QVariant data = item->data(Qt::UserRole);
    m_isClosing = true;
    qApp->removeEventFilter(this);
    hide();
    if (parentWidget())
        parentWidget()->setFocus();
    Q_EMIT picked(data);
    Q_EMIT closed();
    deleteLater();
}

void PickPopup::dismiss()
{
    if (m_isClosing)
        return;
    m_isClosing = true;
    qApp->removeEventFilter(this);
    hide();
    if (parentWidget())
        parentWidget()->setFocus();
    Q_EMIT dismissed();
    Q_EMIT closed();
    deleteLater();
}

} // namespace weft
