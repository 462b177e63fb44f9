// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/protocol/ValueTransfer.h"

#include <QTest>

using namespace weft;
using namespace weft::protocol;

namespace {

SharedBytes pattern(std::size_t size)
{
    std::vector<std::uint8_t> bytes(size);
    for (std::size_t i = 0; i < size; ++i)
        bytes[i] = static_cast<std::uint8_t>(i * 31 + i / 7);
    return SharedBytes::take(std::move(bytes));
}

ValueReceiver receiver(ValueCheck check = ValueCheck::ContentHash)
{
    return {1'000'000, 3'000'000, check};
}

Result<std::optional<ReceivedValue>> give(ValueReceiver& to, const QByteArray& frame)
{
    const auto message = decodeAny<ValueBegin, ValueChunk>(viewOf(frame));
    if (!message)
        return message.error();
    if (const auto* begin = std::get_if<ValueBegin>(&*message))
        return to.begin(*begin);
    return to.chunk(std::get<ValueChunk>(*message));
}

} // namespace

class TestValueTransfer : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void valuesArriveWhole_data()
    {
        QTest::addColumn<qint64>("size");
        QTest::addColumn<int>("frames");
        QTest::newRow("empty") << qint64 {0} << 1;
        QTest::newRow("one byte") << qint64 {1} << 2;
        QTest::newRow("one chunk") << static_cast<qint64>(kMaxChunkBytes) << 2;
        QTest::newRow("a byte more") << static_cast<qint64>(kMaxChunkBytes) + 1 << 3;
        QTest::newRow("the most") << qint64 {1'000'000} << 18;
    }

    void valuesArriveWhole()
    {
        QFETCH(qint64, size);
        QFETCH(int, frames);
        const SharedBytes bytes = pattern(static_cast<std::size_t>(size));
        ValueSender sender(sha256(bytes.view()), bytes);
        ValueReceiver to = receiver();
        std::optional<ReceivedValue> value;
        int count = 0;
        while (const auto frame = sender.nextFrame()) {
            QVERIFY(static_cast<std::size_t>(frame->size()) <= kMaxFrameBytes);
            QVERIFY(!value);
            auto got = give(to, *frame);
            QVERIFY(got);
            value = std::move(*got);
            ++count;
        }
        QCOMPARE(count, frames);
        QVERIFY(sender.isDone());
        QVERIFY(value);
        QVERIFY(std::ranges::equal(value->bytes.view(), bytes.view()));
        QVERIFY(!to.isReceiving());
    }

    void aWrongHashIsRefused()
    {
        ValueSender sender(Hash256 {{1}}, pattern(10));
        ValueReceiver to = receiver();
        QVERIFY(give(to, *sender.nextFrame()));
        const auto got = give(to, *sender.nextFrame());
        QVERIFY(!got);
        QCOMPARE(got.error().code, ErrorCode::ValueInvalid);
        QVERIFY(!to.isReceiving()); // the stream goes on
        QVERIFY(!to.begin({Hash256 {{1}}, 0})); // the empty value has a hash too
    }

    void namesBetweenPeersAreNoHashes()
    {
        ValueReceiver to = receiver(ValueCheck::None);
        QVERIFY(to.begin({Hash256 {{1}}, 2}));
        const auto got = to.chunk({pattern(2)});
        QVERIFY(got && *got);
    }

    void orderIsKept()
    {
        ValueReceiver to = receiver(ValueCheck::None);
        QCOMPARE(to.chunk({pattern(1)}).error().code, ErrorCode::ProtocolViolation);
        QVERIFY(to.begin({Hash256 {}, 10}));
        QCOMPARE(to.begin({Hash256 {}, 10}).error().code, ErrorCode::ProtocolViolation);
        QCOMPARE(to.chunk({pattern(11)}).error().code, ErrorCode::ProtocolViolation);
        QVERIFY(to.chunk({pattern(10)}));
        QCOMPARE(to.chunk({pattern(1)}).error().code, ErrorCode::ProtocolViolation);
    }

    void sizesAreBounded_data()
    {
        QTest::addColumn<qint64>("size");
        QTest::addColumn<bool>("good");
        QTest::newRow("largest") << qint64 {1'000'000} << true;
        QTest::newRow("above") << qint64 {1'000'001} << false;
        QTest::newRow("negative") << qint64 {-1} << false;
        QTest::newRow("absurd") << std::numeric_limits<qint64>::max() << false;
    }

    void sizesAreBounded()
    {
        QFETCH(qint64, size);
        QFETCH(bool, good);
        ValueReceiver to = receiver(ValueCheck::None);
        const auto begun = to.begin({Hash256 {}, size});
        QCOMPARE(begun.hasValue(), good);
        if (!good)
            QCOMPARE(begun.error().code, ErrorCode::LimitExceeded);
    }

    void theTotalIsBounded()
    {
        ValueReceiver to(100, 150, ValueCheck::None);
        QVERIFY(to.begin({Hash256 {}, 100}));
        QVERIFY(to.chunk({pattern(100)}));
        QVERIFY(!to.begin({Hash256 {}, 51}));
        to.forget(50);
        QVERIFY(to.begin({Hash256 {}, 51}));
    }

    void anAnnouncementCostsNothing()
    {
        ValueReceiver to(kMaxValueBytes, kMaxValueBytes, ValueCheck::None);
        QVERIFY(to.begin({Hash256 {}, static_cast<std::int64_t>(kMaxValueBytes)}));
        QVERIFY(to.chunk({pattern(10)}));
        QCOMPARE(to.receivedBytes(), std::uint64_t {10});
        QCOMPARE(to.announcedBytes(), kMaxValueBytes);
        QVERIFY(to.capacityBytes() <= 20);
    }
};

QTEST_GUILESS_MAIN(TestValueTransfer)
#include "TestValueTransfer.moc"
