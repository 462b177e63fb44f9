// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "relay-server/accounts/Accounts.h"
#include "relay-server/accounts/Handshake.h"

#include <QTemporaryDir>
#include <QTest>

using namespace weft;
using namespace weft::relay;
using namespace weft::protocol::relay;

class TestAccounts : public QObject {
    Q_OBJECT

    static KeyHash machine(std::uint8_t n)
    {
        KeyHash id;
        id.bytes[0] = n;
        return id;
    }
    static UnixMillis at(std::int64_t milliseconds) { return UnixMillis {std::chrono::milliseconds(milliseconds)}; }

    PublicKey m_machine = {{1}};
    Nonce32 m_nonce = {{2}};
    PublicKey m_relay = {{3}};
    Handshake handshake(bool fits = true)
    {
        return Handshake(m_relay, m_nonce, [=, this](const auto& machine, const auto& relay, const auto& nonce, const auto&) -> Done {
            if (fits && machine == m_machine && relay == m_relay && nonce == m_nonce)
                return {};
            return Error {ErrorCode::SignatureInvalid, "no"};
        });
    }

private Q_SLOTS:
    void aDeviceKeyBeginsAnAccount()
    {
        QTemporaryDir dir;
        auto database = Database::open(dir.filePath(QStringLiteral("a.db")));
        QVERIFY(database);
        Accounts accounts(**database);
        const auto first = accounts.enrol(machine(1), at(5));
        QVERIFY(first);
        QCOMPARE(*accounts.enrol(machine(1), at(6)), *first);
        QVERIFY(*accounts.enrol(machine(2), at(7)) != *first);
        QCOMPARE(*accounts.accountOf(machine(1)), *first);
        QCOMPARE(accounts.accountOf(machine(3)).error().code, ErrorCode::ValueInvalid);
        const auto devices = accounts.devices(*first);
        QCOMPARE(devices->size(), std::size_t {1});
        QCOMPARE(devices->at(0).machine, machine(1));
        QVERIFY(devices->at(0).added == at(5));
    }

    void aRevokedDeviceIsRefused()
    {
        QTemporaryDir dir;
        auto database = Database::open(dir.filePath(QStringLiteral("a.db")));
        QVERIFY(database);
        Accounts accounts(**database);
        const auto account = accounts.enrol(machine(1), at(5));
        const auto other = accounts.enrol(machine(2), at(5));
        QCOMPARE(accounts.revoke(*other, machine(1), at(6)).error().code, ErrorCode::ValueInvalid);
        QVERIFY(accounts.checkDevice(*account, machine(1)));
        QVERIFY(!accounts.checkDevice(*other, machine(1)));
        QVERIFY(accounts.revoke(*account, machine(1), at(6)));
        QCOMPARE(accounts.checkDevice(*account, machine(1)).error().code, ErrorCode::RelayRefused); // its token ends too
        QCOMPARE(accounts.enrol(machine(1), at(7)).error().code, ErrorCode::RelayRefused);
        QVERIFY(accounts.devices(*account)->at(0).revoked);
        QVERIFY(accounts.enrol(machine(2), at(7)));
    }

    void theLoginsOrder()
    {
        Handshake login = handshake();
        QCOMPARE(login.login({}).error().code, ErrorCode::ProtocolViolation);
        const auto challenge = login.hello({1, 1, m_machine});
        QVERIFY(challenge);
        QCOMPARE(challenge->nonce, m_nonce);
        QCOMPARE(challenge->relay, m_relay);
        QCOMPARE(login.hello({1, 1, m_machine}).error().code, ErrorCode::ProtocolViolation);
        QCOMPARE(*login.login({}), m_machine);
        QCOMPARE(login.login({}).error().code, ErrorCode::ProtocolViolation);
    }

    void oneTryPerChallenge()
    {
        Handshake login = handshake(false);
        QVERIFY(login.hello({1, 1, m_machine}));
        QCOMPARE(login.login({}).error().code, ErrorCode::SignatureInvalid);
        QCOMPARE(login.login({}).error().code, ErrorCode::ProtocolViolation);
        Handshake future = handshake();
        QCOMPARE(future.hello({900, 999, m_machine}).error().code, ErrorCode::VersionUnsupported);
    }
};

QTEST_GUILESS_MAIN(TestAccounts)
#include "TestAccounts.moc"
