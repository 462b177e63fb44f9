// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "relay-server/storage/Writer.h"

#include "tests/relay-server/storage/Databases.h"

#include <QElapsedTimer>
#include <QTemporaryDir>
#include <QTest>
#include <QTimer>

using namespace weft;
using namespace weft::relay;
using namespace weft::relay::test;

class TestWriter : public QObject {
    Q_OBJECT

    QTemporaryDir m_dir;
    QString m_path;
    QString path()
    {
        QFETCH_GLOBAL(QString, kind);
        if (m_path.isEmpty())
            m_path = emptyDatabase(kind, m_dir);
        return m_path;
    }

    static std::function<Result<int>(Database&)> insert(int n, bool fail = false)
    {
        return [n, fail](Database& database) -> Result<int> {
            WEFT_CHECK(database.write("INSERT INTO machine_record (machine, completed) VALUES (?, ?)",
                {QByteArray::number(n), qint64(n)}));
            if (fail)
                return Error {ErrorCode::CreditTooLow, "as asked"};
            return n;
        };
    }
    static int count(const QString& path)
    {
        auto reader = Database::open(path, Database::Mode::ReadOnly);
        return (**reader).readOne("SELECT count(*) FROM machine_record").value()[0].toInt();
    }

    /// A server's database, with little time for locks.
    QString impatient() { return path() + QStringLiteral("&options=-clock_timeout%3D200ms"); }
    static Writer::Options owner()
    {
        Writer::Options options;
        options.mode = Database::Mode::Own;
        return options;
    }

private Q_SLOTS:
    void initTestCase_data() { databaseKinds(); }
    void init() { m_path.clear(); }

    void answersOnTheLoopAfterTheCommit()
    {
        QObject context;
        auto writer = Writer::start(path());
        QVERIFY(writer);
        int done = 0;
        for (int n = 0; n < 20; ++n) {
            (*writer)->write<int>(&context, insert(n), [&, n](Result<int> result) {
                QVERIFY(result);
                QCOMPARE(*result, n);
                QCOMPARE(QThread::currentThread(), thread());
                ++done;
            });
        }
        QCOMPARE(done, 0); // nothing was answered from within
        QTRY_COMPARE(done, 20);
        QCOMPARE(count(path()), 20);
        writer->reset(); // before its context
    }

    void anErrorUndoesOnlyItself()
    {
        auto writer = Writer::start(path());
        QVERIFY(writer);
        std::vector<std::thread> threads;
        std::atomic<int> failures = 0;
        for (int n = 0; n < 32; ++n) {
            threads.emplace_back([&, n] {
                const auto result = (*writer)->writeAndWait<int>(insert(n, n % 2 == 1));
                if (!result && result.error().code == ErrorCode::CreditTooLow)
                    ++failures;
            });
        }
        for (std::thread& thread : threads)
            thread.join();
        QCOMPARE(failures.load(), 16);
        QCOMPARE(count(path()), 16);
    }

    /// A full disk can make SQLite undo the whole transaction under a request: nothing after it may slip through.
    void whenUndoingFailsNothingOfTheBatchStays()
    {
        QObject context;
        Writer::Options options;
        options.window = std::chrono::milliseconds(200); // all three in one batch
        auto writer = Writer::start(path(), options);
        QVERIFY(writer);
        int failures = 0;
        const auto answer = [&](Result<int> result) { failures += !result; };
        (*writer)->write<int>(&context, insert(1), answer);
        (*writer)->write<int>(
            &context,
            [](Database& database) -> Result<int> {
                database.rollback(); // as SQLite does
                return Error {ErrorCode::StorageFailed, "database or disk is full"};
            },
            answer);
        (*writer)->write<int>(&context, insert(3), answer);
        QTRY_COMPARE(failures, 3);
        QCOMPARE(count(path()), 0);
        QVERIFY((*writer)->writeAndWait<int>(insert(4)));
        writer->reset();
    }

    /// What follows a failed request, and what came before it, is done once.
    void aBatchWithFailuresIsDoneOnce()
    {
        Writer::Options options;
        options.window = std::chrono::milliseconds(300);
        auto writer = Writer::start(path(), options);
        QVERIFY(writer);
        QObject context;
        int done = 0;
        int failures = 0;
        for (int n = 0; n < 9; ++n) {
            (*writer)->write<int>(&context, insert(n, n % 3 == 2), [&](Result<int> result) { ++(result ? done : failures); });
        }
        QTRY_COMPARE(done + failures, 9);
        QCOMPARE(failures, 3);
        QCOMPARE(count(path()), 6);
        writer->reset();
    }

    /// A statement that failed may have undone anything: who swallows that is told so, and nothing of it stays.
    void aSwallowedFailureOfAStatementIsAFailure()
    {
        auto writer = Writer::start(path());
        QVERIFY(writer);
        const auto result = (*writer)->writeAndWait<int>([](Database& database) -> Result<int> {
            WEFT_CHECK(insert(1)(database));
            (void)insert(1)(database); // the same key again
            return 1;
        });
        QVERIFY(!result);
        QCOMPARE(result.error().code, ErrorCode::StorageFailed);
        QVERIFY((*writer)->writeAndWait<int>(insert(2)));
        QCOMPARE(count(path()), 1);
    }

