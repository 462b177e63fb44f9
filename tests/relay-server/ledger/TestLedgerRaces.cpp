// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "relay-server/ledger/LedgerCheck.h"
#include "relay-server/storage/Writer.h"
#include "tests/relay-server/ledger/LedgerFixture.h"
#include "tests/relay-server/storage/Databases.h"

#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

#include <cstdio>

using namespace weft;
using namespace weft::relay;
using namespace weft::relay::test;

namespace {

const Party kBuyer = party(1);
const Party kProvider = party(2);

Result<int> holdAndSettle(Database& database, std::uint32_t job)
{
    SqlLedgerStore store(database);
    RelayJobs jobs(store, {}, markCrypto());
    const SecretKey256 key = idOf<SecretKey256>(job);
    WEFT_CHECK(jobs.requestHold(kBuyer, kProvider, holdRequest(job, kProvider, credits(2)), at(0)));
    WEFT_CHECK(jobs.settle(kProvider, {1, signedReceipt(job, credits(1), true, key), key}, at(1)));
    return 1;
}

/// The child: settles jobs as fast as it can and prints each one's number once it is acknowledged.
int writeUntilKilled(const QString& path, std::uint32_t first)
{
    auto writer = Writer::start(path);
    if (!writer)
        return 1;
    std::vector<std::thread> threads;
    std::atomic<std::uint32_t> next = first;
    for (int i = 0; i < 4; ++i) {
        threads.emplace_back([&] {
            for (;;) {
                const std::uint32_t job = next++;
                const auto done = (*writer)->writeAndWait<int>(
                    [job](Database& database) { return holdAndSettle(database, job); });
                if (!done)
                    std::_Exit(2);
                std::printf("%u\n", job);
                std::fflush(stdout);
            }
        });
    }
    for (std::thread& thread : threads)
        thread.join();
    return 0;
}

} // namespace

