// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/relay-server/gateway/RelayClient.h"
#include "tests/relay-server/gateway/RelayProcess.h"
#include "tests/relay-server/storage/PostgresCluster.h"

using namespace weft;
using namespace weft::relay::test;

/// A real weft-relay on a real PostgreSQL.
class TestGatewayPostgres : public QObject {
    Q_OBJECT

    const QStringList m_flags{QStringLiteral("--trial-credits"), QStringLiteral("10")};
    static QStringList words(const char* text) { return QString::fromUtf8(text).split(QLatin1Char(' ')); }

private Q_SLOTS:
    void initTestCase()
    {
        if (!PostgresCluster::get().problem().isEmpty())
            QSKIP(qPrintable(PostgresCluster::get().problem()));
    }

    void aRelayKeepsItsBooksThere()
    {
        RelayProcess relay;
        relay.useDatabase(PostgresCluster::get().newDatabase());
        QVERIFY(relay.start(m_flags));
        RelayClient client;
        QCOMPARE(client.login(relay.url())->available, credits(10));
        QByteArray output;
        const QString machine = QString::fromStdString(client.machine().hex());
        QCOMPARE(relay.command(words("admin grant") + QStringList{machine, QStringLiteral("5")}, &output), 0);
        QCOMPARE(output, QByteArray("available 15\n")); // while the relay runs
        QCOMPARE(relay.command(words("ledger check"), &output), 0);
        relay.kill();
        QVERIFY(relay.start(m_flags));
        RelayClient again(client.key());
        QCOMPARE(again.login(relay.url())->available, credits(15));
        QCOMPARE(relay.terminate(), 0);
    }

    void aSecondRelayIsRefused()
    {
        RelayProcess relay;
        const QString url = PostgresCluster::get().newDatabase() + QStringLiteral("&options=-clock_timeout%3D300ms");
        relay.useDatabase(url);
        QVERIFY(relay.start(m_flags));
        RelayProcess second;
        second.useDatabase(url);
        QVERIFY(!second.start(m_flags));
        QVERIFY2(second.log().contains("another weft-relay works on this database"), second.log().constData());
        QCOMPARE(relay.terminate(), 0);
        QVERIFY(second.start(m_flags));
    }

    void aLostServerIsFoundAgain()
    {
        RelayProcess relay;
        relay.useDatabase(PostgresCluster::get().newDatabase());
        QVERIFY(relay.start(m_flags));
        RelayClient client;
        QVERIFY(client.login(relay.url()));
        PostgresCluster::get().crash();
        client.send(AskBalance{3});
        QCOMPARE(client.take<RequestFailed>()->error.code, int(ErrorCode::StorageFailed));
        QVERIFY(PostgresCluster::get().start());
        client.send(AskBalance{4});
        QCOMPARE(client.take<Balance>()->available, credits(10));
        QCOMPARE(relay.terminate(), 0);
    }
};

QTEST_GUILESS_MAIN(TestGatewayPostgres)
#include "TestGatewayPostgres.moc"
