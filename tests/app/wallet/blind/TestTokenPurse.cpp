// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/wallet/blind/TokenPurse.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace weft;
using protocol::relay::kBlindNumberBytes;

namespace {

SharedBytes number(std::uint8_t byte)
{
    return SharedBytes::take(std::vector<std::uint8_t>(kBlindNumberBytes, byte));
}

BlindToken token(std::uint8_t n, int power)
{
    BlindToken made {700, power, {}, {}, number(n)};
    made.message.bytes.fill(n);
    return made;
}

PurseRequest requestOf(std::uint8_t n, std::vector<BlindToken> spent)
{
    PurseRequest request;
    request.kind = PurseRequest::Kind::Payment;
    request.id.bytes.fill(n);
    request.secret.bytes.fill(n);
    request.spent = std::move(spent);
    return request;
}

} // namespace

class TestTokenPurse : public QObject {
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> m_folder;
    const DeviceKey m_device = DeviceKey::generate(systemRandom());

    QString path() const { return m_folder->filePath(QStringLiteral("home/blind.purse")); }
    Result<TokenPurse> open() const { return TokenPurse::open(path(), m_device, systemRandom()); }

private Q_SLOTS:
    void init() { m_folder = std::make_unique<QTemporaryDir>(); }

    void whatWasWrittenIsThereAgain()
    {
        {
            auto purse = open();
            QVERIFY(purse);
            PurseRequest withdrawal = requestOf(1, {});
            withdrawal.kind = PurseRequest::Kind::Withdrawal;
            withdrawal.prepared = {{3, {}, {}, number(8), number(9)}};
            QVERIFY(purse->begin(withdrawal));
            QVERIFY(purse->finish(withdrawal.id, {token(1, 3), token(2, 4)}));
            QVERIFY(purse->begin(requestOf(2, {token(1, 3)})));
        }
        const auto purse = open();
        QVERIFY(purse);
        QCOMPARE(purse->tokens().size(), std::size_t {1});
        QCOMPARE(purse->worth().micro, protocol::relay::blindWorth(4).micro);
        QCOMPARE(purse->underWay().micro, protocol::relay::blindWorth(3).micro);
        QCOMPARE(purse->requests().front().secret, requestOf(2, {}).secret);
    }

    void anUndoneRequestGivesItsTokensBack()
    {
        auto purse = open();
        QVERIFY(purse->finish({}, {token(1, 3), token(2, 4)}));
        PurseRequest request = requestOf(2, {token(1, 3)});
        QVERIFY(purse->begin(request));
        request.epoch = 701;
        QVERIFY(purse->update(request));
        QCOMPARE(purse->requests().front().epoch, std::int64_t {701});
        QVERIFY(purse->undo(request.id));
        QVERIFY(purse->requests().empty());
        QCOMPARE(purse->tokens().size(), std::size_t {2});
        QVERIFY(purse->undo(request.id)); // nothing happens
        QCOMPARE(purse->tokens().size(), std::size_t {2});
    }

    void nobodyElseReadsIt()
    {
        (void)open()->finish({}, {token(0x5A, 3)});
        QFile file(path());
        QVERIFY(file.open(QIODevice::ReadOnly));
        QCOMPARE(int(file.permissions() & (QFile::ReadGroup | QFile::ReadOther | QFile::WriteGroup | QFile::WriteOther)), 0);
        QVERIFY(!file.readAll().contains(QByteArray(32, 0x5A)));
        const auto other = TokenPurse::open(path(), DeviceKey::generate(systemRandom()), systemRandom());
        QCOMPARE(other.error().code, ErrorCode::DecryptionFailed);
        QVERIFY(open());
    }

    void aDamagedFileIsLeftAlone()
    {
        (void)open()->finish({}, {token(1, 3)});
        QFile file(path());
        QVERIFY(file.open(QIODevice::ReadWrite));
        QVERIFY(file.seek(60) && file.putChar('x'));
        file.close();
        QVERIFY(!open());
        QVERIFY(file.exists());
    }

    void twoProgramsDontShareIt()
    {
        const auto first = open();
        QVERIFY(first);
        QCOMPARE(open().error().code, ErrorCode::FileUnreadable);
    }

    void aFailedWriteChangesNothing()
    {
        auto purse = open();
        QVERIFY(purse->finish({}, {token(1, 3)}));
        QVERIFY(QFile::remove(path()));
        QVERIFY(QDir().mkpath(path())); // a folder in its place
        QCOMPARE(purse->begin(requestOf(2, {token(1, 3)})).error().code, ErrorCode::FileUnwritable);
        QCOMPARE(purse->tokens().size(), std::size_t {1});
        QVERIFY(purse->requests().empty());
    }

    void otherKeysThanBeforeAreNoticed()
    {
        auto purse = open();
        BlindKeys keys {0, 700, 700, {{0, number(1)}}, {}};
        QVERIFY(purse->pinKeys(keys));
        QVERIFY(purse->pinKeys(keys));
        QVERIFY(purse->keys(700) && !purse->keys(701));
        keys.keys[0].modulus = number(3);
        QCOMPARE(purse->pinKeys(keys).error().code, ErrorCode::KeyMismatch);
    }

    void eachRelayHasItsOwn()
    {
        PublicKey other;
        other.bytes.fill(1);
        QVERIFY(TokenPurse::pathFor(QStringLiteral("/h"), {}) != TokenPurse::pathFor(QStringLiteral("/h"), other));
    }
};

QTEST_GUILESS_MAIN(TestTokenPurse)
#include "TestTokenPurse.moc"
