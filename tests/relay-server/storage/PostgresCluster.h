// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDir>
#include <QElapsedTimer>
#include <QFileInfo>
#include <QTemporaryDir>
#include <QThread>

#include <csignal>
#include <vector>

#include <fcntl.h>
#include <pwd.h>
#include <spawn.h>
#include <sys/wait.h>
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
        return output(
            {program(QStringLiteral("psql")), QStringLiteral("-XqAt"), QStringLiteral("-c"), statement, url(database)});
    }
    /// As a power failure would: every process of the server is gone at once.
    void crash()
    {
        ::kill(m_server, SIGQUIT);
        (void)wait(m_server);
        m_server = 0;
    }
    bool start()
    {
        QStringList words = asUser();
        words += {QStringLiteral("--pdeathsig"), QStringLiteral("QUIT"), program(QStringLiteral("postgres")),
            QStringLiteral("-D"), data(), QStringLiteral("-k"), m_dir.path()};
        for (const char* setting : {"listen_addresses=", "fsync=off", "max_connections=120", "logging_collector=off",
                 "unix_socket_permissions=0777"})
            words += {QStringLiteral("-c"), QString::fromUtf8(setting)};
        m_server = spawn(words, m_dir.filePath(QStringLiteral("server.log")));
        QElapsedTimer waited;
        for (waited.start(); m_server && waited.elapsed() < 60'000; QThread::msleep(30)) {
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
        const QString log = m_dir.filePath(QStringLiteral("initdb.log"));
        const QStringList initdb {program(QStringLiteral("initdb")), QStringLiteral("-D"), data(), QStringLiteral("-U"),
            QStringLiteral("weft"), QStringLiteral("-A"), QStringLiteral("trust"), QStringLiteral("-E"),
            QStringLiteral("UTF8"), QStringLiteral("--locale=C"), QStringLiteral("--no-sync")};
        if (wait(spawn(asUser() + initdb, log)) != 0)
            return QStringLiteral("initdb failed: ") + QString::fromUtf8(textOf(log).right(500));
        return start() ? QString() : QStringLiteral("the PostgreSQL server doesn't start");
    }
    QStringList asUser() const
    {
        const QStringList setpriv {QStringLiteral("setpriv")};
        if (m_user.isEmpty())
            return setpriv;
        const auto group = ::getpwnam(m_user.toUtf8().constData())->pw_gid;
        return setpriv
            + QStringList {QStringLiteral("--reuid"), m_user, QStringLiteral("--regid"), QString::number(group),
                QStringLiteral("--clear-groups")};
    }
    /// Not QProcess: its fork leaves ThreadSanitizer blind for the locks of the thread that called it. 0: it can't start.
    static pid_t spawn(const QStringList& words, const QString& log)
    {
        std::vector<QByteArray> bytes;
        for (const QString& word : words)
            bytes.push_back(word.toLocal8Bit());
        std::vector<char*> arguments;
        for (QByteArray& word : bytes)
            arguments.push_back(word.data());
        arguments.push_back(nullptr);
        posix_spawn_file_actions_t actions;
        posix_spawn_file_actions_init(&actions);
        posix_spawn_file_actions_addopen(
            &actions, 1, log.toLocal8Bit().constData(), O_WRONLY | O_CREAT | O_TRUNC, 0600);
        posix_spawn_file_actions_adddup2(&actions, 1, 2);
        pid_t child = 0;
        if (::posix_spawnp(&child, arguments[0], &actions, nullptr, arguments.data(), environ) != 0)
            child = 0;
        posix_spawn_file_actions_destroy(&actions);
        return child;
    }
    /// The exit status; -1: it didn't end by itself.
    static int wait(pid_t child)
    {
        int status = 0;
        if (child == 0 || ::waitpid(child, &status, 0) != child || !WIFEXITED(status))
            return -1;
        return WEXITSTATUS(status);
    }
    static QByteArray textOf(const QString& path)
    {
        QFile file(path);
        return file.open(QFile::ReadOnly) ? file.readAll() : QByteArray();
    }
    QByteArray output(const QStringList& words) const
    {
        const QString log = m_dir.filePath(QStringLiteral("output"));
        return wait(spawn(words, log)) == 0 ? textOf(log) : QByteArray();
    }
    void stop()
    {
        if (m_server)
            crash();
    }

    QTemporaryDir m_dir{QDir::tempPath() + QStringLiteral("/weft-pg-XXXXXX")};
    pid_t m_server = 0;
    QString m_user;
    QString m_problem;
    int m_databases = 0;
};

} // namespace weft::relay::test
