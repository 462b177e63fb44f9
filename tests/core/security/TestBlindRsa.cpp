// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/Json.h"
#include "core/security/BlindRsa.h"
#include "tests/core/security/RsaKeyFromParts.h"

#include <QFile>
#include <QTest>

using namespace weft;

namespace {

using Bytes = std::vector<std::uint8_t>;

Bytes hexBytes(const std::string& text)
{
    Bytes bytes(text.size() / 2);
    (void)fromHex(text, bytes);
    return bytes;
}

/// Gives the bytes that it was made of, in order; then none: the test fails.
RandomSource scripted(Bytes bytes)
{
    auto left = std::make_shared<Bytes>(std::move(bytes));
    return [left](std::span<std::uint8_t> out) {
        QVERIFY(left->size() >= out.size());
        std::copy_n(left->begin(), out.size(), out.begin());
        left->erase(left->begin(), left->begin() + static_cast<std::ptrdiff_t>(out.size()));
    };
}

bool same(ByteView a, ByteView b) { return std::ranges::equal(a, b); }
ByteView textView(std::string_view text) { return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()}; }

Bytes changed(ByteView bytes, std::size_t at)
{
    Bytes copy(bytes.begin(), bytes.end());
    copy.at(at) ^= 1;
    return copy;
}

} // namespace

class TestBlindRsa : public QObject {
    Q_OBJECT

    std::optional<BlindSecretKey> m_key;
    SharedBytes m_prepared;
    std::optional<BlindedMessage> m_blinded;
    SharedBytes m_answer;

private Q_SLOTS:
    void initTestCase()
    {
        auto key = BlindSecretKey::generate();
        QVERIFY(key);
        m_key = std::move(*key);
        m_prepared = prepareBlindMessage(textView("a token"), systemRandom());
        auto blinded = m_key->publicKey().blind(m_prepared.view(), systemRandom());
        QVERIFY(blinded);
        m_blinded = std::move(*blinded);
        auto answer = m_key->sign(m_blinded->message.view());
        QVERIFY(answer);
        m_answer = *answer;
    }

    void officialVector()
    {
        QFile file(QStringLiteral(WEFT_TEST_DATA "/vectors/rfc9474-rsabssa.json"));
        QVERIFY(file.open(QIODevice::ReadOnly));
        const Json vectors = memberAt(*parseJson(file.readAll().toStdString()), "vectors");
        QCOMPARE(vectors.size(), std::size_t {1});
        const auto part = [&](const char* name) { return hexBytes(stringAt(vectors[0], name)); };
        const auto secret = BlindSecretKey::fromDer(test::rsaKeyFromParts(part("n"), part("d"), part("p"), part("q")));
        QVERIFY2(secret, secret ? "" : secret.error().args.at("reason").c_str());
        const BlindPublicKey& key = secret->publicKey();
        QVERIFY(same(key.modulus().view(), part("n")));
        QCOMPARE(key.sizeBytes(), std::size_t {512});

        Bytes randomness = part("salt");
        const Bytes blind = test::inverseOf(part("inv"), part("n"));
        randomness.insert(randomness.end(), blind.begin(), blind.end());
        const auto blinded = key.blind(part("msg"), scripted(randomness));
        QVERIFY(blinded);
        QVERIFY(same(blinded->message.view(), part("blinded_msg")));
        QVERIFY(same(blinded->inverse.view(), part("inv")));
        const auto answer = secret->sign(blinded->message.view());
        QVERIFY(answer);
        QVERIFY(same(answer->view(), part("blind_sig")));
        const auto signature = key.finalize(part("msg"), answer->view(), blinded->inverse.view());
        QVERIFY(signature);
        QVERIFY(same(signature->view(), part("sig")));
        QVERIFY(key.verify(part("msg"), part("sig")));
    }

    void preparedIsRandomizerThenMessage()
    {
        QCOMPARE(m_prepared.size(), kBlindRandomizerBytes + 7);
        QVERIFY(same(m_prepared.view().subspan(kBlindRandomizerBytes), textView("a token")));
        QVERIFY(!same(m_prepared.view(), prepareBlindMessage(textView("a token"), systemRandom()).view()));
    }

    void aBlindOutOfRangeIsDrawnAgain()
    {
        Bytes randomness(48, 7); // salt
        randomness.insert(randomness.end(), 256, 0xFF); // above any modulus
        randomness.insert(randomness.end(), 256, 0x00); // zero
        randomness.insert(randomness.end(), 256, 0x01);
        const auto blinded = m_key->publicKey().blind(m_prepared.view(), scripted(randomness));
        QVERIFY(blinded);
        const auto answer = m_key->sign(blinded->message.view());
        QVERIFY(m_key->publicKey().finalize(m_prepared.view(), answer->view(), blinded->inverse.view()));
        const auto never = [](std::span<std::uint8_t> out) { std::ranges::fill(out, 0xFF); };
        QCOMPARE(m_key->publicKey().blind(m_prepared.view(), never).error().code, ErrorCode::ValueInvalid);
    }

