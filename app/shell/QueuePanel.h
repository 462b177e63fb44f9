// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/runs/RunQueue.h"

#include <QListWidget>
#include <QTimer>

QT_BEGIN_NAMESPACE
class QLabel;
class QPushButton;
class QVBoxLayout;
QT_END_NAMESPACE

namespace weft {

/// The rows of the queue: name and state; below, why a run ended badly, and the way to the node that failed. Rows are dragged,
/// or moved by Alt+Up and Alt+Down; Delete cancels, Enter goes to the node.
class QueueList : public QListWidget {
    Q_OBJECT
public:
    explicit QueueList(RunQueue& queue, QWidget* parent = nullptr);
    void showRuns();
    QString idAt(int row) const;
    /// Where a row's "Go to node" is; null: it has none.
    QRect linkRect(int row) const;

Q_SIGNALS:
    /// The node that a run failed at.
    void nodeAsked(const QString& run);

protected:
    bool viewportEvent(QEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void contextMenuEvent(QContextMenuEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void dropEvent(QDropEvent* event) override;
    void paintEvent(QPaintEvent* event) override;

private:
    void showRun(QListWidgetItem& item, const QueuedRun& run) const;
    void fitHeight();
    void moveBy(int rows);
    int firstWaiting() const;

    RunQueue& m_queue;
};

/// What runs and what waits, under the machines. `queue` outlives it.
class QueuePanel : public QWidget {
    Q_OBJECT
public:
    explicit QueuePanel(RunQueue& queue, QWidget* parent = nullptr);
    void retranslate();
    QueueList& list() const { return *m_list; }
    QPushButton* continueButton() const { return m_continue; }
    /// Prompts of programs, which run on the same engines; none: nothing is said of them.
    void setPrograms(int running, int waiting);

Q_SIGNALS:
    void programStopAsked(); // the prompt that runs

private:
    void showRuns();

    RunQueue& m_queue;
    QVBoxLayout* m_column;
    QLabel* m_title;
    QPushButton* m_continue;
    QueueList* m_list;
    QWidget* m_programs;
    QLabel* m_programsText;
    QPushButton* m_programsStop;
    std::pair<int, int> m_programCounts; // running, waiting
    QTimer m_seconds; // while something runs
};

} // namespace weft
