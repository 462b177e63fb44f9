// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/relay-server/gateway/RelayClient.h"
#include "tests/relay-server/gateway/RelayProcess.h"
#include "tests/relay-server/gateway/TotpCodes.h"

using namespace weft;
using namespace weft::relay::test;
using namespace weft::protocol::relay;

namespace {

const std::string kEmail = "Ann.Canary@B.Example";
const std::string kNormalEmail = "ann.canary@b.example";
const std::string kPassword = "canary horse battery staple";

/// Sends a request; what failed, or nothing when RequestDone or `Answer` came.
template <typename Answer, typename Request>
std::optional<ErrorCode> ask(RelayClient& client, Request request, Answer* answer = nullptr)
{
    static std::int64_t next = 1000;
    request.id = ++next;
    client.send(request);
    std::optional<ErrorCode> code = ErrorCode::TimedOut;
    (void)QTest::qWaitFor(
        [&] {
            if (auto done = client.takeNow<Answer>(); done && done->id == request.id) {
                code.reset();
                if (answer)
                    *answer = *done;
                return true;
            }
            if (const auto failed = client.takeNow<RequestFailed>(); failed && failed->id == request.id) {
                code = ErrorCode(failed->error.code);
                return true;
            }
            return false;
        },
        20'000);
    return code;
}
template <typename Request> std::optional<ErrorCode> ask(RelayClient& client, const Request& request)
{
    return ask<RequestDone>(client, request);
}

const std::optional<ErrorCode> kGood;

} // namespace

/// Accounts, with a real weft-relay.
class TestGatewayAccounts : public QObject {
    Q_OBJECT

    std::unique_ptr<RelayProcess> m_relay;
    std::unique_ptr<RelayClient> m_main;
    AccountId m_account;

    AccountState stateOf(RelayClient& client)
    {
        AccountState state;
        if (ask<AccountState>(client, AskAccount{}, &state) != kGood)
            qWarning("no state");
        return state;
    }
    std::vector<DeviceListed> devicesOf(RelayClient& client)
    {
        client.send(ListDevices{7});
        std::vector<DeviceListed> devices;
        bool done = false;
        (void)QTest::qWaitFor([&] {
            while (const auto one = client.takeNow<DeviceListed>())
                devices.push_back(*one);
            done = client.takeNow<RequestDone>().has_value();
            return done;
        });
        return devices;
    }
    std::vector<std::uint8_t> switchTotpOn()
    {
        TotpSecret told;
        if (ask<TotpSecret>(*m_main, BeginTotp{0, kPassword}, &told) != kGood)
            return {};
        const auto secret = secretOf(told);
        // The step before: what comes next can use this one and the next.
        if (ask(*m_main, ConfirmTotp{0, hotpCode(secret, stepNow() - 1)}) != kGood)
            return {};
        return secret;
    }
    static SignIn signIn(std::string password = kPassword, std::string totp = {})
    {
        return {0, kEmail, std::move(password), std::move(totp), "Laptop"};
    }

private Q_SLOTS:
    void init()
    {
        m_relay = std::make_unique<RelayProcess>();
        QVERIFY(m_relay->start({QStringLiteral("--trial-credits"), QStringLiteral("10"),
            QStringLiteral("--trial-budget"), QStringLiteral("1000")}));
        m_main = std::make_unique<RelayClient>();
        const auto welcome = m_main->login(m_relay->url());
        QVERIFY(welcome);
        m_account = welcome->account;
        QCOMPARE(ask(*m_main, SetPassword{0, kEmail, kPassword, {}, {}}), kGood);
    }
    void cleanup()
    {
        m_main.reset();
        QCOMPARE(m_relay->terminate(), 0);
        QByteArray output;
        const int status = m_relay->command({QStringLiteral("ledger"), QStringLiteral("check")}, &output);
        QVERIFY2(status == 0, output.constData());
        const QByteArray log = m_relay->log();
        QVERIFY(log.contains("set-password")); // the search finds what is there
        for (const char* secret : {"canary", "Canary", "123456", "battery"})
            QVERIFY2(!log.contains(secret), log.constData());
    }