    /// The signer sees only the blinded message: it says nothing of the token, and each blinding is another one.
    void blindingsDiffer()
    {
        const auto other = m_key->publicKey().blind(m_prepared.view(), systemRandom());
        QVERIFY(!same(other->message.view(), m_blinded->message.view()));
        QVERIFY(same(m_key->sign(m_blinded->message.view())->view(), m_answer.view()));
    }

    void tamperedSignaturesAreRefused_data()
    {
        QTest::addColumn<int>("part");
        QTest::newRow("prepared message") << 0;
        QTest::newRow("blind signature") << 1;
        QTest::newRow("inverse") << 2;
    }
    void tamperedSignaturesAreRefused()
    {
        QFETCH(int, part);
        const BlindPublicKey& key = m_key->publicKey();
        const auto finalized = key.finalize(part == 0 ? ByteView(changed(m_prepared.view(), 3)) : m_prepared.view(),
            part == 1 ? ByteView(changed(m_answer.view(), 200)) : m_answer.view(),
            part == 2 ? ByteView(changed(m_blinded->inverse.view(), 200)) : m_blinded->inverse.view());
        QVERIFY(!finalized);
        QCOMPARE(finalized.error().code, ErrorCode::TokenInvalid);
    }

    void wrongSizesAreRefused()
    {
        const BlindPublicKey& key = m_key->publicKey();
        const ByteView inverse = m_blinded->inverse.view();
        QCOMPARE(key.finalize(m_prepared.view(), m_answer.view().first(255), inverse).error().args.at("reason"), "length");
        QCOMPARE(key.finalize(m_prepared.view(), m_answer.view(), inverse.first(1)).error().code, ErrorCode::TokenInvalid);
        QCOMPARE(key.finalize(m_prepared.view(), Bytes(256, 0xFF), inverse).error().args.at("reason"), "range");
        QCOMPARE(key.verify(m_prepared.view(), {}).error().code, ErrorCode::TokenInvalid);
        QCOMPARE(key.verify(m_prepared.view(), Bytes(256, 0xFF)).error().code, ErrorCode::TokenInvalid);
        QCOMPARE(m_key->sign(Bytes(256, 0xFF)).error().code, ErrorCode::ValueInvalid);
        QCOMPARE(m_key->sign(Bytes(255, 1)).error().code, ErrorCode::ValueInvalid);
        QCOMPARE(m_key->sign(key.modulus().view()).error().code, ErrorCode::ValueInvalid);
    }

    void modulusIsChecked_data()
    {
        QTest::addColumn<int>("bytes");
        QTest::addColumn<int>("first");
        QTest::addColumn<int>("last");
        QTest::newRow("empty") << 0 << 0 << 0;
        QTest::newRow("1024 bits") << 128 << 0x80 << 1;
        QTest::newRow("odd size") << 257 << 0x80 << 1;
        QTest::newRow("8192 bits") << 1024 << 0x80 << 1;
        QTest::newRow("leading zero bit") << 256 << 0x7F << 1;
        QTest::newRow("even") << 256 << 0x80 << 2;
    }
    void modulusIsChecked()
    {
        QFETCH(int, bytes);
        QFETCH(int, first);
        QFETCH(int, last);
        Bytes modulus(static_cast<std::size_t>(bytes), 0x55);
        if (bytes > 0) {
            modulus.front() = static_cast<std::uint8_t>(first);
            modulus.back() = static_cast<std::uint8_t>(last);
        }
        QCOMPARE(BlindPublicKey::fromModulus(modulus).error().code, ErrorCode::KeyUnreadable);
    }

    void keysAreKept()
    {
        const auto der = m_key->toDer();
        QVERIFY(der);
        const auto again = BlindSecretKey::fromDer(*der);
        QVERIFY(again);
        QVERIFY(same(again->sign(m_blinded->message.view())->view(), m_answer.view()));
        QCOMPARE(BlindSecretKey::fromDer(ByteView(*der).first(100)).error().code, ErrorCode::KeyUnreadable);
        QCOMPARE(BlindSecretKey::fromDer({}).error().code, ErrorCode::KeyUnreadable);
        Bytes bad = *der;
        bad.at(bad.size() / 2) ^= 0x10;
        QCOMPARE(BlindSecretKey::fromDer(bad).error().code, ErrorCode::KeyUnreadable);
        const auto published = BlindPublicKey::fromModulus(m_key->publicKey().modulus().view());
        QVERIFY(published);
        QVERIFY(published->finalize(m_prepared.view(), m_answer.view(), m_blinded->inverse.view()));
    }
};

QTEST_GUILESS_MAIN(TestBlindRsa)
#include "TestBlindRsa.moc"
