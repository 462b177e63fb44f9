// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "relay-server/gateway/AccountDesk.h"
#include "relay-server/gateway/RelayCrypto.h"

#include <QTemporaryDir>
#include <QTest>

using namespace weft;
using namespace weft::relay;
using namespace weft::protocol::relay;

class TestAccountDesk : public QObject {
    Q_OBJECT

    QTemporaryDir m_dir;
    std::unique_ptr<JobDesk> m_jobs;
    std::unique_ptr<AccountDesk> m_desk;
    int m_busy = 0;
    int m_answered = 0;

    AccountDesk::Gateway gateway()
    {
        AccountDesk::Gateway gateway;
        gateway.send = [](const KeyHash&, const ToMachine&) {};
        gateway.fail = [this](const KeyHash&, std::int64_t, const Error& error) {
            m_busy += error.code == ErrorCode::TooManyTries ? 1 : 0;
            ++m_answered;
        };
        gateway.isOnline = [](const KeyHash&) { return true; };
        gateway.joined = [](const KeyHash&, const AccountId&) {};
        gateway.revoked = [](const KeyHash&) {};
        gateway.now = [] { return unixNow(); };
        return gateway;
    }
    void signIn(std::uint8_t machine, const std::string& address)
    {
        const AccountDesk::Caller from{{AccountId{{machine}}, KeyHash{{machine}}}, address};
        m_desk->handle(from, SignIn{1, "nobody" + std::to_string(machine) + "@b.example", "a password", {}, {}});
    }

private Q_SLOTS:
    void initTestCase()
    {
        const DeviceKey key = DeviceKey::generate(systemRandom());
        m_jobs = JobDesk::start(this, m_dir.filePath(QStringLiteral("a.db")), {}, jobCrypto(key), unixNow()).value();
        m_desk = std::make_unique<AccountDesk>(this, *m_jobs, gateway(), PasswordHasher::Cost{3, 16 << 20, 32});
    }
    void cleanupTestCase()
    {
        m_desk.reset();
        m_jobs.reset();
    }

    /// Each password takes a tenth of a second of the one hasher.
    void oneAddressDoesntFillTheHashersQueue()
    {
        for (std::uint8_t machine = 1; machine <= 30; ++machine)
            signIn(machine, "192.0.2.1");
        signIn(100, "198.51.100.2");
        QTRY_COMPARE_WITH_TIMEOUT(m_answered, 31, 10'000);
        QVERIFY2(
            m_busy >= 1 && m_busy <= 22, qPrintable(QString::number(m_busy))); // 8 wait, some are through meanwhile
        m_busy = m_answered = 0;
        signIn(101, "192.0.2.1"); // it is that address's turn again
        QTRY_COMPARE_WITH_TIMEOUT(m_answered, 1, 10'000);
        QCOMPARE(m_busy, 0);
    }
};

QTEST_GUILESS_MAIN(TestAccountDesk)
#include "TestAccountDesk.moc"
