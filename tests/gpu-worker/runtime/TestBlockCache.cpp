// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gpu-worker/runtime/BlockCache.h"

#include <QTest>

#include <cstring>

using namespace weft::worker;

namespace {

constexpr std::size_t kMiB = std::size_t {1} << 20;

} // namespace

class TestBlockCache : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void freedBlocksAreUsedAgain()
    {
        BlockCache cache;
        void* first = cache.take(10 * kMiB);
        if (!first)
            QSKIP("this system has no blocks");
        std::memset(first, 1, 10 * kMiB);
        QCOMPARE(cache.sizeOf(first), 10 * kMiB);
        QCOMPARE(cache.putBack(first), 10 * kMiB);
        QCOMPARE(cache.keptBytes(), 10 * kMiB);
        QCOMPARE(cache.take(9 * kMiB), first);
        QCOMPARE(cache.sizeOf(first), 10 * kMiB);
        QCOMPARE(cache.keptBytes(), std::size_t {0});
        cache.putBack(first);
    }

    void theBestFits_data()
    {
        QTest::addColumn<qint64>("wanted");
        QTest::addColumn<int>("block");
        QTest::newRow("the same size") << qint64(12 * kMiB) << 1;
        QTest::newRow("the smallest that is large enough") << qint64(11 * kMiB) << 1;
        QTest::newRow("the larger one") << qint64(13 * kMiB) << 0;
        QTest::newRow("too small for any") << qint64(4 * kMiB) << -1;
        QTest::newRow("too large") << qint64(17 * kMiB) << -1;
    }
    void theBestFits()
    {
        QFETCH(qint64, wanted);
        BlockCache cache;
        void* blocks[] = {cache.take(16 * kMiB), cache.take(12 * kMiB)};
        if (!blocks[0])
            QSKIP("this system has no blocks");
        for (void* block : blocks)
            cache.putBack(block);
        void* got = cache.take(std::size_t(wanted));
        QTEST(got == blocks[0] ? 0 : got == blocks[1] ? 1 : -1, "block");
        cache.putBack(got);
    }

    void noMoreIsKeptThanTheLimit()
    {
        BlockCache cache;
        cache.limitKept(5 * kMiB);
        void* blocks[] = {cache.take(2 * kMiB), cache.take(3 * kMiB), cache.take(2 * kMiB)};
        if (!blocks[0])
            QSKIP("this system has no blocks");
        for (void* block : blocks)
            cache.putBack(block);
        QCOMPARE(cache.keptBytes(), 5 * kMiB); // the oldest went
        cache.limitKept(2 * kMiB);
        QCOMPARE(cache.keptBytes(), 2 * kMiB);
        cache.clear();
        QCOMPARE(cache.keptBytes(), std::size_t {0});
    }

    void othersAreLeftAlone()
    {
        BlockCache cache;
        int number = 0;
        QCOMPARE(cache.putBack(&number), std::size_t {0});
        QCOMPARE(cache.sizeOf(&number), std::size_t {0});
        QVERIFY(!cache.take(~std::size_t {0}));
        QVERIFY(!cache.take(std::size_t {1} << 60));
    }
};

QTEST_GUILESS_MAIN(TestBlockCache)
#include "TestBlockCache.moc"