    void signingInTakesTheMoneyAlong()
    {
        RelayClient laptop;
        QVERIFY(laptop.login(m_relay->url()));
        RelayClient beside(laptop.key(), randomId<ProgramId>(systemRandom()));
        QVERIFY(beside.login(m_relay->url()));
        QCOMPARE(ask(laptop, signIn()), kGood);
        beside.send(AskAccount {4});
        QVERIFY(QTest::qWaitFor([&] {
            const auto told = beside.takeNow<AccountState>();
            return told && told->id == 4 && told->account == m_account; // its program moves along
        }));
        const auto pushed = laptop.take<AccountState>();
        QVERIFY(pushed);
        QCOMPARE(pushed->account, m_account);
        QCOMPARE(pushed->email, kNormalEmail);
        QCOMPARE(pushed->devices, 2);
        QVERIFY(QTest::qWaitFor([&] {
            const auto told = m_main->takeNow<AccountState>();
            return told && told->devices == 2;
        }));
        laptop.send(AskBalance{3});
        QVERIFY(QTest::qWaitFor([&] {
            const auto balance = laptop.takeNow<Balance>();
            return balance && balance->id == 3 && balance->available == credits(10); // one trial
        }));
        RelayClient again(laptop.key());
        const auto welcome = again.login(m_relay->url());
        QCOMPARE(welcome->account, m_account);
        QCOMPARE(welcome->available, credits(10));
    }

