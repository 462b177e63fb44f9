// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/security/Signing.h"
#include "core/protocol/FragmentCodec.h"

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

const UnixMillis kNow {std::chrono::milliseconds(1'800'000'000'000)};

Offer offer()
{
    Offer o;
    o.machine = key(1).publicKey();
    o.name = "Attic";
    o.pricePerReferenceSecond = microCredits(40'000);
    o.issued = kNow;
    o.expires = kNow + 10min;
    return o;
}

Receipt receipt()
{
    return signReceipt({JobId {{1}}, 3, credits(7), false, {}}, key(2));
}

} // namespace

class TestSigning : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void offersAreOpenedByAnybody()
    {
        const auto made = signOffer(offer(), key(1));
        QVERIFY(made);
        const auto opened = openOffer(*made, kNow);
        QVERIFY(opened);
        QCOMPARE(opened->name, std::string("Attic"));
        QVERIFY(opened->machine == key(1).publicKey());
    }

    void offersAreSignedByTheirOwnMachine()
    {
        const auto made = signOffer(offer(), key(5));
        QVERIFY(!made);
        QCOMPARE(made.error().code, ErrorCode::KeyMismatch);
    }

    void aRelayCannotChangeAnOffer()
    {
        const auto made = signOffer(offer(), key(1));
        for (std::size_t i = 0; i < made->offer.size(); ++i) {
            std::vector<std::uint8_t> bytes(made->offer.view().begin(), made->offer.view().end());
            bytes[i] ^= 1;
            QVERIFY(!openOffer({SharedBytes::take(std::move(bytes)), made->signature}, kNow));
        }
        SignedOffer other = *made;
        other.signature.bytes[63] ^= 1;
        QCOMPARE(openOffer(other, kNow).error().code, ErrorCode::SignatureInvalid);
    }

    void offersHaveATime_data()
    {
        QTest::addColumn<qint64>("millis");
        QTest::addColumn<bool>("good");
        QTest::newRow("now") << qint64 {0} << true;
        QTest::newRow("last moment") << qint64 {599'999} << true;
        QTest::newRow("expired") << qint64 {600'000} << false;
        QTest::newRow("our clock is behind") << qint64 {-300'000} << true;
        QTest::newRow("from the future") << qint64 {-300'001} << false;
    }

    void offersHaveATime()
    {
        QFETCH(qint64, millis);
        QFETCH(bool, good);
        const auto made = signOffer(offer(), key(1));
        QCOMPARE(openOffer(*made, kNow + std::chrono::milliseconds(millis)).hasValue(), good);
    }

    void receiptsAreVerified()
    {
        QVERIFY(verifyReceipt(receipt(), key(2).publicKey()));
        QVERIFY(!verifyReceipt(receipt(), key(3).publicKey()));
    }

    void aChangedReceiptIsRefused()
    {
        const auto refused = [](auto change) {
            Receipt r = receipt();
            change(r);
            const Done done = verifyReceipt(r, key(2).publicKey());
            return !done && done.error().code == ErrorCode::SignatureInvalid;
        };
        QVERIFY(refused([](Receipt& r) { r.cumulative = credits(8); }));
        QVERIFY(refused([](Receipt& r) { r.increment = 4; }));
        QVERIFY(refused([](Receipt& r) { r.final = true; }));
        QVERIFY(refused([](Receipt& r) { r.job.bytes[15] = 1; }));
        QVERIFY(refused([](Receipt& r) { r.signature.bytes[0] ^= 1; }));
    }

    /// The bytes that are signed are a promise: other versions must make the same.
    void receiptBytesAreAsTheyWere()
    {
        const QByteArray bytes = receiptMessage({JobId {{1}}, 3, credits(7), true, {}});
        QCOMPARE(bytes.toHex(),
            QByteArray("0e7765667420726563656970742031"
                       "a501500100000000000000000000000000000002030"
                       "31a006acfc004f5"
                       "055820") // the key commitment: null here
                + QByteArray(64, '0'));
    }

    void loginsAreForOneRelayAndOneNonce()
    {
        const Nonce32 nonce {{1}};
        const PublicKey relay = key(4).publicKey();
        const Signature signature = signLogin(key(1), nonce, relay);
        QVERIFY(verifyLogin(key(1).publicKey(), nonce, relay, signature));
        QVERIFY(!verifyLogin(key(1).publicKey(), Nonce32 {{2}}, relay, signature));
        QVERIFY(!verifyLogin(key(1).publicKey(), nonce, key(5).publicKey(), signature));
        QVERIFY(!verifyLogin(key(2).publicKey(), nonce, relay, signature));
    }

    /// A signature for one purpose is none for another.
    void purposesAreSeparate()
    {
        const QByteArray payload = "same bytes";
        const auto a = taggedMessage("a", protocol::viewOf(payload));
        const auto b = taggedMessage("as", protocol::viewOf(payload.mid(1)));
        QVERIFY(a != b);
        QVERIFY(!verifySignature(key(1).publicKey(), protocol::viewOf(b), key(1).sign(protocol::viewOf(a))));
    }
};

QTEST_GUILESS_MAIN(TestSigning)
#include "TestSigning.moc"
