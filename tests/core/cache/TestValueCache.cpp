// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/cache/ValueCache.h"
#include "core/values/Sha256.h"

#include <QProcess>
#include <QTemporaryDir>
#include <QtTest>

#include <csignal>
#include <fstream>
#include <random>
#include <sys/resource.h>

using namespace weft;
namespace fs = std::filesystem;

namespace {

Hash256 keyOf(int number)
{
    Hash256 key;
    for (std::size_t i = 0; i < 4; ++i)
        key.bytes[i] = static_cast<std::uint8_t>(number >> (8 * i));
    key.bytes[31] = 1;
    return key;
}

Value picture(int number, std::size_t floats = 1000)
{
    return imageValue(floatTensor({1, 1, static_cast<std::int64_t>(floats), 1},
        std::vector<float>(floats, static_cast<float>(number))));
}

bool isPicture(const Value& value, int number)
{
    const Tensor* pixels = value.tensor("value");
    if (value.type != "IMAGE" || !pixels || pixels->data.size() < 4)
        return false;
    float first = 0;
    std::memcpy(&first, pixels->data.data() + pixels->data.size() - 4, 4);
    return first == static_cast<float>(number);
}

std::vector<fs::path> filesIn(const QTemporaryDir& dir, const char* part)
{
    std::vector<fs::path> files;
    const fs::path folder = fs::path(dir.path().toStdString()) / part;
    if (!fs::exists(folder))
        return files;
    for (const auto& entry : fs::recursive_directory_iterator(folder)) {
        if (entry.is_regular_file())
            files.push_back(entry.path());
    }
    return files;
}

std::unique_ptr<ValueCache> openIn(const QTemporaryDir& dir, CacheOptions options = {})
{
    return std::move(*ValueCache::open(dir.path().toStdString(), options));
}

/// The child of `survivesBeingKilled`: writes until it is killed. Says so when it starts.
int writeForever(const char* folder, int seed)
{
    auto cache = *ValueCache::open(folder);
    std::mt19937 random(static_cast<unsigned>(seed));
    std::puts("writing");
    std::fflush(stdout);
    for (int i = 0; i < 1'000'000; ++i) {
        const int number = static_cast<int>(random() % 500);
        if (!cache->store(keyOf(number), 0, {picture(number, 1000 + random() % 60'000), picture(number)}))
            return 1;
    }
    return 2;
}

} // namespace

class TestValueCache : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void givesBackWhatWasStored()
    {
        QTemporaryDir dir;
        {
            const auto cache = openIn(dir);
            QVERIFY(cache->store(keyOf(1), 0, {picture(5), picture(6)}));
            QVERIFY(cache->store(keyOf(1), 2, {}));
            QVERIFY(cache->store(keyOf(1), ValueCache::kFiles, {fileValue("a.png", "image/png", SharedBytes::take({1, 2}))}));
        }
        const auto cache = openIn(dir);
        const auto values = cache->find(keyOf(1), 0);
        QVERIFY(values);
        QCOMPARE(values->size(), std::size_t {2});
        QVERIFY(isPicture(values->at(0), 5) && isPicture(values->at(1), 6));
        QVERIFY(cache->find(keyOf(1), 2) && cache->find(keyOf(1), 2)->empty());
        QCOMPARE(cache->find(keyOf(1), ValueCache::kFiles)->at(0).meta["name"].get<std::string>(), std::string("a.png"));
        for (const auto& absent : {cache->find(keyOf(1), 1), cache->find(keyOf(2), 0)}) {
            QVERIFY(!absent);
            QVERIFY(absent.error().code == ErrorCode::ValueMissing);
        }
    }

    void equalValuesAreOneFile()
    {
        QTemporaryDir dir;
        const auto cache = openIn(dir);
        const Hash256 first = *cache->put(picture(1));
        QVERIFY(first == *cache->put(picture(1)));
        QVERIFY(first == sha256(encodeValue(picture(1))->view()));
        QCOMPARE(filesIn(dir, "values").size(), std::size_t {1});
    }

    void damagedFilesAreNeverServed_data()
    {
        QTest::addColumn<QString>("part");
        QTest::addColumn<QString>("damage");
        for (const char* part : {"values", "entries"}) {
            for (const char* damage : {"flip", "truncate", "empty", "grow", "remove", "swap"})
                QTest::addRow("%s %s", part, damage) << QString::fromUtf8(part) << QString::fromUtf8(damage);
        }
    }
    void damagedFilesAreNeverServed()
    {
        QFETCH(QString, part);
        QFETCH(QString, damage);
        QTemporaryDir dir;
        const auto cache = openIn(dir);
        QVERIFY(cache->store(keyOf(1), 0, {picture(1)}));
        QVERIFY(cache->store(keyOf(2), 0, {picture(2)}));
        const auto files = filesIn(dir, part.toUtf8().constData());
        QCOMPARE(files.size(), std::size_t {2});
        for (const fs::path& file : files) {
            std::fstream stream(file, std::ios::in | std::ios::out | std::ios::binary);
            if (damage == u"flip") {
                stream.seekg(-10, std::ios::end);
                const char byte = static_cast<char>(stream.get() ^ 1);
                stream.seekp(-10, std::ios::end);
                stream.put(byte);
            } else if (damage == u"grow") {
                stream.seekp(0, std::ios::end);
                stream.put('x');
            }
            stream.close();
            if (damage == u"truncate")
                fs::resize_file(file, fs::file_size(file) - 1);
            else if (damage == u"empty")
                fs::resize_file(file, 0);
            else if (damage == u"remove")
                fs::remove(file);
        }
        if (damage == u"swap") {
            fs::rename(files[0], files[0].string() + "x");
            fs::rename(files[1], files[0]);
            fs::rename(files[0].string() + "x", files[1]);
        }
        QVERIFY(!cache->find(keyOf(1), 0));
        QVERIFY(!cache->find(keyOf(2), 0));
        QVERIFY(cache->store(keyOf(1), 0, {picture(1)})); // heals
        QVERIFY(isPicture(cache->find(keyOf(1), 0)->at(0), 1));
    }

    void theOldestGoFirst()
    {
        QTemporaryDir dir;
        const auto cache = openIn(dir, {.maxBytes = 1 << 20});
        for (int i = 0; i < 40; ++i) {
            QVERIFY(cache->store(keyOf(i), 0, {picture(i, 20'000)})); // 80 KB each
            QVERIFY(cache->sizeBytes() <= (1u << 20) * 5 / 4);
            QVERIFY(i == 0 || cache->find(keyOf(0), 0)); // used all the time, so it stays
            QTest::qSleep(2);
        }
        QVERIFY(cache->find(keyOf(39), 0));
        QVERIFY(!cache->find(keyOf(1), 0));
        cache->setMaxBytes(200'000);
        QVERIFY(cache->sizeBytes() <= 200'000);
        cache->clear();
        QCOMPARE(cache->sizeBytes(), std::uint64_t {0});
    }

    void aValueLargerThanTheCache()
    {
        QTemporaryDir dir;
        const auto cache = openIn(dir, {.maxBytes = 1000});
        const auto stored = cache->store(keyOf(1), 0, {picture(1)});
        QVERIFY(!stored);
        QVERIFY(stored.error().code == ErrorCode::LimitExceeded);
    }

    void aFullDisk()
    {
        QTemporaryDir dir;
        const auto cache = openIn(dir);
        QVERIFY(cache->store(keyOf(1), 0, {picture(1)}));
        std::signal(SIGXFSZ, SIG_IGN);
        rlimit old {};
        getrlimit(RLIMIT_FSIZE, &old);
        const rlimit tiny {10'000, old.rlim_max};
        setrlimit(RLIMIT_FSIZE, &tiny);
        const auto stored = cache->store(keyOf(2), 0, {picture(2, 100'000)});
        setrlimit(RLIMIT_FSIZE, &old);
        QVERIFY(!stored);
        QVERIFY(stored.error().code == ErrorCode::DiskFull);
        QVERIFY(!cache->find(keyOf(2), 0));
        QVERIFY(isPicture(cache->find(keyOf(1), 0)->at(0), 1));
        QCOMPARE(filesIn(dir, "").size(), std::size_t {2}); // nothing half-written is left
    }

    void aFolderThatCannotBe()
    {
        QTemporaryDir dir;
        const fs::path file = fs::path(dir.path().toStdString()) / "file";
        std::ofstream(file) << "x";
        const auto cache = ValueCache::open(file / "cache");
        QVERIFY(!cache);
        QVERIFY(cache.error().code == ErrorCode::FileUnwritable);
    }

    void abandonedFilesAreRemoved()
    {
        QTemporaryDir dir;
        QVERIFY(openIn(dir)->store(keyOf(1), 0, {picture(1)}));
        const fs::path folder = filesIn(dir, "values").at(0).parent_path();
        for (const char* name : {".tmp-1-0-old", ".tmp-1-1-new"})
            std::ofstream(folder / name) << "half";
        fs::last_write_time(folder / ".tmp-1-0-old", fs::file_time_type::clock::now() - std::chrono::hours(2));
        const auto cache = openIn(dir);
        QVERIFY(!fs::exists(folder / ".tmp-1-0-old"));
        QVERIFY(fs::exists(folder / ".tmp-1-1-new")); // another process may be writing it
        QVERIFY(cache->find(keyOf(1), 0));
    }

    void twoShareAFolder()
    {
        QTemporaryDir dir;
        const auto one = openIn(dir, {.maxBytes = 1 << 20});
        const auto two = openIn(dir, {.maxBytes = 1 << 20});
        for (int i = 0; i < 30; ++i) {
            QVERIFY(one->store(keyOf(i), 0, {picture(i, 10'000)}));
            QVERIFY(two->store(keyOf(1000 + i), 0, {picture(1000 + i, 10'000)}));
            QVERIFY(isPicture(two->find(keyOf(i), 0)->at(0), i));
            QVERIFY(isPicture(one->find(keyOf(1000 + i), 0)->at(0), 1000 + i));
        }
        QVERIFY(one->sizeBytes() <= (1u << 20) * 3 / 2);
    }

    void survivesBeingKilled()
    {
        QTemporaryDir dir;
        std::mt19937 random(7);
        int served = 0;
        for (int round = 0; round < 100; ++round) {
            QProcess writer;
            writer.start(QCoreApplication::applicationFilePath(),
                {QStringLiteral("--write-forever"), dir.path(), QString::number(round)});
            QVERIFY(writer.waitForReadyRead(20'000));
            QTest::qSleep(static_cast<int>(random() % 12));
            ::kill(static_cast<pid_t>(writer.processId()), SIGKILL);
            QVERIFY(writer.waitForFinished());
            QCOMPARE(writer.exitStatus(), QProcess::CrashExit);

            if (round % 10 != 9)
                continue;
            const auto cache = openIn(dir);
            for (int i = 0; i < 500; ++i) {
                const auto values = cache->find(keyOf(i), 0);
                if (!values)
                    continue;
                ++served;
                QCOMPARE(values->size(), std::size_t {2});
                QVERIFY(isPicture(values->at(0), i) && isPicture(values->at(1), i));
            }
            for (const fs::path& file : filesIn(dir, "values")) {
                if (!file.filename().string().starts_with(".tmp-"))
                    QCOMPARE(sha256OfFile(file.string())->hex(), file.filename().string());
            }
        }
        QVERIFY(served > 10); // how many depends on how fast this machine writes
    }
};

int main(int argc, char** argv)
{
    if (argc == 4 && std::string_view(argv[1]) == "--write-forever")
        return writeForever(argv[2], std::atoi(argv[3]));
    QCoreApplication app(argc, argv);
    TestValueCache test;
    return QTest::qExec(&test, argc, argv);
}
#include "TestValueCache.moc"
