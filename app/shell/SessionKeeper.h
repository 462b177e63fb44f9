// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/session/SessionWriter.h"

#include <QHash>
#include <QSet>
#include <QTimer>

namespace weft {

class MainWindow;
class WorkflowPage;

/// Brings a window's tabs back after it was closed or killed, unsaved changes included: it writes what changed a few
/// seconds after each change. Belongs to one window.
class SessionKeeper : public QObject {
    Q_OBJECT
public:
    SessionKeeper(MainWindow& window, const QString& folder);

    /// Opens what was open, and keeps the session from now on; before, nothing is written. -> how many tabs came back
    int restore();
    /// How many of them had changes that were in no file, after a kill.
    int recovered() const { return m_recovered; }
    /// The user closes the window and was asked about unsaved changes.
    void close();
    /// Writes now what is due.
    void writeNow();
    /// Waits until it is written.
    void finish() { m_writer.finish(); }

private:
    void watch(WorkflowPage* page);
    void noteChange(WorkflowPage* page);
    bool restoreTab(const TabState& tab);
    SessionState stateNow();
    TabState tabOf(WorkflowPage& page);

    MainWindow& m_window;
    SessionWriter m_writer;
    QTimer m_timer;
    QHash<WorkflowPage*, QString> m_ids;
    QSet<WorkflowPage*> m_changed;
    int m_recovered = 0;
    bool m_keeps = false;
};

} // namespace weft
