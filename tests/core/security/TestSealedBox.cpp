// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/security/SealedBox.h"
#include "core/values/Sha256.h"

#include <QTest>

using namespace weft;

namespace {

void counting(std::span<std::uint8_t> out)
{
    for (std::size_t i = 0; i < out.size(); ++i)
        out[i] = static_cast<std::uint8_t>(i);
}

const SecretKey256 kKey {{1, 2, 3}};
const ValueName kName {{4, 5, 6}};

std::vector<std::uint8_t> copyOf(const SharedBytes& bytes)
{
    return {bytes.view().begin(), bytes.view().end()};
}

} // namespace

class TestSealedBox : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void sizes_data()
    {
        QTest::addColumn<qint64>("size");
        QTest::newRow("empty") << qint64 {0};
        QTest::newRow("one") << qint64 {1};
        QTest::newRow("64 MB") << (qint64 {64} << 20);
    }

    void sizes()
    {
        QFETCH(qint64, size);
        const std::vector<std::uint8_t> plain(static_cast<std::size_t>(size), 'p');
        const SharedBytes sealed = sealValue(plain, kKey, kName, counting);
        QCOMPARE(sealed.size(), plain.size() + kSealOverheadBytes);
        const auto opened = openValue(sealed.view(), kKey, kName);
        QVERIFY(opened);
        QVERIFY(copyOf(*opened) == plain);
    }

    void everyFlipIsNoticed()
    {
        const std::vector<std::uint8_t> plain {'f', 'o', 'x'};
        const std::vector<std::uint8_t> sealed = copyOf(sealValue(plain, kKey, kName, counting));
        for (std::size_t bit = 0; bit < sealed.size() * 8; ++bit) {
            auto changed = sealed;
            changed[bit / 8] ^= static_cast<std::uint8_t>(1 << (bit % 8));
            const auto opened = openValue(changed, kKey, kName);
            QVERIFY(!opened);
            QCOMPARE(opened.error().code, ErrorCode::DecryptionFailed);
        }
        for (std::size_t size = 0; size < sealed.size(); ++size)
            QVERIFY(!openValue(ByteView(sealed).first(size), kKey, kName));
    }

    void keyAndNameMustFit()
    {
        const std::vector<std::uint8_t> plain {'f', 'o', 'x'};
        const SharedBytes sealed = sealValue(plain, kKey, kName, counting);
        QVERIFY(!openValue(sealed.view(), SecretKey256 {{9}}, kName));
        QVERIFY(!openValue(sealed.view(), kKey, ValueName {{9}}));
    }

    void theSystemsNoncesDiffer()
    {
        const auto random = systemRandom();
        QVERIFY(copyOf(sealValue({}, kKey, kName, random)) != copyOf(sealValue({}, kKey, kName, random)));
    }

    void commitmentsAreHashes()
    {
        QVERIFY(keyCommitment(kKey) == sha256(kKey.view()));
        QVERIFY(keyCommitment(kKey) != keyCommitment(SecretKey256 {{9}}));
    }

    /// RFC 4231 has no 32-byte key; this pair was computed with Python's hmac module.
    void namesAreHmacs()
    {
        const ValueName name = valueName(SecretKey256 {{1}}, Hash256 {{2}});
        QCOMPARE(name.hex(), std::string("95dd2ac4895466569eeb0f8a4e7e0f62657d363a68f022518dd9e011cbdd331d"));
        QVERIFY(valueName(SecretKey256 {{3}}, Hash256 {{2}}) != name);
    }
};

QTEST_GUILESS_MAIN(TestSealedBox)
#include "TestSealedBox.moc"
