// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QLocalServer>
#include <QObject>
#include <QStringList>

namespace weft {

/// One window per user and state folder: a second start hands its files and links to the first and ends.
class SingleInstance : public QObject {
    Q_OBJECT
public:
    /// `home`: the state folder that only one process may use.
    explicit SingleInstance(const QString& home, QObject* parent = nullptr);

    /// Whether another process took `words`: then this one has nothing left to do. Waits at most two seconds for it.
    bool handOver(const QStringList& words) const;
    /// Listens for later starts. False: it can't; the window then simply works alone.
    bool listen();

Q_SIGNALS:
    /// What a later start was given; empty: show the window.
    void asked(const QStringList& words);

private:
    void accept();
    void read(QLocalSocket& socket);

    QString m_name;
    QLocalServer m_server;
};

} // namespace weft