    void theServerMayCrash()
    {
        QFETCH_GLOBAL(QString, kind);
        if (kind != QLatin1String("postgresql"))
            QSKIP("a file has no server");
        auto writer = Writer::start(impatient(), owner());
        QVERIFY(writer);
        QVERIFY((*writer)->writeAndWait<int>(insert(1)));
        PostgresCluster::get().crash();
        const auto lost = (*writer)->writeAndWait<int>(insert(2));
        QVERIFY(!lost);
        QCOMPARE(lost.error().code, ErrorCode::StorageFailed);
        QVERIFY(PostgresCluster::get().start());
        QVERIFY((*writer)->writeAndWait<int>(insert(3)));
        QCOMPARE(count(path()), 2);
        QVERIFY(!Writer::start(impatient(), owner())); // it took the database over again
    }

    void aDatabaseThatAnotherRelayTookOverIsLeftAlone()
    {
        QFETCH_GLOBAL(QString, kind);
        if (kind != QLatin1String("postgresql"))
            QSKIP("a file has no server");
        auto writer = Writer::start(impatient(), owner());
        QVERIFY(writer);
        PostgresCluster::get().crash();
        QVERIFY(PostgresCluster::get().start());
        auto other = Database::open(impatient(), Database::Mode::Own);
        QVERIFY(other);
        for (int n = 0; n < 2; ++n) {
            const auto refused = (*writer)->writeAndWait<int>(insert(1));
            QVERIFY(!refused);
            QVERIFY(refused.error().detail.starts_with("another weft-relay works on this database"));
        }
        other->reset();
        QVERIFY((*writer)->writeAndWait<int>(insert(2)));
        QCOMPARE(count(path()), 1);
    }

    void transactionsThatMeetAreDoneAgain()
    {
        QFETCH_GLOBAL(QString, kind);
        if (kind != QLatin1String("postgresql"))
            QSKIP("SQLite has one writer at a time");
        auto writer = Writer::start(path());
        QVERIFY(writer);
        int tries = 0;
        QVERIFY((*writer)->writeAndWait<int>([&](Database& database) -> Result<int> {
            WEFT_CHECK(insert(1)(database));
            if (++tries < 3)
                WEFT_CHECK(database.execute(
                    QStringLiteral("DO $$ BEGIN RAISE EXCEPTION 'as if' USING ERRCODE = '40001'; END $$")));
            return 1;
        }));
        QCOMPARE(tries, 3);
        QCOMPARE(count(path()), 1);
    }

    void theLoopKeepsTicking()
    {
        QObject context;
        auto writer = Writer::start(path());
        QVERIFY(writer);
        int ticks = 0;
        QTimer timer;
        connect(&timer, &QTimer::timeout, &timer, [&] { ++ticks; });
        timer.start(5);
        bool done = false;
        (*writer)->write<int>(
            &context,
            [](Database&) -> Result<int> {
                std::this_thread::sleep_for(std::chrono::milliseconds(200));
                return 1;
            },
            [&](Result<int>) { done = true; });
        QTRY_VERIFY(done);
        QVERIFY(ticks >= 5);
        writer->reset();
    }

    void whatIsQueuedIsWrittenBeforeTheEnd()
    {
        QObject context;
        {
            auto writer = Writer::start(path());
            QVERIFY(writer);
            for (int n = 0; n < 1000; ++n)
                (*writer)->write<int>(&context, insert(n), [](Result<int>) {});
        }
        QCOMPARE(count(path()), 1000);
    }

    void refusesWhenTooMuchWaits()
    {
        QObject context;
        Writer::Options options;
        options.maxQueued = 2;
        auto writer = Writer::start(path(), options);
        QVERIFY(writer);
        std::mutex gate;
        gate.lock();
        (*writer)->write<int>(
            &context,
            [&](Database&) -> Result<int> {
                const std::lock_guard wait(gate);
                return 0;
            },
            [](Result<int>) {});
        int limited = 0;
        int answered = 0;
        QTest::qWait(50); // the first is being carried out now
        for (int n = 0; n < 5; ++n) {
            (*writer)->write<int>(&context, insert(n), [&](Result<int> result) {
                ++answered;
                limited += !result && result.error().code == ErrorCode::LimitExceeded;
            });
        }
        gate.unlock();
        QTRY_COMPARE(answered, 5);
        QCOMPARE(limited, 3);
        writer->reset();
    }

    void saysWhyItCannotStart()
    {
        const auto writer = Writer::start(QStringLiteral("/nonexistent-folder/weft.db"));
        QVERIFY(!writer);
        QCOMPARE(writer.error().code, ErrorCode::StorageFailed);
    }
};

QTEST_GUILESS_MAIN(TestWriter)
#include "TestWriter.moc"