class TestLedgerRaces : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void sixtyFourWantTheSameCredits_data() { databaseKinds(); }
    void sixtyFourWantTheSameCredits()
    {
        QFETCH(QString, kind);
        QTemporaryDir dir;
        const QString path = emptyDatabase(kind, dir);
        auto writer = Writer::start(path);
        QVERIFY(writer);
        QVERIFY((*writer)->writeAndWait<int>([](Database& database) -> Result<int> {
            SqlLedgerStore store(database);
            WEFT_CHECK(give(store, kBuyer, credits(10)));
            return 1;
        }));
        std::atomic<int> granted = 0;
        std::atomic<int> tooLow = 0;
        std::vector<std::thread> threads;
        for (std::uint32_t job = 0; job < 64; ++job) {
            threads.emplace_back([&, job] {
                const auto result = (*writer)->writeAndWait<Outbox>([job](Database& database) -> Result<Outbox> {
                    SqlLedgerStore store(database);
                    RelayJobs jobs(store, {}, markCrypto());
                    return jobs.requestHold(kBuyer, kProvider, holdRequest(job, kProvider, credits(1)), at(0));
                });
                granted += result.hasValue();
                tooLow += !result && result.error().code == ErrorCode::CreditTooLow;
            });
        }
        for (std::thread& thread : threads)
            thread.join();
        QCOMPARE(granted.load(), 10);
        QCOMPARE(tooLow.load(), 54);
        writer->reset();
        auto database = Database::open(path, Database::Mode::ReadOnly);
        SqlLedgerStore store(**database);
        QCOMPARE(store.book(creditsOf(kBuyer))->available(), Money {});
        QVERIFY(checkLedger(store)->empty());
    }

    void twoSettlementsOfOneHoldRace_data() { databaseKinds(); }
    void twoSettlementsOfOneHoldRace()
    {
        QFETCH(QString, kind);
        QTemporaryDir dir;
        const QString path = emptyDatabase(kind, dir);
        auto writer = Writer::start(path);
        QVERIFY(writer);
        QVERIFY((*writer)->writeAndWait<int>([](Database& database) -> Result<int> {
            SqlLedgerStore store(database);
            WEFT_CHECK(give(store, kBuyer, credits(10)));
            RelayJobs jobs(store, {}, markCrypto());
            WEFT_CHECK(jobs.requestHold(kBuyer, kProvider, holdRequest(7, kProvider, credits(4)), at(0)));
            return 1;
        }));
        std::vector<std::thread> threads;
        std::atomic<int> captured = 0;
        std::atomic<int> released = 0;
        for (int i = 0; i < 32; ++i) {
            threads.emplace_back([&, i] {
                const auto result = (*writer)->writeAndWait<Outbox>([i](Database& database) -> Result<Outbox> {
                    SqlLedgerStore store(database);
                    RelayJobs jobs(store, {}, markCrypto());
                    const SecretKey256 key = idOf<SecretKey256>(3);
                    if (i % 2)
                        return jobs.settle(kProvider, {1, signedReceipt(7, credits(3), true, key), key}, at(1));
                    return jobs.releaseHold(kProvider, {1, jobId(7), 0}, at(1));
                });
                (i % 2 ? captured : released) += result.hasValue();
            });
        }
        for (std::thread& thread : threads)
            thread.join();
        QVERIFY((captured == 16 && released == 0) || (captured == 0 && released == 16));
        writer->reset();
        auto database = Database::open(path, Database::Mode::ReadOnly);
        SqlLedgerStore store(**database);
        QVERIFY(checkLedger(store)->empty());
        QCOMPARE(store.book(creditsOf(kBuyer))->available(), captured ? credits(7) : credits(10));
    }

    void whatWasAcknowledgedSurvivesKillMinusNine_data() { databaseKinds(); }
    void whatWasAcknowledgedSurvivesKillMinusNine()
    {
        QFETCH(QString, kind);
        QTemporaryDir dir;
        const QString path = emptyDatabase(kind, dir);
        {
            auto database = Database::open(path);
            SqlLedgerStore store(**database);
            QVERIFY(give(store, kBuyer, credits(900'000)));
        }
        std::vector<std::uint32_t> acknowledged;
        std::uint32_t first = 1;
        for (int round = 0; round < (kind == QStringLiteral("sqlite") ? 50 : 20); ++round) {
            QProcess child;
            child.start(QCoreApplication::applicationFilePath(),
                {QStringLiteral("--write"), path, QString::number(first)});
            QVERIFY(child.waitForReadyRead(10'000));
            QTest::qWait(5 + round % 20);
            child.kill(); // SIGKILL
            QVERIFY(child.waitForFinished());
            QCOMPARE(child.exitStatus(), QProcess::CrashExit);
            for (const QByteArray& line : child.readAllStandardOutput().split('\n')) {
                if (const auto job = line.toUInt())
                    acknowledged.push_back(job);
            }
            first += 100'000; // numbers that no earlier round used
        }
        QVERIFY(acknowledged.size() >= 20);
        auto database = Database::open(path);
        QVERIFY(database);
        SqlLedgerStore store(**database);
        for (const std::uint32_t job : acknowledged) {
            const auto resolved = store.resolution(jobId(job));
            QVERIFY(resolved && *resolved);
            QCOMPARE((*resolved)->captured, credits(1));
        }
        QVERIFY(checkLedger(store)->empty());
        qInfo("%zu acknowledged, none lost", acknowledged.size());
    }
};

int main(int argc, char** argv)
{
    QCoreApplication application(argc, argv);
    const QStringList arguments = application.arguments();
    if (arguments.size() == 4 && arguments[1] == QLatin1String("--write"))
        return writeUntilKilled(arguments[2], arguments[3].toUInt());
    TestLedgerRaces test;
    return QTest::qExec(&test, argc, argv);
}
#include "TestLedgerRaces.moc"