    /// His command runs beside the relay.
    void theOperatorsFreezeIsTold()
    {
        const QString machine = QString::fromStdString(m_main->machine().hex());
        for (const bool frozen : {true, false}) {
            const QString word = frozen ? QStringLiteral("freeze") : QStringLiteral("unfreeze");
            QCOMPARE(m_relay->command({QStringLiteral("admin"), word, machine}), 0);
            const auto isTold = [&] {
                const auto told = m_main->takeNow<AccountState>();
                return told && told->frozen == frozen;
            };
            QVERIFY(QTest::qWaitFor(isTold, 10'000));
        }
    }

    void wrongPasswordsAndUnknownAddressesLookTheSame()
    {
        RelayClient laptop;
        QVERIFY(laptop.login(m_relay->url()));
        QElapsedTimer clock;
        clock.start();
        QCOMPARE(ask(laptop, signIn("canary wrong")), std::optional(ErrorCode::PasswordWrong));
        const qint64 known = clock.restart();
        QCOMPARE(
            ask(laptop, SignIn{0, "no.canary@b.example", kPassword, {}, {}}), std::optional(ErrorCode::PasswordWrong));
        const qint64 unknown = clock.elapsed();
        // Both wait for Argon2id: 64 MiB take tens of milliseconds; an answer without takes less than ten.
        QVERIFY2(known > 15 && unknown > 15, qPrintable(QStringLiteral("%1 %2").arg(known).arg(unknown)));
        QVERIFY(stateOf(laptop).account != m_account);
        QCOMPARE(ask(laptop, SignIn{0, "not an address", kPassword, {}, {}}), std::optional(ErrorCode::EmailInvalid));
    }

    void guessingMeetsGrowingWaits()
    {
        RelayClient laptop;
        QVERIFY(laptop.login(m_relay->url()));
        std::optional<ErrorCode> code;
        int tries = 0;
        while (tries < 20 && (code = ask(laptop, signIn("canary guess"))) == ErrorCode::PasswordWrong)
            ++tries;
        QCOMPARE(code, std::optional(ErrorCode::TooManyTries));
        QCOMPARE(tries, 5);
        QCOMPARE(ask(laptop, signIn()), std::optional(ErrorCode::TooManyTries)); // the right one waits as well
        QTest::qWait(1100);
        QCOMPARE(ask(laptop, signIn()), kGood);
    }

    void setPasswordRefuses()
    {
        RelayClient other;
        QVERIFY(other.login(m_relay->url()));
        QCOMPARE(ask(other, SetPassword{0, kEmail, kPassword, {}, {}}), std::optional(ErrorCode::EmailTaken));
        QCOMPARE(ask(other, SetPassword{0, "x@b.example", "short", {}, {}}), std::optional(ErrorCode::PasswordWeak));
        QCOMPARE(ask(other, SetPassword{0, "x@y", kPassword, {}, {}}), std::optional(ErrorCode::EmailInvalid));
        QVERIFY(!stateOf(other).hasPassword);
        QCOMPARE(ask(*m_main, SetPassword{0, kEmail, "another canary word", "wrong", {}}),
            std::optional(ErrorCode::PasswordWrong));
        QCOMPARE(ask(*m_main, SetPassword{0, kEmail, "another canary word", kPassword, {}}), kGood);
        QCOMPARE(ask(other, signIn()), std::optional(ErrorCode::PasswordWrong));
        QCOMPARE(ask(other, signIn("another canary word")), kGood);
    }

    void twoSteps()
    {
        const auto secret = switchTotpOn();
        QVERIFY(!secret.empty());
        QVERIFY(stateOf(*m_main).hasTotp);
        RelayClient laptop;
        QVERIFY(laptop.login(m_relay->url()));
        QCOMPARE(ask(laptop, signIn()), std::optional(ErrorCode::CodeNeeded));
        QCOMPARE(ask(laptop, signIn("wrong canary", "123456")),
            std::optional(ErrorCode::PasswordWrong)); // first things first
        QCOMPARE(ask(laptop, signIn(kPassword, "nocode")), std::optional(ErrorCode::CodeWrong));
        const std::string code = hotpCode(secret, stepNow());
        QCOMPARE(ask(laptop, signIn(kPassword, code)), kGood);
        RelayClient thief;
        QVERIFY(thief.login(m_relay->url()));
        QCOMPARE(ask(thief, signIn(kPassword, code)), std::optional(ErrorCode::CodeWrong)); // looked over the shoulder
        QCOMPARE(ask(*m_main, RemoveTotp{0, kPassword, code}), std::optional(ErrorCode::CodeWrong));
        QCOMPARE(ask(*m_main, RemoveTotp{0, kPassword, hotpCode(secret, stepNow() + 1)}), kGood);
        QVERIFY(!stateOf(*m_main).hasTotp);
    }

    void recovery()
    {
        RecoveryCode code;
        QCOMPARE(
            ask<RecoveryCode>(*m_main, MakeRecoveryCode{}), std::optional(ErrorCode::PasswordWrong)); // left unlocked
        QCOMPARE(ask<RecoveryCode>(*m_main, MakeRecoveryCode{0, kPassword, {}}, &code), kGood);
        QVERIFY(stateOf(*m_main).hasRecoveryCode);
        RelayClient phone;
        QVERIFY(phone.login(m_relay->url()));
        QCOMPARE(ask(phone, UseRecoveryCode{0, "0000-0000-0000-0000-0000-0000-0000", "Phone"}),
            std::optional(ErrorCode::CodeWrong));
        QCOMPARE(ask(phone, UseRecoveryCode{0, code.code, "Phone"}), kGood);
        const AccountState state = stateOf(phone);
        QCOMPARE(state.account, m_account);
        QVERIFY(!state.hasRecoveryCode && !state.hasPassword);
        QCOMPARE(state.devices, 1); // else the one that was stolen could set the next password
        RelayClient lost(m_main->key());
        QVERIFY(!lost.login(m_relay->url()));
        QCOMPARE(ask(phone, SetPassword{0, kEmail, "a new canary password", {}, {}}), kGood);
        RelayClient other;
        QVERIFY(other.login(m_relay->url()));
        QCOMPARE(ask(other, UseRecoveryCode{0, code.code, {}}), std::optional(ErrorCode::CodeWrong));
        QVERIFY(!m_relay->log().contains(code.code.c_str()));
    }

    void devices()
    {
        RelayClient laptop;
        QVERIFY(laptop.login(m_relay->url()));
        QCOMPARE(ask(laptop, signIn()), kGood);
        auto list = devicesOf(*m_main);
        QCOMPARE(list.size(), std::size_t{2});
        QVERIFY(list[0].thisOne && list[0].online && list[0].seenUnixMillis > 0);
        QCOMPARE(list[1].name, std::string("Laptop"));
        QCOMPARE(ask(*m_main, RenameDevice{0, laptop.machine(), "Old laptop"}), kGood);
        QCOMPARE(devicesOf(*m_main)[1].name, std::string("Old laptop"));
        RelayClient stranger;
        QVERIFY(stranger.login(m_relay->url()));
        QCOMPARE(ask(stranger, RevokeDevice{0, laptop.machine()}), std::optional(ErrorCode::ValueInvalid));
        QCOMPARE(ask(stranger, RenameDevice{0, laptop.machine(), "Mine"}), std::optional(ErrorCode::ValueInvalid));
        QCOMPARE(ask(stranger, RevokeDevice{0, stranger.machine()}),
            std::optional(ErrorCode::PasswordNeeded)); // the last one
    }

    void revoking()
    {
        RelayClient laptop;
        QVERIFY(laptop.login(m_relay->url()));
        QCOMPARE(ask(laptop, signIn()), kGood);
        const SignedOffer published = offerOf(laptop);
        QCOMPARE(ask(laptop, PublishOffer{0, published.offer, published.signature}), kGood);
        RelayClient beside(laptop.key(), randomId<ProgramId>(systemRandom()));
        QVERIFY(beside.login(m_relay->url()));
        QCOMPARE(ask(*m_main, RevokeDevice{0, laptop.machine()}), kGood);
        QVERIFY(laptop.waitClosed(3000));
        QVERIFY(beside.waitClosed(3000));
        m_main->send(ListOffers{5});
        QVERIFY(m_main->take<RequestDone>());
        QVERIFY(!m_main->takeNow<OfferListed>());
        RelayClient again(laptop.key());
        QVERIFY(again.connectTo(m_relay->url()));
        again.send(RelayHello{1, 1, again.key().publicKey()});
        const auto challenge = again.take<Challenge>();
        QVERIFY(challenge);
        again.send(protocol::relay::Login{signLogin(again.key(), challenge->nonce, challenge->relay)});
        const auto refused = again.take<RequestFailed>();
        QVERIFY(refused && refused->error.code == int(ErrorCode::RelayRefused));
        const auto list = devicesOf(*m_main);
        QVERIFY(list[1].revoked && !list[1].online);
        QCOMPARE(stateOf(*m_main).devices, 1);
    }

    void approvingAMachine()
    {
        RelayClient nas;
        QVERIFY(nas.login(m_relay->url()));
        ApprovalCode code;
        QCOMPARE(ask<ApprovalCode>(nas, BeginApproval{0, "NAS"}, &code), kGood);
        QCOMPARE(code.code.size(), std::size_t{9});
        const qint64 left = code.expiresUnixMillis - QDateTime::currentMSecsSinceEpoch();
        QVERIFY(left > 590'000 && left <= 600'000);
        QCOMPARE(ask(*m_main, ApproveDevice{0, code.code, {}, {}}), std::optional(ErrorCode::PasswordWrong));
        QCOMPARE(ask(*m_main, ApproveDevice{0, "BCDF-BCDF", kPassword, {}}), std::optional(ErrorCode::CodeWrong));
        QCOMPARE(ask(*m_main, ApproveDevice{0, code.code, kPassword, {}}), kGood);
        const auto pushed = nas.take<AccountState>();
        QVERIFY(pushed);
        QCOMPARE(pushed->account, m_account);
        QCOMPARE(devicesOf(*m_main)[1].name, std::string("NAS"));
        QCOMPARE(ask(*m_main, ApproveDevice{0, code.code, kPassword, {}}), std::optional(ErrorCode::CodeWrong));
        QVERIFY(!m_relay->log().contains(code.code.c_str()));
    }

    void guessingApprovalCodesIsLimited()
    {
        RelayClient thief;
        QVERIFY(thief.login(m_relay->url()));
        std::optional<ErrorCode> code;
        int tries = 0;
        while (tries < 20 && (code = ask(thief, ApproveDevice{0, "BCDF-BCDF", {}, {}})) == ErrorCode::CodeWrong)
            ++tries;
        QCOMPARE(code, std::optional(ErrorCode::TooManyTries));
        QVERIFY(tries <= 5);
    }

    /// 32 machines have the password and look at one authenticator: one of them comes in.
    void raceForOneCode()
    {
        const auto secret = switchTotpOn();
        QVERIFY(!secret.empty());
        constexpr int kRacers = 32;
        std::vector<std::unique_ptr<RelayClient>> racers;
        for (int i = 0; i < kRacers; ++i) {
            racers.push_back(std::make_unique<RelayClient>());
            QVERIFY(racers.back()->login(m_relay->url()));
        }
        const std::string code = hotpCode(secret, stepNow() + 1);
        for (auto& racer : racers) {
            SignIn request = signIn(kPassword, code);
            request.id = 77;
            racer->send(request);
        }
        int won = 0;
        int ended = 0;
        QVERIFY(QTest::qWaitFor(
            [&] {
                for (auto& racer : racers) {
                    won += racer->takeNow<RequestDone>() ? 1 : 0;
                    ended += racer->takeNow<RequestFailed>() ? 1 : 0;
                }
                return won + ended == kRacers;
            },
            60'000));
        QCOMPARE(won, 1);
        QCOMPARE(stateOf(*m_main).devices, 2);
    }

    void raceForOneRecoveryCode()
    {
        RecoveryCode code;
        QCOMPARE(ask<RecoveryCode>(*m_main, MakeRecoveryCode{0, kPassword, {}}, &code), kGood);
        std::vector<std::unique_ptr<RelayClient>> racers;
        for (int i = 0; i < 32; ++i) {
            racers.push_back(std::make_unique<RelayClient>());
            QVERIFY(racers.back()->login(m_relay->url()));
        }
        for (auto& racer : racers)
            racer->send(UseRecoveryCode{77, code.code, {}});
        int won = 0;
        int ended = 0;
        QVERIFY(QTest::qWaitFor(
            [&] {
                for (auto& racer : racers) {
                    won += racer->takeNow<RequestDone>() ? 1 : 0;
                    ended += racer->takeNow<RequestFailed>() ? 1 : 0;
                }
                return won + ended == 32;
            },
            30'000));
        QCOMPARE(won, 1);
        RelayClient lost(m_main->key());
        QVERIFY(!lost.login(m_relay->url())); // only the one that won is in
    }

    void theLogHoldsNothingOfBadRequests()
    {
        RelayClient client;
        QVERIFY(client.login(m_relay->url()));
        client.send(SignIn{1, kEmail, std::string(2000, 'c') + "canary", {}, {}}); // beyond the bound: closed
        QVERIFY(client.waitClosed());
    }
};

QTEST_GUILESS_MAIN(TestGatewayAccounts)
#include "TestGatewayAccounts.moc"
