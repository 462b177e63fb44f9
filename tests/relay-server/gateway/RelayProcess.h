// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Ids.h"

#include <QProcess>
#include <QTemporaryDir>
#include <QUrl>

namespace weft::relay::test {

/// A real weft-relay on a free port of 127.0.0.1, with its own folder.
class RelayProcess {
public:
    RelayProcess();
    ~RelayProcess();

    /// Instead of a file in its own folder; before start().
    void useDatabase(const QString& where) { m_database = where; }
    bool start(const QStringList& more = {});
    /// As a power failure would.
    void kill();
    /// SIGTERM; the exit status, or -1.
    int terminate();

    QUrl url() const { return m_url; }
    /// Where its webhooks come in; of a relay with payments.
    QUrl httpUrl() const { return m_httpUrl; }
    PublicKey key() const { return m_key; }
    QString database() const { return m_database.isEmpty() ? m_dir.filePath(QStringLiteral("relay.db")) : m_database; }
    QString file(const QString& name) const { return m_dir.filePath(name); }
    /// Resident memory. -1: unknown.
    qint64 residentBytes() const;
    /// Runs a command on this relay's database, such as {"ledger", "check"}: its status and output.
    int command(const QStringList& words, QByteArray* output = nullptr) const;
    QByteArray log() const;

    static QString program();

private:
    QTemporaryDir m_dir;
    QString m_database;
    QProcess m_process;
    QUrl m_url;
    QUrl m_httpUrl;
    PublicKey m_key;
};

} // namespace weft::relay::test
