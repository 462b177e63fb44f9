// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/relay-server/gateway/RelayClient.h"
#include "tests/relay-server/gateway/RelayProcess.h"

#include "core/values/Sha256.h"

#include <QFileInfo>

using namespace weft;
using namespace weft::relay::test;

class TestGatewayRestart : public QObject {
    Q_OBJECT

    const QStringList m_flags {QStringLiteral("--trial-credits"), QStringLiteral("10"), QStringLiteral("--trial-budget"),
        QStringLiteral("100"), QStringLiteral("--restart-grace"), QStringLiteral("2"), QStringLiteral("--gone-grace"),
        QStringLiteral("1")};
    const DeviceKey m_jobKey = DeviceKey::generate(systemRandom());

    JobId holdCredits(RelayClient& buyer, const RelayClient& provider, Money amount)
    {
        const auto job = randomId<JobId>(systemRandom());
        buyer.send(RequestHold {1, job, provider.machine(), m_jobKey.keyHash(), m_jobKey.publicKey(), amount, 600});
        return buyer.take<HoldGranted>() ? job : JobId {};
    }
    static void check(const RelayProcess& relay)
    {
        QByteArray output;
        const int status = relay.command({QStringLiteral("ledger"), QStringLiteral("check")}, &output);
        QVERIFY2(status == 0, output.constData());
    }

private Q_SLOTS:
    void holdsSurviveKillMinusNine()
    {
        RelayProcess relay;
        QVERIFY(relay.start(m_flags));
        const PublicKey key = relay.key();
        RelayClient buyer;
        RelayClient provider;
        QVERIFY(buyer.login(relay.url()));
        QVERIFY(provider.login(relay.url()));
        const JobId kept = holdCredits(buyer, provider, credits(4));
        QVERIFY(!kept.isNull());
        relay.kill();
        check(relay);
        QVERIFY(relay.start(m_flags));
        QCOMPARE(relay.key(), key);
        for (const QString& path : {relay.file(QStringLiteral("relay.key")), relay.database()}) {
            const QFileInfo file(path);
            QVERIFY(file.exists() && !(file.permissions() & (QFile::ReadGroup | QFile::ReadOther)));
        }

        RelayClient buyerAgain(buyer.key());
        RelayClient providerAgain(provider.key());
        QVERIFY(providerAgain.login(relay.url())); // within its grace
        const auto welcome = buyerAgain.login(relay.url());
        QVERIFY(welcome);
        QCOMPARE(welcome->held, credits(4));
        QTest::qWait(3000);
        const auto sealing = randomId<SecretKey256>(systemRandom());
        Receipt receipt;
        receipt.job = kept;
        receipt.increment = 1;
        receipt.cumulative = credits(4);
        receipt.final = true;
        receipt.keyCommitment = sha256(sealing.view());
        providerAgain.send(Settle {2, signReceipt(receipt, m_jobKey), sealing});
        QCOMPARE(buyerAgain.take<Settled>()->key, sealing);
        QCOMPARE(relay.terminate(), 0);
        check(relay);
    }

    /// The relay forgets by its restart which tickets were used: none from before opens a session.
    void aTicketDiesWithTheRelay()
    {
        RelayProcess relay;
        QVERIFY(relay.start(m_flags));
        RelayClient buyer;
        RelayClient provider;
        QVERIFY(buyer.login(relay.url()));
        QVERIFY(provider.login(relay.url()));
        const RequestHold hold {1, randomId<JobId>(systemRandom()), provider.machine(), m_jobKey.keyHash(),
            m_jobKey.publicKey(), credits(4), 600};
        buyer.send(hold);
        const auto old = buyer.take<HoldGranted>();
        QVERIFY(old);
        buyer.send(OpenSession {2, randomId<SessionId>(systemRandom()), old->ticket});
        QVERIFY(buyer.take<SessionOpened>());
        relay.kill();
        QVERIFY(relay.start(m_flags));

        RelayClient buyerAgain(buyer.key());
        RelayClient providerAgain(provider.key());
        QVERIFY(providerAgain.login(relay.url()));
        QVERIFY(buyerAgain.login(relay.url()));
        buyerAgain.send(OpenSession {3, randomId<SessionId>(systemRandom()), old->ticket});
        QCOMPARE(buyerAgain.take<RequestFailed>()->error.code, int(ErrorCode::TicketInvalid));
        buyerAgain.send(hold);
        const auto fresh = buyerAgain.take<HoldGranted>();
        QVERIFY(fresh);
        buyerAgain.send(OpenSession {4, randomId<SessionId>(systemRandom()), fresh->ticket});
        QVERIFY(buyerAgain.take<SessionOpened>());
        QCOMPARE(relay.terminate(), 0);
    }

    void aHoldWhoseProviderStaysAwayIsReleased()
    {
        RelayProcess relay;
        QVERIFY(relay.start(m_flags));
        RelayClient buyer;
        RelayClient provider;
        QVERIFY(buyer.login(relay.url()));
        QVERIFY(provider.login(relay.url()));
        QVERIFY(!holdCredits(buyer, provider, credits(4)).isNull());
        provider.socket().abort();
        const auto released = buyer.take<Released>();
        QVERIFY(released);
        QCOMPARE(released->released, credits(4));
        RelayClient back(provider.key());
        QVERIFY(back.login(relay.url()));
        QVERIFY(!holdCredits(buyer, back, credits(6)).isNull());
        relay.kill();
        QVERIFY(relay.start(m_flags));
        RelayClient buyerAgain(buyer.key());
        QCOMPARE(buyerAgain.login(relay.url())->held, credits(6));
        QVERIFY(buyerAgain.take<Released>());
        QCOMPARE(relay.terminate(), 0);
        check(relay);
    }

    void settingsAreChecked_data()
    {
        QTest::addColumn<QStringList>("arguments");
        QTest::newRow("share") << QStringList {QStringLiteral("--share-permille"), QStringLiteral("1001")};
        QTest::newRow("credits") << QStringList {QStringLiteral("--trial-credits"), QStringLiteral("-1")};
        QTest::newRow("address") << QStringList {QStringLiteral("--listen"), QStringLiteral("nowhere")};
        QTest::newRow("flag") << QStringList {QStringLiteral("--no-such-flag")};
        QTest::newRow("tls") << QStringList {QStringLiteral("--tls-cert"), QStringLiteral("a.pem")};
        QTest::newRow("file") << QStringList {QStringLiteral("--config"), QStringLiteral("/nonexistent.ini")};
    }
    void settingsAreChecked()
    {
        QFETCH(QStringList, arguments);
        QTemporaryDir dir;
        QProcess process;
        process.setWorkingDirectory(dir.path());
        process.start(RelayProcess::program(), arguments);
        QVERIFY(process.waitForFinished());
        QCOMPARE(process.exitCode(), 2);
        QVERIFY(process.readAllStandardError().contains("SettingInvalid")
            || arguments[0] == QStringLiteral("--config"));
    }

    void aConfigurationFileSetsWhatFlagsDont()
    {
        RelayProcess relay;
        QFile file(relay.file(QStringLiteral("relay.ini")));
        QVERIFY(file.open(QFile::WriteOnly));
        file.write("trial-credits = 3\nshare-permille = 50\n");
        file.close();
        QVERIFY(relay.start({QStringLiteral("--config"), file.fileName(), QStringLiteral("--trial-credits"),
            QStringLiteral("5")}));
        RelayClient client;
        QCOMPARE(client.login(relay.url())->available, credits(5));
    }
};

QTEST_GUILESS_MAIN(TestGatewayRestart)
#include "TestGatewayRestart.moc"
