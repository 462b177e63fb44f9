// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gpu-worker/runtime/Device.h"
#include "gpu-worker/runtime/Executor.h"
#include "gpu-worker/runtime/MemoryBound.h"
#include "tests/golden/tiny/TinyNetworks.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <unistd.h>

using namespace weft;
using namespace weft::worker;
using namespace Qt::Literals;

namespace {

constexpr std::uint64_t kGiB = std::uint64_t {1} << 30;
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr bool kMemoryIsWatched = true; // and freed memory kept for a while
#else
constexpr bool kMemoryIsWatched = false;
#endif

/// What this process holds in main memory, mapped files aside.
std::int64_t residentBytes()
{
    QFile file(u"/proc/self/statm"_s);
    if (!file.open(QIODevice::ReadOnly))
        return 0;
    const QList<QByteArray> fields = file.readAll().split(' ');
    return (fields.value(1).toLongLong() - fields.value(2).toLongLong()) * sysconf(_SC_PAGESIZE);
}

/// A model folder with one SD1 checkpoint, its weights in float16: the network computes with copies.
void writeCheckpoint(const QTemporaryDir& folder)
{
    QVERIFY(QDir(folder.path()).mkpath(u"checkpoints"_s));
    golden::TinyFile file(5);
    golden::addUnet(file, {.channels = 192});
    golden::addClip(file, "cond_stage_model.transformer.text_model.", {768, 1, 128});
    golden::addTaesd(file, "first_stage_model.", 4);
    QVERIFY(file.write(folder.filePath(u"checkpoints/a.safetensors"_s).toStdString()));
}

Fragment sampling()
{
    return {{{"1", "CheckpointLoaderSimple", {{"ckpt_name", Json("a.safetensors")}}},
                {"2", "CLIPTextEncode", {{"clip", SlotRef {"1", 1}}, {"text", Json("a cup")}}},
                {"3", "EmptyLatentImage", {{"width", Json(64)}, {"height", Json(64)}, {"batch_size", Json(1)}}},
                {"4", "KSampler",
                    {{"model", SlotRef {"1", 0}}, {"seed", Json(1)}, {"steps", Json(1)}, {"cfg", Json(2.0)},
                        {"sampler_name", Json("euler")}, {"scheduler", Json("normal")}, {"positive", SlotRef {"2", 0}},
                        {"negative", SlotRef {"2", 0}}, {"latent_image", SlotRef {"3", 0}}, {"denoise", Json(1.0)}}}},
        {}, {{"4", 0}}, {}};
}

bool succeeds(Executor& executor, const Fragment& fragment)
{
    const std::atomic<bool> cancelled {false};
    const auto fault = executor.run(fragment, {}, [](const FragmentEvent&) { }, cancelled);
    if (fault)
        qWarning("%s", fault->error.detail.c_str());
    return !fault;
}

} // namespace

class TestMemory : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        boundMemory(0); // the worker's allocation, which counts
        writeCheckpoint(m_folder);
    }

    void limitFollowsTheMachine_data()
    {
        QTest::addColumn<quint64>("main");
        QTest::addColumn<quint64>("card");
        QTest::addColumn<quint64>("limit");
        QTest::newRow("not known") << quint64 {0} << quint64 {0} << quint64 {2 * kGiB};
        QTest::newRow("small machine") << quint64 {3 * kGiB} << quint64 {0} << quint64 {2 * kGiB};
        QTest::newRow("half of it") << quint64 {16 * kGiB} << quint64 {0} << quint64 {8 * kGiB};
        QTest::newRow("a card") << quint64 {128 * kGiB} << quint64 {24 * kGiB} << quint64 {18 * kGiB};
        QTest::newRow("a card larger than the machine") << quint64 {32 * kGiB} << quint64 {80 * kGiB} << quint64 {16 * kGiB};
    }
    void limitFollowsTheMachine()
    {
        QFETCH(quint64, main);
        QFETCH(quint64, card);
        QFETCH(quint64, limit);
        QCOMPARE(quint64(defaultCacheBytes(main, card)), limit);
        QVERIFY(mainMemoryBytes() > 0);
        QCOMPARE(cardBytes(c10::kCPU), std::uint64_t {0});
    }

    void memoryComesBack()
    {
        Executor executor(Registry::builtIn(), {ModelFolders({m_folder.path().toStdString()})});
        warmUp(c10::kCPU);
        executor.unload();
        const std::int64_t before = residentBytes();
        const auto tensorsBefore = std::int64_t(heldTensorBytes());
        QVERIFY(succeeds(executor, sampling()));
        const auto counted = std::int64_t(executor.cache().sizeBytes());
        const std::int64_t loaded = residentBytes() - before;
        const std::int64_t tensors = std::int64_t(heldTensorBytes()) - tensorsBefore;
        QVERIFY(counted > std::int64_t {50} << 20);
        QVERIFY(tensors > counted / 8);
        executor.unload();
        const std::int64_t tensorsLeft = std::int64_t(heldTensorBytes()) - tensorsBefore;
        QVERIFY2(tensorsLeft < std::int64_t {1} << 20, qPrintable(QString::number(tensorsLeft)));
        QCOMPARE(keptBlockBytes(), std::uint64_t {0});
        QCOMPARE(executor.cache().sizeBytes(), std::uint64_t {0});
        QCOMPARE(executor.cache().count(), std::size_t {0});
        const std::int64_t left = residentBytes() - before;
        qInfo("counted %lld MiB; resident: %lld MiB loaded, %lld MiB after unloading", static_cast<long long>(counted >> 20),
            static_cast<long long>(loaded >> 20), static_cast<long long>(left >> 20));
        if (kMemoryIsWatched)
            QSKIP("the checker keeps freed memory");
        QVERIFY(loaded > counted / 8);
        QVERIFY2(left < loaded / 3, "memory didn't go back");
    }

    /// A model that doesn't fit is used and let go of; the next run still works.
    void aModelLargerThanTheLimitIsNotKept()
    {
        constexpr std::uint64_t kLimit = 1u << 20;
        Executor executor(Registry::builtIn(), {ModelFolders({m_folder.path().toStdString()}), kLimit});
        for (int i = 0; i < 2; ++i) {
            QVERIFY(succeeds(executor, sampling()));
            QVERIFY(executor.cache().sizeBytes() <= kLimit);
        }
    }

private:
    QTemporaryDir m_folder;
};

QTEST_GUILESS_MAIN(TestMemory)
#include "TestMemory.moc"
