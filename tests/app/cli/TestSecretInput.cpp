// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/SecretInput.h"

#include <QTest>

#include <csignal>
#include <cstring>
#include <fcntl.h>
#include <poll.h>
#include <pty.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>

using namespace weft;

namespace {

constexpr int kPatience = 10'000; // ms

/// What the shell below tells: how its job stands, and whether the terminal shows what is typed.
struct JobNews {
    pid_t job = 0;
    int status = 0; // of waitpid()
    bool isEchoing = false;
};

bool isEchoingOn(int terminal)
{
    termios now {};
    return ::tcgetattr(terminal, &now) == 0 && (now.c_lflag & ECHO) != 0;
}

/// Asks for a secret; 0 when it got "secret", 3 for another, 4 for none.
[[noreturn]] void askForSecret()
{
    const auto line = readSecret(QStringLiteral("Password"), false);
    ::_exit(!line ? 4 : *line == QStringLiteral("secret") ? 0 : 3);
}

/// A shell with one job in the foreground: who is stopped goes on at once.
[[noreturn]] void beShell(int news)
{
    std::signal(SIGTTOU, SIG_IGN);
    const pid_t job = ::fork();
    if (job == 0) {
        ::setpgid(0, 0);
        ::tcsetpgrp(STDIN_FILENO, ::getpid());
        std::signal(SIGTTOU, SIG_DFL);
        askForSecret();
    }
    const JobNews begun {job, 0, true};
    (void)!::write(news, &begun, sizeof begun);
    for (int status = 0; ::waitpid(job, &status, WUNTRACED) == job;) {
        const JobNews one {job, status, isEchoingOn(STDIN_FILENO)};
        (void)!::write(news, &one, sizeof one);
        if (WIFSTOPPED(status))
            ::kill(job, SIGCONT);
    }
    ::_exit(0);
}

/// The terminal, with a job in it that asks for a secret.
class Asker {
public:
    Asker()
    {
        int ends[2] {};
        if (::pipe2(ends, O_CLOEXEC) != 0)
            return;
        m_shell = ::forkpty(&m_terminal, nullptr, nullptr, nullptr);
        if (m_shell == 0)
            beShell(ends[1]);
        ::close(ends[1]);
        m_news = ends[0];
        m_job = next().job;
        ::fcntl(m_terminal, F_SETFL, O_NONBLOCK);
    }
    ~Asker()
    {
        ::kill(m_shell, SIGKILL);
        ::kill(m_job, SIGKILL);
        ::waitpid(m_shell, nullptr, 0);
        ::close(m_news);
        ::close(m_terminal);
    }
    Asker(const Asker&) = delete;
    Asker& operator=(const Asker&) = delete;

    bool waitHidden() const
    {
        return QTest::qWaitFor([this] { return !isEchoingOn(m_terminal); }, kPatience);
    }
    void type(const char* text) const { QCOMPARE(::write(m_terminal, text, strlen(text)), ssize_t(strlen(text))); }
    void send(int signal) const { ::kill(m_job, signal); }
    /// What the terminal has shown since it was last asked.
    QByteArray shown() const
    {
        char buffer[4096];
        const ssize_t got = ::read(m_terminal, buffer, sizeof buffer);
        return got > 0 ? QByteArray(buffer, got) : QByteArray();
    }
    JobNews next() const
    {
        JobNews news;
        pollfd waiting {m_news, POLLIN, 0};
        if (::poll(&waiting, 1, kPatience) <= 0 || ::read(m_news, &news, sizeof news) != ssize_t(sizeof news))
            return {m_job, -1, false};
        return news;
    }

private:
    int m_terminal = -1;
    int m_news = -1;
    pid_t m_shell = -1;
    pid_t m_job = -1;
};

} // namespace

class TestSecretInput : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void whatIsTypedIsReadAndNotShown()
    {
        Asker asker;
        QVERIFY(asker.waitHidden());
        asker.type("secret\n");
        const JobNews end = asker.next();
        QVERIFY(WIFEXITED(end.status) && WEXITSTATUS(end.status) == 0 && end.isEchoing);
        const QByteArray shown = asker.shown();
        QVERIFY(shown.contains("Password: ") && !shown.contains("secret"));
    }

    void aSignalLeavesTheTerminalAsItWas_data()
    {
        QTest::addColumn<int>("signal");
        QTest::addColumn<QByteArray>("typed");
        QTest::newRow("Ctrl+C") << SIGINT << QByteArray("\x03");
        QTest::newRow("SIGINT") << SIGINT << QByteArray();
        QTest::newRow("SIGTERM") << SIGTERM << QByteArray();
        QTest::newRow("SIGHUP") << SIGHUP << QByteArray();
    }
    void aSignalLeavesTheTerminalAsItWas()
    {
        QFETCH(int, signal);
        QFETCH(QByteArray, typed);
        Asker asker;
        QVERIFY(asker.waitHidden());
        asker.type("sec");
        if (typed.isEmpty())
            asker.send(signal);
        else
            asker.type(typed.constData());
        const JobNews end = asker.next();
        QVERIFY2(WIFSIGNALED(end.status) && WTERMSIG(end.status) == signal, qPrintable(QString::number(end.status)));
        QVERIFY(end.isEchoing);
    }

    void whoIsStoppedIsAskedAgain()
    {
#if defined(__SANITIZE_THREAD__)
        QSKIP("SKIPPED: ThreadSanitizer holds signals back until read() ends, which waits for the signal");
#endif
        Asker asker;
        QVERIFY(asker.waitHidden());
        (void)asker.shown();
        asker.type("\x1a"); // Ctrl+Z
        const JobNews stopped = asker.next();
        QVERIFY(WIFSTOPPED(stopped.status) && stopped.isEchoing);
        QVERIFY(asker.waitHidden()); // the shell has let it go on
        asker.type("secret\n");
        const JobNews end = asker.next();
        QVERIFY(WIFEXITED(end.status) && WEXITSTATUS(end.status) == 0 && end.isEchoing);
        QVERIFY(asker.shown().contains("Password: "));
    }
};

QTEST_GUILESS_MAIN(TestSecretInput)
#include "TestSecretInput.moc"
