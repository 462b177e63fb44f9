// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/shell/QueuePanel.h"

#include "app/editor/model/StatusText.h"
#include "app/language/ErrorText.h"
#include "app/theme/Theme.h"

#include <QContextMenuEvent>
#include <QLabel>
#include <QMenu>
#include <QPainter>
#include <QPushButton>
#include <QStyledItemDelegate>
#include <QVBoxLayout>

#include <cmath>

namespace weft {

namespace {

constexpr int kStateRole = Qt::UserRole + 1; // "60 % · 2 s left"
constexpr int kWhyRole = Qt::UserRole + 2; // the sentence of the second line
constexpr int kShareRole = Qt::UserRole + 3; // 0..1 of the one that runs, else negative
constexpr int kQueueRow = 28;
constexpr int kWhyLine = 18;
constexpr int kMostShown = 7; // rows; then it scrolls

class QueueDelegate : public QStyledItemDelegate {
public:
    using QStyledItemDelegate::QStyledItemDelegate;

    QSize sizeHint(const QStyleOptionViewItem&, const QModelIndex& index) const override
    {
        return {100, kQueueRow + (index.data(kWhyRole).toString().isEmpty() ? 0 : kWhyLine)};
    }

    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override
    {
        const Theme& theme = Theme::of(option.palette);
        const double share = index.data(kShareRole).toDouble();
        const QString why = index.data(kWhyRole).toString();
        painter->save();
        painter->setRenderHint(QPainter::Antialiasing);
        paintBack(*painter, option, theme, share);
        const QRect row = option.rect.adjusted(8, 0, -8, 0);
        const QRect first(row.left(), row.top(), row.width(), kQueueRow);
        painter->setFont(uiFont(11));
        painter->setPen(share >= 0 ? theme.accent : why.isEmpty() ? theme.secondary : theme.ok);
        const QString state = index.data(kStateRole).toString();
        painter->drawText(first, Qt::AlignRight | Qt::AlignVCenter, state);
        const int used = painter->fontMetrics().horizontalAdvance(state) + 8;
        if (!why.isEmpty()) {
            painter->setPen(theme.error);
            const QRect second(row.left(), first.bottom() - 4, row.width(), kWhyLine);
            painter->drawText(second, Qt::AlignLeft | Qt::AlignVCenter,
                painter->fontMetrics().elidedText(why, Qt::ElideRight, second.width()));
        }
        painter->setFont(uiFont(12));
        painter->setPen(theme.text);
        painter->drawText(first, Qt::AlignLeft | Qt::AlignVCenter,
            painter->fontMetrics().elidedText(index.data().toString(), Qt::ElideRight, first.width() - used));
        painter->restore();
    }

private:
    static void paintBack(QPainter& painter, const QStyleOptionViewItem& option, const Theme& theme, double share)
    {
        const bool chosen = option.state & QStyle::State_Selected;
        painter.setPen(Qt::NoPen);
        if (chosen || share >= 0 || (option.state & QStyle::State_MouseOver)) {
            painter.setBrush(theme.panelHover);
            painter.drawRoundedRect(option.rect, 4, 4);
        }
        if (share > 0) {
            painter.setBrush(theme.accent);
            painter.drawRoundedRect(
                QRectF(option.rect.left(), option.rect.bottom() - 1, option.rect.width() * share, 2), 1, 1);
        }
        if (chosen && (option.state & QStyle::State_HasFocus)) {
            painter.setPen(theme.accent);
            painter.setBrush(Qt::NoBrush);
            painter.drawRoundedRect(QRectF(option.rect).adjusted(0.5, 0.5, -0.5, -0.5), 4, 4);
        }
    }
};

QString runningText(const QueuedRun& run, const RunQueue& queue)
{
    if (run.isCancelling)
        return QueueList::tr("stopping…");
    if (queue.share() <= 0)
        return QueueList::tr("starting…");
    const QString percent = QStringLiteral("%1 %").arg(std::lround(queue.share() * 100));
    const double left = queue.secondsLeft();
    return left < 0 ? percent
                    : QueueList::tr("%1 · %2 left").arg(percent, secondsText(left < 10 ? std::ceil(left) : left));
}

QString stateText(const QueuedRun& run, const RunQueue& queue)
{
    switch (run.state) {
    case QueuedRun::State::Running:
        return runningText(run, queue);
    case QueuedRun::State::Waiting:
        return QueueList::tr("waits");
    case QueuedRun::State::Paused:
        return QueueList::tr("paused");
    case QueuedRun::State::Failed:
        return run.released.micro > 0 ? QueueList::tr("refunded %1").arg(creditsText(run.released)) : QString();
    case QueuedRun::State::Interrupted:
        break;
    }
    return {};
}

QString whyText(const QueuedRun& run)
{
    if (run.state == QueuedRun::State::Interrupted)
        return QueueList::tr("Weft ended during this run.");
    return run.error ? sentenceFor(*run.error) : QString();
}

} // namespace

QueueList::QueueList(RunQueue& queue, QWidget* parent)
    : QListWidget(parent)
    , m_queue(queue)
{
    setItemDelegate(new QueueDelegate(this));
    setMouseTracking(true);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setVerticalScrollMode(ScrollPerPixel);
    setDragDropMode(InternalMove);
    setDefaultDropAction(Qt::MoveAction);
    showRuns();
}

QString QueueList::idAt(int row) const
{
    const QListWidgetItem* at = item(row);
    return at ? at->data(Qt::UserRole).toString() : QString();
}

void QueueList::showRun(QListWidgetItem& item, const QueuedRun& run) const
{
    const QString state = stateText(run, m_queue);
    const QString why = whyText(run);
    item.setText(run.name);
    item.setData(Qt::UserRole, run.id);
    item.setData(kStateRole, state);
    item.setData(kWhyRole, why);
    item.setData(kShareRole, run.state == QueuedRun::State::Running ? m_queue.share() : -1.0);
    item.setToolTip((why.isEmpty() ? run.name : run.name + QLatin1Char('\n') + why)
                        .toHtmlEscaped()
                        .replace(u'\n', QStringLiteral("<br>")));
    QStringList said{run.name, state, why};
    said.removeAll(QString());
    item.setData(Qt::AccessibleTextRole, said.join(QStringLiteral(", ")));
    item.setFlags(
        Qt::ItemIsEnabled | Qt::ItemIsSelectable | (run.isWaiting() ? Qt::ItemIsDragEnabled : Qt::NoItemFlags));
}

/// Rows are changed, not made anew, so that the selection and a menu's row stay.
void QueueList::showRuns()
{
    const QString chosen = idAt(currentRow());
    const std::vector<QueuedRun>& runs = m_queue.runs();
    while (count() > int(runs.size()))
        delete takeItem(count() - 1);
    while (count() < int(runs.size()))
        addItem(new QListWidgetItem);
    int height = 0;
    for (int row = 0; row < count(); ++row) {
        showRun(*item(row), runs[std::size_t(row)]);
        if (row < kMostShown)
            height += kQueueRow + (item(row)->data(kWhyRole).toString().isEmpty() ? 0 : kWhyLine);
        if (!chosen.isEmpty() && runs[std::size_t(row)].id == chosen && currentRow() != row)
            setCurrentRow(row);
    }
    setFixedHeight(std::max(height, kQueueRow) + 4);
    scheduleDelayedItemsLayout();
    viewport()->update();
}

int QueueList::firstWaiting() const
{
    const auto& runs = m_queue.runs();
    return int(std::ranges::find_if(runs, &QueuedRun::isWaiting) - runs.begin());
}

void QueueList::moveBy(int rows)
{
    const QString id = idAt(currentRow());
    m_queue.move(id, currentRow() - firstWaiting() + rows);
}

void QueueList::keyPressEvent(QKeyEvent* event)
{
    const bool isMove =
        event->modifiers() == Qt::AltModifier && (event->key() == Qt::Key_Up || event->key() == Qt::Key_Down);
    if (isMove) {
        moveBy(event->key() == Qt::Key_Up ? -1 : 1);
    } else if (event->matches(QKeySequence::Delete) || event->key() == Qt::Key_Backspace) {
        m_queue.cancel(idAt(currentRow()));
    } else {
        QListWidget::keyPressEvent(event);
    }
}

void QueueList::dropEvent(QDropEvent* event)
{
    const QString id = idAt(currentRow());
    const QModelIndex over = indexAt(event->position().toPoint());
    int to = over.isValid() ? over.row() : count();
    if (over.isValid() && event->position().y() > visualRect(over).center().y())
        ++to;
    if (to > currentRow()) // it leaves its own place first
        --to;
    event->setDropAction(Qt::CopyAction); // the rows follow the queue; the view takes none away itself
    event->accept();
    m_queue.move(id, to - firstWaiting());
}

void QueueList::contextMenuEvent(QContextMenuEvent* event)
{
    const bool isKey = event->reason() == QContextMenuEvent::Keyboard;
    const int row = isKey ? currentRow() : indexAt(event->pos()).row();
    const QueuedRun* run = m_queue.find(idAt(row));
    if (!run)
        return;
    setCurrentRow(row);
    auto* menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    const QString id = run->id;
    menu->addAction(run->hasEnded() ? tr("Remove from the list") : tr("Cancel"), QKeySequence(QKeySequence::Delete),
        this, [this, id] { m_queue.cancel(id); });
    if (run->hasEnded())
        menu->addAction(tr("Run again"), this, [this, id] { m_queue.again(id); });
    if (run->isWaiting()) {
        menu->addAction(tr("Move up"), QKeySequence(Qt::ALT | Qt::Key_Up), this, [this] { moveBy(-1); });
        menu->addAction(tr("Move down"), QKeySequence(Qt::ALT | Qt::Key_Down), this, [this] { moveBy(1); });
    }
    menu->addSeparator();
    if (m_queue.hasPaused())
        menu->addAction(tr("Continue"), this, [this] { m_queue.resume(); });
    menu->addAction(tr("Cancel all"), this, [this] { m_queue.cancelAll(); })
        ->setEnabled(m_queue.current() || m_queue.waiting() > 0);
    menu->popup(isKey ? viewport()->mapToGlobal(visualItemRect(item(row)).center()) : event->globalPos());
}

void QueueList::paintEvent(QPaintEvent* event)
{
    QListWidget::paintEvent(event);
    if (count() > 0)
        return;
    QPainter painter(viewport());
    painter.setPen(Theme::of(this).secondary);
    painter.setFont(uiFont(12));
    painter.drawText(viewport()->rect().adjusted(8, 0, -8, 0), Qt::AlignVCenter | Qt::AlignLeft, tr("Nothing waits."));
}

QueuePanel::QueuePanel(RunQueue& queue, QWidget* parent)
    : QWidget(parent)
    , m_queue(queue)
    , m_title(new QLabel(this))
    , m_continue(new QPushButton(this))
    , m_list(new QueueList(queue, this))
{
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(space::kSmall);
    auto* head = new QHBoxLayout;
    m_title->setFont(uiFont(11, QFont::DemiBold));
    m_title->setObjectName(QStringLiteral("sectionTitle"));
    m_continue->setObjectName(QStringLiteral("queueContinue"));
    m_continue->setProperty("isLink", true);
    m_continue->setFixedHeight(22);
    head->addWidget(m_title, 1);
    head->addWidget(m_continue);
    column->addLayout(head);
    column->addWidget(m_list);
    m_seconds.setInterval(1000);
    connect(&m_seconds, &QTimer::timeout, m_list, &QueueList::showRuns);
    connect(&queue, &RunQueue::changed, this, &QueuePanel::showRuns);
    connect(&queue, &RunQueue::progressed, m_list, &QueueList::showRuns);
    connect(m_continue, &QPushButton::clicked, &queue, &RunQueue::resume);
    retranslate();
}

void QueuePanel::showRuns()
{
    m_list->showRuns();
    m_continue->setVisible(m_queue.hasPaused());
    if (!m_queue.current())
        m_seconds.stop();
    else if (!m_seconds.isActive())
        m_seconds.start();
}

void QueuePanel::retranslate()
{
    m_title->setText(tr("QUEUE"));
    m_continue->setText(tr("Continue"));
    m_continue->setToolTip(
        tr("These runs waited when Weft was closed. They run, and cost what they cost, when you say so."));
    m_list->setAccessibleName(tr("Queue"));
    showRuns();
}

} // namespace weft
