// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/frontdoor/files/TempFolder.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <csignal>
#include <sys/wait.h>
#include <unistd.h>

using namespace weft;

class TestTempFolder : public QObject {
    Q_OBJECT

    QTemporaryDir m_parent;

    QStringList names() const { return QDir(m_parent.path()).entryList(QDir::AllEntries | QDir::Hidden | QDir::NoDotAndDotDot); }
    auto made() const { return TempFolder::make(m_parent.path(), QStringLiteral("temp-")); }
    static void fill(const QString& folder)
    {
        QDir(folder).mkpath(QStringLiteral("sub"));
        QFile file(folder + QStringLiteral("/sub/a.png"));
        QVERIFY(file.open(QFile::WriteOnly) && file.write("x") == 1);
    }

private Q_SLOTS:
    void cleanup() { QCOMPARE(names(), QStringList()); }

    void goesWithItsOwner()
    {
        auto folder = made();
        QVERIFY(folder);
        QVERIFY(QDir((*folder)->path()).exists());
        fill((*folder)->path());
        QCOMPARE(names().size(), 2); // with its lock
    }

    void livingOnesStay()
    {
        auto one = made();
        auto two = made();
        QVERIFY(one && two);
        QVERIFY((*one)->path() != (*two)->path());
        QVERIFY(QDir((*one)->path()).exists() && QDir((*two)->path()).exists());
    }

    /// A process that has one is killed: the next one removes it, but not while it lives.
    void whatAKilledProcessLeftIsRemoved()
    {
        int ready[2];
        QCOMPARE(pipe(ready), 0);
        const pid_t child = fork();
        if (child == 0) {
            auto folder = made();
            QDir().mkpath((*folder)->path() + QStringLiteral("/sub"));
            (void)!write(ready[1], "x", 1);
            pause();
            _exit(0);
        }
        char byte = 0;
        QCOMPARE(read(ready[0], &byte, 1), ssize_t(1));
        QCOMPARE(names().size(), 2);
        auto beside = made();
        QCOMPARE(names().size(), 4); // it lives
        kill(child, SIGKILL);
        waitpid(child, nullptr, 0);
        QCOMPARE(names().size(), 4);
        beside = made();
        QCOMPARE(names().size(), 2);
        close(ready[0]);
        close(ready[1]);
    }

    void linksAreNotFollowed()
    {
        QTemporaryDir elsewhere;
        fill(elsewhere.path());
        const QString link = m_parent.filePath(QStringLiteral("temp-link"));
        QVERIFY(QFile::link(elsewhere.path(), link));
        QVERIFY(made());
        QVERIFY(QFile::exists(elsewhere.filePath(QStringLiteral("sub/a.png"))));
        QVERIFY(QFile::remove(link));
    }

    void needsAFolder()
    {
        const auto folder = TempFolder::make(m_parent.filePath(QStringLiteral("nowhere")), QStringLiteral("temp-"));
        QVERIFY(!folder);
        QCOMPARE(folder.error().code, ErrorCode::FileUnwritable);
    }
};

QTEST_GUILESS_MAIN(TestTempFolder)
#include "TestTempFolder.moc"
