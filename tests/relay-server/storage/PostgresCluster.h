// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDir>
#include <QElapsedTimer>
#include <QFileInfo>
#include <QProcess>
#include <QTemporaryDir>
#include <QThread>

#include <csignal>

#include <pwd.h>
#include <unistd.h>

namespace weft::relay::test {

/// A PostgreSQL server of a test's own: a cluster in a temporary folder, reachable by its unix socket alone. It ends
/// with the test, also when that is killed. PostgreSQL refuses to run as root: then it runs as "postgres" or "nobody".
class PostgresCluster {
public:
    /// The one of this test program, started on first use.
    static PostgresCluster& get()
    {
        static PostgresCluster cluster;
        return cluster;
    }
    PostgresCluster() { m_problem = begin(); }
    ~PostgresCluster() { stop(); }

    /// Empty: it runs. Else why not, for QSKIP.
    const QString& problem() const { return m_problem; }
    /// A new, empty database.
    QString newDatabase()
    {
        const QString name = QStringLiteral("weft%1").arg(++m_databases);
        sql(QStringLiteral("CREATE DATABASE %1").arg(name));
        return url(name);
    }
    QString url(const QString& database) const
    {
        return QStringLiteral("postgresql://weft@/%1?host=%2").arg(database, m_dir.path());
    }
    /// Unaligned rows of psql; nothing when it fails.
    QByteArray sql(const QString& statement, const QString& database = QStringLiteral("postgres")) const
    {
        return output(QStringLiteral("psql"),
            {QStringLiteral("-X"), QStringLiteral("-q"), QStringLiteral("-A"), QStringLiteral("-t"),
                QStringLiteral("-c"), statement, url(database)});
    }
    /// As a power failure would: every process of the server is gone at once.
    void crash()
    {
        ::kill(pid_t(m_server.processId()), SIGQUIT);
        m_server.waitForFinished(20'000);
    }
    bool start()
    {
        QStringList arguments = asUser();
        arguments += {QStringLiteral("--pdeathsig"), QStringLiteral("QUIT"), program(QStringLiteral("postgres")),
            QStringLiteral("-D"), data(), QStringLiteral("-k"), m_dir.path()};
        for (const char* setting : {"listen_addresses=", "fsync=off", "max_connections=120", "logging_collector=off",
                 "unix_socket_permissions=0777"})
            arguments += {QStringLiteral("-c"), QString::fromUtf8(setting)};
        m_server.setProcessChannelMode(QProcess::MergedChannels);
        m_server.setStandardOutputFile(m_dir.filePath(QStringLiteral("server.log")), QIODevice::Append);
        m_server.start(QStringLiteral("setpriv"), arguments);
        QElapsedTimer waited;
        for (waited.start(); waited.elapsed() < 30'000; QThread::msleep(30)) {
            if (!m_server.waitForStarted() || m_server.state() != QProcess::Running)
                return false;
            if (sql(QStringLiteral("SELECT 1")) == "1\n")
                return true;
        }
        return false;
    }

private:
    static QString folder()
    {
        const QDir all(QStringLiteral("/usr/lib/postgresql"));
        const QStringList versions = all.entryList(QDir::Dirs | QDir::NoDotAndDotDot, QDir::Name | QDir::Reversed);
        for (const QString& version : versions) {
            const QString bin = all.filePath(version + QStringLiteral("/bin"));
            if (QFileInfo(bin + QStringLiteral("/initdb")).isExecutable())
                return bin;
        }
        return {};
    }
    static QString program(const QString& name) { return folder() + QLatin1Char('/') + name; }
    QString data() const { return m_dir.filePath(QStringLiteral("data")); }

    QString begin()
    {
        if (folder().isEmpty())
            return QStringLiteral("PostgreSQL isn't installed (package postgresql-15)");
        if (!m_dir.isValid())
            return QStringLiteral("no temporary folder");
        if (::getuid() == 0) {
            const passwd* user = ::getpwnam("postgres");
            if (!user)
                user = ::getpwnam("nobody");
            if (!user || ::chown(m_dir.path().toUtf8().constData(), user->pw_uid, user->pw_gid) != 0)
                return QStringLiteral("no user to run PostgreSQL as");
            m_user = QString::fromUtf8(user->pw_name);
        }
        QProcess make;
        make.setProcessChannelMode(QProcess::MergedChannels);
        make.start(QStringLiteral("setpriv"),
            asUser()
                + QStringList{program(QStringLiteral("initdb")), QStringLiteral("-D"), data(), QStringLiteral("-U"),
                    QStringLiteral("weft"), QStringLiteral("-A"), QStringLiteral("trust"), QStringLiteral("-E"),
                    QStringLiteral("UTF8"), QStringLiteral("--locale=C"), QStringLiteral("--no-sync")});
        if (!make.waitForFinished(60'000) || make.exitCode() != 0)
            return QStringLiteral("initdb failed: ") + QString::fromUtf8(make.readAll().right(500));
        return start() ? QString() : QStringLiteral("the PostgreSQL server doesn't start");
    }
    QStringList asUser() const
    {
        if (m_user.isEmpty())
            return {};
        return {QStringLiteral("--reuid"), m_user, QStringLiteral("--regid"),
            QString::number(::getpwnam(m_user.toUtf8().constData())->pw_gid), QStringLiteral("--clear-groups")};
    }
    QByteArray output(const QString& name, const QStringList& arguments) const
    {
        QProcess process;
        process.start(program(name), arguments);
        process.waitForFinished(30'000);
        return process.exitCode() == 0 ? process.readAllStandardOutput() : QByteArray();
    }
    void stop()
    {
        if (m_server.state() == QProcess::NotRunning)
            return;
        crash();
    }

    QTemporaryDir m_dir{QDir::tempPath() + QStringLiteral("/weft-pg-XXXXXX")};
    QProcess m_server;
    QString m_user;
    QString m_problem;
    int m_databases = 0;
};

} // namespace weft::relay::test
