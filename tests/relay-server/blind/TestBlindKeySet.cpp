// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "relay-server/blind/BlindKeySet.h"

#include <QTest>

using namespace weft;
using namespace weft::relay;
using namespace weft::protocol::relay;

class TestBlindKeySet : public QObject {
    Q_OBJECT

    const DeviceKey m_relay = DeviceKey::generate(systemRandom());
    std::vector<SealedBlindKey> m_sealed;
    std::optional<BlindKeySet> m_set;

private Q_SLOTS:
    void initTestCase()
    {
        auto sealed = BlindKeySet::make(700, m_relay, systemRandom());
        QVERIFY(sealed);
        m_sealed = std::move(*sealed);
        auto set = BlindKeySet::open(700, m_sealed, m_relay);
        QVERIFY(set);
        m_set = std::move(*set);
    }

    void itSignsWhatItAccepts()
    {
        const auto prepared = prepareBlindMessage(randomId<Nonce32>(systemRandom()).view(), systemRandom());
        const auto key = BlindPublicKey::fromModulus(m_set->published().keys.at(3).modulus.view());
        const auto blinded = key->blind(prepared.view(), systemRandom());
        const auto signatures = m_set->sign({{3, blinded->message}});
        QVERIFY(signatures);
        const auto signature = key->finalize(prepared.view(), signatures->front().signature.view(), blinded->inverse.view());
        QVERIFY(signature);
        BlindToken token {700, 3, *Nonce32::fromBytes(prepared.view().first(32)),
            *Nonce32::fromBytes(prepared.view().subspan(32)), *signature};
        QVERIFY(m_set->check(token));
        token.power = 14; // worth more?
        QCOMPARE(m_set->check(token).error().code, ErrorCode::TokenInvalid);
        token.power = 3;
        token.message.bytes[0] ^= 1;
        QCOMPARE(m_set->check(token).error().code, ErrorCode::TokenInvalid);
        QCOMPARE(m_set->sign({{3, SharedBytes::take(std::vector<std::uint8_t>(256, 0xFF))}}).error().code, ErrorCode::ValueInvalid);
    }

    void publishedKeysAreSigned()
    {
        const BlindKeys published = m_set->published();
        QVERIFY(checkBlindKeys(published, m_relay.publicKey()));
        auto tagged = published; // a key for one user alone
        tagged.keys[4].modulus = tagged.keys[5].modulus;
        QCOMPARE(checkBlindKeys(tagged, m_relay.publicKey()).error().code, ErrorCode::SignatureInvalid);
        QVERIFY(blindKeysHash(tagged) != blindKeysHash(published));
        auto later = published;
        later.epoch = 701;
        QCOMPARE(checkBlindKeys(later, m_relay.publicKey()).error().code, ErrorCode::SignatureInvalid);
        auto fewer = published;
        fewer.keys.pop_back();
        QCOMPARE(checkBlindKeys(fewer, m_relay.publicKey()).error().code, ErrorCode::ProtocolViolation);
        auto twice = published;
        twice.keys[1].power = 0;
        QCOMPARE(checkBlindKeys(twice, m_relay.publicKey()).error().code, ErrorCode::ProtocolViolation);
    }

    void atRestOnlyTheRelaysKeyOpensThem()
    {
        for (const SealedBlindKey& key : m_sealed) {
            const auto der = key.sealed.view();
            QVERIFY(std::ranges::search(der, key.modulus.view()).empty()); // it would be in a key in clear
        }
        QCOMPARE(BlindKeySet::open(700, m_sealed, DeviceKey::generate(systemRandom())).error().code, ErrorCode::KeyUnreadable);
        QCOMPARE(BlindKeySet::open(701, m_sealed, m_relay).error().code, ErrorCode::KeyUnreadable);
        auto swapped = m_sealed;
        std::swap(swapped[0].sealed, swapped[1].sealed);
        QCOMPARE(BlindKeySet::open(700, swapped, m_relay).error().code, ErrorCode::KeyUnreadable);
        auto fewer = m_sealed;
        fewer.pop_back();
        QVERIFY(!BlindKeySet::open(700, fewer, m_relay));
    }

    void epochsFollowTheCalendar()
    {
        const auto day = [](int n) { return UnixMillis {std::chrono::days(n)}; };
        QCOMPARE(blindEpochAt(day(30 * 700)), std::int64_t {700});
        QCOMPARE(blindEpochAt(day(30 * 700 + 29)), std::int64_t {700});
        QVERIFY(isCurrentBlindEpoch(700, day(30 * 701)));
        QVERIFY(!isCurrentBlindEpoch(699, day(30 * 701)));
        QVERIFY(!isCurrentBlindEpoch(702, day(30 * 701)));
    }

    void amountsAreWholeUnits()
    {
        QCOMPARE(blindRoundedDown(microCredits(19'999)).micro, 10'000);
        QCOMPARE(blindRoundedUp(microCredits(10'001)).micro, 20'000);
        QCOMPARE(blindRoundedUp(microCredits(10'000)).micro, 10'000);
        QCOMPARE(blindRoundedUp(Money {}).micro, 0);
        QCOMPARE(blindWorth(14).micro, 163'840'000);
    }
};

QTEST_GUILESS_MAIN(TestBlindKeySet)
#include "TestBlindKeySet.moc"
