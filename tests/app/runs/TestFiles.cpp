// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/runs/InputFiles.h"
#include "app/runs/InputFolder.h"
#include "app/runs/OutputStore.h"
#include "app/runs/PictureSize.h"
#include "core/files/ReplaceFile.h"
#include "core/formats/PictureTexts.h"
#include "core/values/MappedFile.h"
#include "core/values/Safetensors.h"

#include <QBuffer>
#include <QDir>
#include <QFile>
#include <QImage>
#include <QTemporaryDir>
#include <QTest>

using namespace weft;

namespace {

QByteArray picture(int width, int height, const char* format)
{
    QImage image(width, height, QImage::Format_RGB32);
    image.fill(0x336699);
    QByteArray bytes;
    QBuffer buffer(&bytes);
    buffer.open(QIODevice::WriteOnly);
    image.save(&buffer, format);
    return bytes;
}

ByteView viewOf(const QByteArray& bytes)
{
    return {reinterpret_cast<const std::uint8_t*>(bytes.constData()), static_cast<std::size_t>(bytes.size())};
}

void write(const QString& path, const QByteArray& bytes)
{
    QDir().mkpath(QFileInfo(path).absolutePath());
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    QCOMPARE(file.write(bytes), bytes.size());
}

Value pngFile(const std::string& prefix)
{
    Value file = fileValue(prefix, "image/png", SharedBytes::copyOf(viewOf(picture(3, 2, "PNG"))));
    file.meta["width"] = 3;
    file.meta["height"] = 2;
    return file;
}

const QDateTime kNow(QDate(2026, 2, 3), QTime(4, 5, 6));

} // namespace

