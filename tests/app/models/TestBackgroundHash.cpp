// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/models/BackgroundHash.h"

#include <QSemaphore>
#include <QSignalSpy>
#include <QTest>

using namespace weft;

namespace {

Hash256 hashedHere(const QByteArray& bytes)
{
    return sha256({reinterpret_cast<const std::uint8_t*>(bytes.constData()), static_cast<std::size_t>(bytes.size())});
}

std::optional<Hash256> finished(BackgroundHash& hash)
{
    std::optional<Hash256> result;
    auto keep = [](QCoro::Task<Hash256> task, std::optional<Hash256>* out) -> QCoro::Task<void> { *out = co_await task; };
    keep(BackgroundHash::finish(&hash), &result);
    (void)QTest::qWaitFor([&] { return result.has_value(); });
    return result;
}

} // namespace

class TestBackgroundHash : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void blocksAreHashedInOrder()
    {
        BackgroundHash hash;
        QByteArray all;
        for (int i = 0; i < 200; ++i) {
            const QByteArray block(i * 7, char(i));
            hash.add(block);
            all += block;
        }
        QCOMPARE(finished(hash), std::optional(hashedHere(all)));
    }

    /// While the thread is stuck, whoever adds goes on, and is told when it is enough.
    void nobodyWaitsForTheThread()
    {
        BackgroundHash hash;
        QSignalSpy room(&hash, &BackgroundHash::roomAgain);
        QSemaphore stuck;
        hash.pool()->start([&stuck] { stuck.acquire(); });
        const QByteArray block(1 << 20, 'x');
        QByteArray all;
        while (!hash.isFull()) {
            hash.add(block);
            all += block;
        }
        QCOMPARE(qint64(all.size()), BackgroundHash::kMostUnhashed + block.size());
        QTest::qWait(20);
        QCOMPARE(room.size(), 0);
        stuck.release();
        QTRY_COMPARE(room.size(), 1);
        QVERIFY(!hash.isFull());
        QCOMPARE(finished(hash), std::optional(hashedHere(all)));
    }

    void aRestartForgets()
    {
        BackgroundHash hash;
        hash.add("wrong");
        auto begun = std::make_shared<Sha256>();
        begun->update({reinterpret_cast<const std::uint8_t*>("ab"), 2});
        hash.restart(begun);
        hash.add("c");
        QCOMPARE(finished(hash), std::optional(hashedHere("abc")));
    }

    void whoLeavesDropsWhatWaits()
    {
        QElapsedTimer clock;
        clock.start();
        {
            BackgroundHash hash;
            hash.pool()->start([] { QThread::msleep(20); });
            for (int i = 0; i < 10'000; ++i)
                hash.add(QByteArray(1 << 10, 'x'));
        }
        QVERIFY(clock.elapsed() < 5'000);
    }
};

QTEST_GUILESS_MAIN(TestBackgroundHash)
#include "TestBackgroundHash.moc"
