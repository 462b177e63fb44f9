// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/session/SessionStore.h"
#include "core/graph/Graph.h"

#include <QObject>
#include <QThreadPool>

#include <memory>

namespace weft {

/// Writes sessions on a thread of its own, one after the other, so that a large workflow doesn't hold up the window.
/// What was asked for is written before the destructor returns.
class SessionWriter : public QObject {
    Q_OBJECT
public:
    explicit SessionWriter(QString folder, QObject* parent = nullptr);
    ~SessionWriter() override;

    const SessionStore& store() const { return m_store; }
    /// `changed`: by tab, the workflows that differ from what was written before.
    void write(SessionState state, std::map<QString, Graph> changed, std::shared_ptr<const Catalogue> catalogue);
    /// Waits until all is written.
    void finish();

Q_SIGNALS:
    void failed(const weft::Error& error);

private:
    SessionStore m_store;
    QThreadPool m_thread;
};

} // namespace weft
