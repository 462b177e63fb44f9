// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/security/DeviceToken.h"
#include "core/security/Ticket.h"

#include <QTest>

using namespace weft;
using namespace std::chrono_literals;

namespace {

DeviceKey key(std::uint8_t n)
{
    SecretKey256 seed;
    seed.bytes.fill(n);
    return DeviceKey::fromSeed(seed);
}

const UnixMillis kNow {std::chrono::milliseconds(1'800'000'000'123)};

struct Scene {
    DeviceKey relay = key(1);
    DeviceKey provider = key(2);
    DeviceKey buyer = key(3);
    UsedTickets used;
    Ticket ticket {provider.keyHash(), JobId {{7}}, credits(5), kNow + 300s, TicketId {{9}}, buyer.keyHash(),
        kNow + 600s, {}};

    std::string minted() const { return *mintTicket(ticket, relay, kNow); }
    Result<Ticket> admit(const std::string& token, UnixMillis now = kNow)
    {
        return admitTicket(token, relay.publicKey(), provider.keyHash(), buyer.keyHash(), now, used);
    }
};

QString reason(const Error& error)
{
    const auto it = error.args.find("reason");
    return error.code == ErrorCode::TicketInvalid && it != error.args.end() ? QString::fromStdString(it->second) : QString();
}

} // namespace

