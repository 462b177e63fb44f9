// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/shell/QueuePanel.h"

#include "app/editor/model/NodeNames.h"
#include "app/editor/model/StatusText.h"
#include "app/language/ErrorText.h"
#include "app/shell/QueueRow.h"
#include "app/theme/Theme.h"

#include <QContextMenuEvent>
#include <QLabel>
#include <QMenu>
#include <QMouseEvent>
#include <QPainter>
#include <QPushButton>
#include <QVBoxLayout>

#include <cmath>

namespace weft {

namespace {

constexpr int kTallest = 260; // px; then it scrolls

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
        return run.released.micro > 0 ? QueueList::tr("refunded %1 credits").arg(chargedCredits(run.released)) : QString();
    case QueuedRun::State::Interrupted:
        break;
    }
    return {};
}

/// Nodes go by their titles.
QString whyText(const QueuedRun& run, const Catalogue& catalogue)
{
    if (run.state == QueuedRun::State::Interrupted)
        return QueueList::tr("Weft ended during this run.");
    return run.error ? sentenceFor(withNodeTitle(*run.error, run.graph, catalogue)) : QString();
}

/// A graph that was closed has no node to go to.
QString linkText(const QueuedRun& run, const Catalogue& catalogue)
{
    const QString title = run.failedNode.empty() ? QString() : titleInRun(run.graph, run.failedNode, catalogue);
    return title.isEmpty() ? QString() : QueueList::tr("Go to node");
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
    const QString why = whyText(run, m_queue.catalogue());
    item.setText(run.name);
    item.setData(Qt::UserRole, run.id);
    item.setData(queue_row::kState, state);
    item.setData(queue_row::kWhy, why);
    item.setData(queue_row::kLink, linkText(run, m_queue.catalogue()));
    item.setData(queue_row::kShare, run.state == QueuedRun::State::Running ? m_queue.share() : -1.0);
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
    for (int row = 0; row < count(); ++row) {
        showRun(*item(row), runs[std::size_t(row)]);
        if (!chosen.isEmpty() && runs[std::size_t(row)].id == chosen && currentRow() != row)
            setCurrentRow(row);
    }
    fitHeight();
    scheduleDelayedItemsLayout();
    viewport()->update();
}

void QueueList::fitHeight()
{
    int height = 0;
    for (int row = 0; row < count(); ++row)
        height += queue_row::heightOf(model()->index(row, 0), viewport()->width());
    setFixedHeight(std::clamp(height, queue_row::kLeast, kTallest) + 4);
}

void QueueList::resizeEvent(QResizeEvent* event)
{
    QListWidget::resizeEvent(event);
    if (event->oldSize().width() == event->size().width())
        return;
    fitHeight();
    scheduleDelayedItemsLayout();
}

QRect QueueList::linkRect(int row) const
{
    const QListWidgetItem* at = item(row);
    return at ? queue_row::linkIn(visualItemRect(at), at->data(queue_row::kLink).toString()) : QRect();
}

bool QueueList::viewportEvent(QEvent* event)
{
    if (event->type() == QEvent::MouseMove) {
        const QPoint at = static_cast<QMouseEvent*>(event)->position().toPoint();
        viewport()->setCursor(linkRect(indexAt(at).row()).contains(at) ? Qt::PointingHandCursor : Qt::ArrowCursor);
    }
    return QListWidget::viewportEvent(event);
}

void QueueList::mouseReleaseEvent(QMouseEvent* event)
{
    QListWidget::mouseReleaseEvent(event);
    const QPoint at = event->position().toPoint();
    const int row = indexAt(at).row();
    if (event->button() == Qt::LeftButton && linkRect(row).contains(at))
        Q_EMIT nodeAsked(idAt(row));
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
    } else if (event->key() == Qt::Key_Return && !linkRect(currentRow()).isNull()) {
        Q_EMIT nodeAsked(idAt(currentRow()));
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
    if (!linkRect(row).isNull())
        menu->addAction(tr("Go to node"), QKeySequence(Qt::Key_Return), this, [this, id] { Q_EMIT nodeAsked(id); });
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
    , m_column(new QVBoxLayout(this))
    , m_title(new QLabel(this))
    , m_continue(new QPushButton(this))
    , m_list(new QueueList(queue, this))
    , m_programs(new QWidget(this))
    , m_programsText(new QLabel(m_programs))
    , m_programsStop(new QPushButton(m_programs))
{
    m_column->setContentsMargins(0, 0, 0, 0);
    m_column->setSpacing(space::kSmall);
    auto* head = new QHBoxLayout;
    m_title->setFont(uiFont(11, QFont::DemiBold));
    m_title->setObjectName(QStringLiteral("sectionTitle"));
    m_continue->setObjectName(QStringLiteral("queueContinue"));
    m_continue->setProperty("isLink", true);
    m_continue->setFixedHeight(22);
    head->addWidget(m_title, 1);
    head->addWidget(m_continue);
    m_column->addLayout(head);
    m_column->addWidget(m_list);
    m_column->addWidget(m_programs);
    auto* programs = new QHBoxLayout(m_programs);
    programs->setContentsMargins(0, 0, 0, 0);
    m_programsText->setObjectName(QStringLiteral("queuePrograms"));
    m_programsText->setWordWrap(true);
    m_programsStop->setObjectName(QStringLiteral("queueProgramStop"));
    m_programsStop->setProperty("isLink", true);
    m_programsStop->setFixedHeight(22);
    programs->addWidget(m_programsText, 1);
    programs->addWidget(m_programsStop);
    connect(m_programsStop, &QPushButton::clicked, this, &QueuePanel::programStopAsked);
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

void QueuePanel::setPrograms(int running, int waiting)
{
    m_programCounts = {running, waiting};
    m_programs->setVisible(running + waiting > 0);
    m_programsText->setText(tr("From programs: %1 running, %2 waiting").arg(running).arg(waiting));
    m_programsStop->setVisible(running > 0);
    m_column->removeWidget(m_programs);
    m_column->insertWidget(m_column->indexOf(m_list) + (running > 0 ? 0 : 1), m_programs); // what runs is above what waits for it
}

void QueuePanel::retranslate()
{
    m_programsStop->setText(tr("Stop this one"));
    m_programsStop->setAccessibleName(tr("Stop the prompt of a program"));
    setPrograms(m_programCounts.first, m_programCounts.second);
    m_title->setText(tr("QUEUE"));
    m_continue->setText(tr("Continue"));
    m_continue->setToolTip(
        tr("These runs waited when Weft was closed. They run, and cost what they cost, when you say so."));
    m_list->setAccessibleName(tr("Queue"));
    showRuns();
}

} // namespace weft
