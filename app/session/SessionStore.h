// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Result.h"

#include <QByteArray>
#include <QList>
#include <QPointF>
#include <QString>
#include <QStringList>

namespace weft {

/// One tab of the window as it was left.
struct TabState {
    QString id; // names the file that holds its workflow; letters, digits and '-'
    QString path; // the user's file; empty: none yet
    QString name; // what a workflow without a file is called
    QString templateId;
    bool isForm = false;
    bool isModified = false; // it isn't as it was opened or saved
    bool hasWorkflow = false; // in the session's folder; else the user's file is all there is
    double zoom = 0; // 0: fit everything
    QPointF center; // of what was seen, in the canvas' units
    QStringList selection; // node ids

    bool operator==(const TabState&) const = default;
};

/// What was open.
struct SessionState {
    QList<TabState> tabs;
    int current = 0;
    bool isStartShown = true;
    bool wasClosed = false; // by its user; else Weft was killed, or the computer lost its power

    bool operator==(const SessionState&) const = default;
};

/// Keeps the window's tabs and their unsaved workflows in a folder. Each file is replaced as a whole, so that a kill at
/// any moment leaves the old one or the new one. Not used by two threads at once; one process per folder.
class SessionStore {
public:
    explicit SessionStore(QString folder);

    const QString& folder() const { return m_folder; }
    /// What was written last; what can't be read of it is left out.
    SessionState read() const;
    /// Where the workflow of a tab that has one is.
    QString workflowPath(const QString& tabId) const;
    /// Errors: FileUnwritable (args: path).
    Done writeWorkflow(const QString& tabId, const QByteArray& json) const;
    /// A workflow that can't be read is kept beside the others under another name. -> its path
    QString putAside(const QString& tabId) const;
    /// The tabs, and which workflows are of no use any more. Errors: FileUnwritable (args: path).
    Done write(const SessionState& state) const;

private:
    Done keep(const QString& path, const QByteArray& content) const;
    void removeOthers(const SessionState& state) const;

    QString m_folder;
};

/// A new tab's id.
QString newTabId();

} // namespace weft