class TestTicket : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aGoodTicketIsAdmittedOnce()
    {
        Scene s;
        const std::string token = s.minted();
        const auto ticket = s.admit(token);
        QVERIFY(ticket);
        QVERIFY(ticket->job == s.ticket.job && ticket->cap == s.ticket.cap && ticket->expires == s.ticket.expires);
        QVERIFY(ticket->id == s.ticket.id && ticket->jobKey == s.ticket.jobKey && ticket->provider == s.ticket.provider);
        QVERIFY(ticket->holdDeadline == kNow + 600s && ticket->issued == kNow);
        const auto again = s.admit(token);
        QVERIFY(!again);
        QCOMPARE(reason(again.error()), QStringLiteral("used"));
    }

    void aStolenTicketIsUseless()
    {
        Scene s;
        const auto thief = admitTicket(
            s.minted(), s.relay.publicKey(), s.provider.keyHash(), key(8).keyHash(), kNow, s.used);
        QVERIFY(!thief);
        QCOMPARE(reason(thief.error()), QStringLiteral("peer"));
        QVERIFY(s.admit(s.minted())); // and the thief hasn't used it up
    }

    void aTicketForAnotherProviderIsRefused()
    {
        Scene s;
        const auto other = admitTicket(
            s.minted(), s.relay.publicKey(), key(8).keyHash(), s.buyer.keyHash(), kNow, s.used);
        QVERIFY(!other);
        QCOMPARE(reason(other.error()), QStringLiteral("provider"));
    }

    void anotherRelaysTicketIsRefused()
    {
        Scene s;
        const auto token = mintTicket(s.ticket, key(8), kNow);
        QCOMPARE(reason(s.admit(*token).error()), QStringLiteral("signature"));
    }

    void timeRunsOut_data()
    {
        QTest::addColumn<qint64>("millis");
        QTest::addColumn<QString>("rejected");
        QTest::newRow("at once") << qint64 {0} << QString();
        QTest::newRow("last moment") << qint64 {299'999} << QString();
        QTest::newRow("expired") << qint64 {300'000} << QStringLiteral("expired");
        QTest::newRow("long ago") << qint64 {86'400'000} << QStringLiteral("expired");
        QTest::newRow("our clock is a little behind") << qint64 {-30'000} << QString();
        QTest::newRow("valid for too long") << qint64 {-30'001} << QStringLiteral("lifetime");
    }

    void timeRunsOut()
    {
        QFETCH(qint64, millis);
        QFETCH(QString, rejected);
        Scene s;
        const auto ticket = s.admit(s.minted(), kNow + std::chrono::milliseconds(millis));
        QCOMPARE(ticket.hasValue(), rejected.isEmpty());
        if (!ticket)
            QCOMPARE(reason(ticket.error()), rejected);
    }

    void badTicketsAreNotMinted()
    {
        Scene s;
        s.ticket.expires = kNow + 301s;
        QVERIFY(!mintTicket(s.ticket, s.relay, kNow));
        s.ticket.expires = kNow;
        QVERIFY(!mintTicket(s.ticket, s.relay, kNow));
        s.ticket.expires = kNow + 1s;
        s.ticket.cap = microCredits(-1);
        QVERIFY(!mintTicket(s.ticket, s.relay, kNow));
        s.ticket.cap = credits(1);
        QVERIFY(mintTicket(s.ticket, s.relay, kNow));
        s.ticket.holdDeadline = kNow; // it would be of use after the hold's end
        QVERIFY(!mintTicket(s.ticket, s.relay, kNow));
    }

    void aChangedByteIsRefused()
    {
        Scene s;
        const std::string token = s.minted();
        for (std::size_t i = 0; i < token.size(); ++i) {
            std::string changed = token;
            changed[i] = changed[i] == 'A' ? 'B' : 'A';
            QVERIFY(!s.admit(changed));
        }
        QVERIFY(!s.admit(token + "."));
        QVERIFY(!s.admit(token + ".Zm9v"));
        QVERIFY(!s.admit(token.substr(0, token.size() - 1)));
        QVERIFY(!s.admit(""));
        QVERIFY(!s.admit("v4.public."));
        QVERIFY(!s.admit(std::string(5000, 'A')));
    }

    void claimsThatARelaySignedWronglyAreRefused_data()
    {
        QTest::addColumn<QByteArray>("claims");
        QTest::newRow("no object") << QByteArray("[]");
        QTest::newRow("empty") << QByteArray("{}");
        QTest::newRow("not JSON") << QByteArray("{");
        QTest::newRow("cap is a float") << QByteArray(R"({"cap":1.5})");
        QTest::newRow("cap is huge") << QByteArray(R"({"cap":18446744073709551615})");
    }

    void claimsThatARelaySignedWronglyAreRefused()
    {
        QFETCH(QByteArray, claims);
        Scene s;
        const auto ticket = s.admit(pasetoSign(claims.toStdString(), s.relay, {}, "weft ticket 1"));
        QVERIFY(!ticket);
        QCOMPARE(reason(ticket.error()), QStringLiteral("format"));
    }

    void usedTicketsAreForgottenWhenTheyExpire()
    {
        UsedTickets used;
        for (std::uint8_t i = 0; i < 100; ++i)
            QVERIFY(used.use(TicketId {{i}}, kNow + std::chrono::seconds(i + 1), kNow));
        QCOMPARE(used.size(), std::size_t {100});
        QVERIFY(used.use(TicketId {{200}}, kNow + 300s, kNow + 50s));
        QCOMPARE(used.size(), std::size_t {51});
        QVERIFY(!used.use(TicketId {{99}}, kNow + 300s, kNow + 50s));
    }

    void deviceTokensAreAnotherKind()
    {
        Scene s;
        const DeviceToken token {AccountId {{4}}, s.buyer.keyHash(), kNow + 24h};
        const std::string text = mintDeviceToken(token, s.relay);
        const auto read = readDeviceToken(text, s.relay.publicKey(), kNow);
        QVERIFY(read);
        QVERIFY(read->account == token.account && read->device == token.device && read->expires == token.expires);
        QCOMPARE(reason(readDeviceToken(text, s.relay.publicKey(), kNow + 24h).error()), QStringLiteral("expired"));
        QCOMPARE(reason(readDeviceToken(s.minted(), s.relay.publicKey(), kNow).error()), QStringLiteral("signature"));
        QCOMPARE(reason(s.admit(text).error()), QStringLiteral("signature"));
        QVERIFY(!readDeviceToken(text, key(8).publicKey(), kNow));
    }
};

QTEST_GUILESS_MAIN(TestTicket)
#include "TestTicket.moc"