class TestFiles : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void picturesAreCopiedIntoTheInputFolder()
    {
        const QTemporaryDir root;
        const QString inputs = root.filePath(QStringLiteral("input"));
        const QString outside = root.filePath(QStringLiteral("holiday.2026.png"));
        write(outside, picture(3, 2, "PNG"));
        QCOMPARE(*intoInputFolder(inputs, outside), QStringLiteral("holiday.2026.png"));
        QCOMPARE(*intoInputFolder(inputs, outside), QStringLiteral("holiday.2026 (1).png")); // nothing is overwritten
        QCOMPARE(QDir(inputs).entryList(QDir::Files).size(), 2);
        write(inputs + QStringLiteral("/sub/cat.png"), picture(3, 2, "PNG"));
        QCOMPARE(*intoInputFolder(inputs, inputs + QStringLiteral("/sub/cat.png")), QStringLiteral("sub/cat.png"));
        QVERIFY(intoInputFolder(inputs, root.filePath(QStringLiteral("none.png"))).error().code == ErrorCode::FileNotFound);
        QVERIFY(intoInputFolder(inputs, root.path()).error().code == ErrorCode::FileNotFound); // a folder is no picture
        const QString file = root.filePath(QStringLiteral("a file"));
        write(file, "x");
        QVERIFY(intoInputFolder(file, outside).error().code == ErrorCode::FileUnwritable);
    }

    void sizesAreReadFromTheHead_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<qint64>("pixels");
        QTest::newRow("png") << picture(640, 30, "PNG") << qint64 {19200};
        QTest::newRow("jpeg") << picture(641, 31, "JPG") << qint64 {641 * 31};
        QTest::newRow("png, cut off") << picture(640, 30, "PNG").left(20) << qint64 {-1};
        QTest::newRow("jpeg, cut off") << picture(64, 30, "JPG").left(30) << qint64 {-1};
        QTest::newRow("lossless webp") << QByteArray::fromHex("524946461a000000574542505650384c0d0000002f0240000007000000000000") << qint64 {3 * 2};
        QTest::newRow("text") << QByteArray("hello") << qint64 {-1};
        QTest::newRow("nothing") << QByteArray() << qint64 {-1};
    }
    void sizesAreReadFromTheHead()
    {
        QFETCH(QByteArray, bytes);
        QFETCH(qint64, pixels);
        QCOMPARE(qint64 {pixelsOfPicture(viewOf(bytes)).value_or(-1)}, pixels);
    }

    void inputsCannotLeadOut_data()
    {
        QTest::addColumn<QByteArray>("name");
        QTest::addColumn<bool>("good");
        QTest::newRow("plain") << QByteArray("a.png") << true;
        QTest::newRow("marked") << QByteArray("a.png [input]") << true;
        QTest::newRow("below") << QByteArray("sub/b.png") << true;
        QTest::newRow("up") << QByteArray("../secret.png") << false;
        QTest::newRow("absolute") << QByteArray("/etc/passwd") << false;
        QTest::newRow("a link that leads out") << QByteArray("link.png") << false;
        QTest::newRow("a folder") << QByteArray("sub") << false;
        QTest::newRow("nothing") << QByteArray("") << false;
    }
    void inputsCannotLeadOut()
    {
        QFETCH(QByteArray, name);
        QFETCH(bool, good);
        QTemporaryDir root;
        const QString folder = root.filePath(QStringLiteral("input"));
        write(folder + QStringLiteral("/a.png"), "a");
        write(folder + QStringLiteral("/sub/b.png"), "b");
        write(root.filePath(QStringLiteral("secret.png")), "s");
        QFile::link(root.filePath(QStringLiteral("secret.png")), folder + QStringLiteral("/link.png"));
        QCOMPARE(pathOfInput(folder, name.toStdString()).hasValue(), good);
    }

    void filesAreReadAndHashed()
    {
        QTemporaryDir folder;
        write(folder.filePath(QStringLiteral("a.png")), picture(4, 4, "PNG"));
        const ReadFiles read = readInputFiles(folder.path(), {{"1", "a.png"}, {"2", "gone.png"}});
        QCOMPARE(read.values.at("1").type, std::string("FILE"));
        QCOMPARE(read.pixels.at("1"), 16);
        QVERIFY(read.hashes.contains("a.png"));
        QCOMPARE(read.problems.size(), std::size_t {1});
        QCOMPARE(read.problems[0].node, NodeId("2"));
        QCOMPARE(read.problems[0].error.code, ErrorCode::FileNotFound);
        QCOMPARE(read.problems[0].error.args.at("path"), std::string("gone.png"));
    }

    void foldersArePacked()
    {
        QTemporaryDir input;
        const QString set = input.filePath(QStringLiteral("set"));
        write(set + QStringLiteral("/a.png"), picture(4, 4, "PNG"));
        write(set + QStringLiteral("/a.txt"), "a dog");
        write(set + QStringLiteral("/3_cats/b.JPG"), picture(8, 2, "JPG"));
        write(set + QStringLiteral("/3_cats/deeper/c.png"), picture(4, 4, "PNG"));
        write(set + QStringLiteral("/secret.key"), "s");
        write(input.filePath(QStringLiteral("outside.png")), picture(4, 4, "PNG"));
        QFile::link(input.filePath(QStringLiteral("outside.png")), set + QStringLiteral("/link.png"));
        const ReadFiles read = readInputFiles(input.path(), {{"1", "set", true}});
        QVERIFY(read.problems.empty());
        QCOMPARE(read.pixels.at("1"), 32);
        QVERIFY(read.hashes.contains("set"));
        const SafetensorsFile packed = *parseSafetensors(read.values.at("1").tensor("bytes")->data);
        std::vector<std::string> names;
        for (const auto& [name, tensor] : packed.tensors)
            names.push_back(name);
        QCOMPARE(names, (std::vector<std::string> {"3_cats/b.JPG", "a.png", "a.txt"}));
        const ByteView words = packed.tensors.at("a.txt").data.view();
        QCOMPARE(std::string(words.begin(), words.end()), std::string("a dog"));
        QCOMPARE(peekInputFiles(input.path(), {{"1", "set", true}}).at("1"), 32);
    }

    /// An estimate is made at every edit: it may not read what it estimates.
    void anEstimateReadsOnlyTheBeginningsOfAFolder()
    {
        QTemporaryDir input;
        const QByteArray small = picture(4, 4, "PNG");
        for (int i = 0; i < 300; ++i)
            write(input.filePath(QStringLiteral("set/%1.png").arg(i)), small);
        QCOMPARE(peekInputFiles(input.path(), {{"1", "set", true}}).at("1"), 300 * 16);
        write(input.filePath(QStringLiteral("huge/a.png")), picture(8, 8, "PNG"));
        write(input.filePath(QStringLiteral("huge/no-picture.png")), "hello");
        QVERIFY(QFile::resize(input.filePath(QStringLiteral("huge/a.png")), qint64(8) << 30)); // takes no room on the disk
        QCOMPARE(peekInputFiles(input.path(), {{"1", "huge", true}}).at("1"), 64);
        QVERIFY(!readInputFiles(input.path(), {{"1", "huge", true}}).problems.empty());
    }

    void listsEndWhereTheyMust()
    {
        QTemporaryDir input;
        for (const char* name : {"c", "a", "b"}) {
            write(input.filePath(QLatin1String(name) + QStringLiteral(".png")), "x");
            QVERIFY(QDir(input.path()).mkdir(QLatin1String(name)));
        }
        QCOMPARE(foldersIn(input.path(), 10), (std::vector<std::string> {"a", "b", "c"}));
        QCOMPARE(picturesIn(input.path(), 10), (std::vector<std::string> {"a.png", "b.png", "c.png"}));
        QCOMPARE(foldersIn(input.path(), 2).size(), std::size_t {2});
        QCOMPARE(picturesIn(input.path(), 2).size(), std::size_t {2});
    }

    void foldersThatCantBeUsed()
    {
        QTemporaryDir input;
        write(input.filePath(QStringLiteral("empty/a.txt")), "a dog");
        write(input.filePath(QStringLiteral("a.png")), picture(4, 4, "PNG"));
        const ReadFiles read
            = readInputFiles(input.path(), {{"1", "empty", true}, {"2", "a.png", true}, {"3", "..", true}, {"4", "gone", true}});
        QCOMPARE(read.problems.size(), std::size_t {4});
        QCOMPARE(read.problems[0].error.code, ErrorCode::FolderWithoutPictures);
        for (const std::size_t i : {1u, 2u, 3u})
            QCOMPARE(read.problems[i].error.code, ErrorCode::FileNotFound);
        QCOMPARE(readInputFiles(input.path(), {{"1", "empty"}}).problems.size(), std::size_t {1}); // no file
    }

    void outputsAreNumberedAndCarryTheWorkflow()
    {
        QTemporaryDir folder;
        const PictureTexts texts {"{\"1\":{}}", "{\"nodes\":[]}"};
        const auto one = storeOutput(folder.path(), pngFile("sub/cat"), texts, kNow);
        const auto two = storeOutput(folder.path(), pngFile("sub/cat"), texts, kNow);
        QVERIFY(one && two);
        QCOMPARE(QFileInfo(*one).fileName(), QStringLiteral("cat_00001_.png"));
        QCOMPARE(QFileInfo(*two).fileName(), QStringLiteral("cat_00002_.png"));
        const auto bytes = readFile(two->toStdString(), 1 << 20);
        const auto found = readPngText(bytes->view());
        QCOMPARE(found->texts.at("prompt"), texts.prompt);
        QCOMPARE(found->texts.at("workflow"), texts.workflow);
    }

    /// A JPEG holds 64 KiB of texts; a file that can't carry them is stored as it is.
    void otherPicturesCarryItToo()
    {
        QTemporaryDir folder;
        const PictureTexts texts {"{\"1\":{}}", "{\"nodes\":[]}"};
        const SharedBytes webp = *readFile(WEFT_TEST_DATA "/pictures/alpha.webp", 1 << 20);
        const auto jpeg = [] { return SharedBytes::copyOf(viewOf(picture(4, 4, "JPG"))); };
        const auto stored = [&](const char* mime, const SharedBytes& bytes, const PictureTexts& with) {
            return *readFile(storeOutput(folder.path(), fileValue("a", mime, bytes), with, kNow)->toStdString(), 1 << 20);
        };
        QCOMPARE(readPictureTexts(stored("image/webp", webp, texts).view())->texts.at("workflow"), texts.workflow);
        QCOMPARE(readPictureTexts(stored("image/jpeg", jpeg(), texts).view())->texts.at("prompt"), texts.prompt);
        QCOMPARE(stored("image/jpeg", jpeg(), {{}, std::string(70'000, ' ')}).size(), jpeg().size());
        QCOMPARE(stored("image/webp", SharedBytes::copyOf(viewOf("x")), texts).size(), std::size_t {1});
    }

    void outputsAreNamedByWhatTheyAre()
    {
        QTemporaryDir folder;
        const auto stored = [&](const char* mime) {
            return QFileInfo(*storeOutput(folder.path(), fileValue("a", mime, SharedBytes::copyOf(viewOf("x"))), {}, kNow)).suffix();
        };
        QCOMPARE(stored("application/x-latent"), QStringLiteral("latent"));
        QCOMPARE(stored("application/x-safetensors"), QStringLiteral("safetensors"));
        QCOMPARE(stored("text/plain"), QStringLiteral("txt"));
        QCOMPARE(stored("something/else"), QStringLiteral("bin"));
    }

    /// A model file larger than one value comes in pieces.
    void piecesBecomeOneFile()
    {
        const auto piece = [](const char* name, const char* text, int index, int count) {
            Value value = fileValue(name, "application/x-safetensors", SharedBytes::copyOf(viewOf(text)));
            value.meta["piece"] = index;
            value.meta["pieces"] = count;
            return value;
        };
        const Value whole = fileValue("w", "text/plain", SharedBytes::copyOf(viewOf("whole")));
        const auto files = filesOf({whole, piece("a", "one,", 0, 3), piece("a", "two,", 1, 3), piece("a", "three", 2, 3),
            piece("b", "x", 0, 2), whole, piece("c", "y", 1, 2)});
        std::vector<std::size_t> counts;
        for (const ValueList& file : files)
            counts.push_back(file.size());
        QCOMPARE(counts, (std::vector<std::size_t> {1, 3, 1, 1, 1}));
        QTemporaryDir folder;
        const auto stored = storeOutput(folder.path(), files[1], {}, kNow);
        QVERIFY(stored);
        QCOMPARE(QFileInfo(*stored).fileName(), QStringLiteral("a_00001_.safetensors"));
        const auto bytes = readFile(stored->toStdString(), 1 << 20);
        QCOMPARE(std::string(reinterpret_cast<const char*>(bytes->data()), bytes->size()), std::string("one,two,three"));
        QVERIFY(!storeOutput(folder.path(), ValueList {}, {}, kNow));
    }

    void outputsCannotLeadOut()
    {
        QTemporaryDir folder;
        QVERIFY(!storeOutput(folder.filePath(QStringLiteral("out")), pngFile("../cat"), {}, kNow));
        QVERIFY(QDir(folder.path()).entryList({QStringLiteral("cat*")}).isEmpty());
    }

    void aFullDiskIsSaidAndLeavesNothingBehind()
    {
        if (!QFileInfo(QStringLiteral("/dev/full")).exists())
            QSKIP("there is no /dev/full");
        const QByteArray bytes("x");
        const Done written = replaceFile(QStringLiteral("/dev/full/x"), bytes);
        QVERIFY(!written);
        QVERIFY(written.error().code == ErrorCode::FileUnwritable || written.error().code == ErrorCode::DiskFull);
        QTemporaryDir folder;
        QVERIFY(replaceFile(folder.filePath(QStringLiteral("a")), bytes));
        QCOMPARE(QDir(folder.path()).entryList(QDir::Files).size(), 1);
    }
};

QTEST_GUILESS_MAIN(TestFiles)
#include "TestFiles.moc"
