// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/formats/Exif.h"
#include "core/formats/OpenWorkflow.h"
#include "core/formats/PictureTexts.h"
#include "core/values/MappedFile.h"

#include <QBuffer>
#include <QImage>
#include <QtTest>

using namespace weft;

namespace {

const std::map<std::string, std::string> kTexts {
    {"workflow", R"({"nodes":[{"id":1,"type":"A ✓"}],"links":[],"version":0.4})"}, {"prompt", R"({"1":{"class_type":"A","inputs":{}}})"}};

SharedBytes bytesOf(const QByteArray& bytes)
{
    return SharedBytes::copyOf({reinterpret_cast<const std::uint8_t*>(bytes.constData()), std::size_t(bytes.size())});
}

QByteArray arrayOf(const SharedBytes& bytes)
{
    return QByteArray(reinterpret_cast<const char*>(bytes.data()), qsizetype(bytes.size()));
}

SharedBytes picture(const char* format)
{
    QImage image(5, 3, QImage::Format_RGB32);
    image.fill(Qt::red);
    QByteArray out;
    QBuffer buffer(&out);
    buffer.open(QIODevice::WriteOnly);
    if (!image.save(&buffer, format, 90))
        return {};
    return bytesOf(out);
}

SharedBytes dataPicture(const char* name)
{
    const auto bytes = readFile(std::string(WEFT_TEST_DATA "/pictures/") + name, 1u << 20);
    if (!bytes)
        qFatal("%s", name);
    return *bytes;
}

/// One without VP8X.
SharedBytes plainWebp()
{
    return dataPicture("lossless.webp");
}

std::string littleTiff(const std::string& entries, int count, const std::string& rest)
{
    return std::string("II*\0\x08\0\0\0", 8) + char(count) + '\0' + entries + std::string(4, '\0') + rest;
}

ByteView view(const std::string& text)
{
    return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()};
}

} // namespace

class TestPictureTexts : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void writtenAndReadAgain_data()
    {
        QTest::addColumn<QByteArray>("file");
        for (const char* name : {"rgb.png", "progressive.jpg", "exif.jpg", "cmyk.jpg", "lossless.webp", "alpha.webp", "animation.webp", "exif.webp"})
            QTest::newRow(name) << arrayOf(dataPicture(name));
        QTest::newRow("JPEG of Qt") << arrayOf(picture("JPG"));
        const auto extended = addPictureTexts(plainWebp(), {{"workflow", "old"}});
        QVERIFY(extended);
        QTest::newRow("WebP, extended") << arrayOf(*extended);
    }
    void writtenAndReadAgain()
    {
        QFETCH(QByteArray, file);
        const auto with = addPictureTexts(bytesOf(file), kTexts);
        QVERIFY(with);
        const auto found = readPictureTexts(with->view());
        QVERIFY(found);
        QVERIFY(found->complete);
        QVERIFY(found->texts == kTexts);
        const auto twice = addPictureTexts(*with, kTexts);
        QVERIFY(twice && arrayOf(*twice) == arrayOf(*with)); // replaced, not added
        const auto opened = openWorkflow(*with, Catalogue());
        QVERIFY(opened && opened->fromPicture);
        QCOMPARE(opened->graph.nodes()[0].type, std::string("A ✓"));
        const QImage before = QImage::fromData(file);
        if (!before.isNull()) // Qt may have no WebP here
            QCOMPARE(QImage::fromData(arrayOf(*with)), before);
    }

    void sizesOfWebp()
    {
        const QByteArray made = arrayOf(*addPictureTexts(plainWebp(), kTexts));
        QCOMPARE(made.mid(12, 4), QByteArray("VP8X"));
        QCOMPARE(made.mid(20, 10).toHex(), QByteArray("08000000160000120000")); // EXIF; 23 and 19, less one
        QCOMPARE(quint8(made[4]) + 256 * quint8(made[5]), int(made.size()) - 8);
    }

    /// ComfyUI's front end writes no WebP itself; its node puts the prompt into Model and the workflow into Make.
    void tagsAreComfys()
    {
        const std::vector<std::uint8_t> exif = makeExif(kTexts);
        const QByteArray made(reinterpret_cast<const char*>(exif.data()), qsizetype(exif.size()));
        QCOMPARE(made.mid(8, 4).toHex(), QByteArray("02000f01"));
        QCOMPARE(made.mid(22, 2).toHex(), QByteArray("1001"));
        QVERIFY(made.indexOf("workflow:{") < made.indexOf("prompt:{"));
    }

    void otherWaysToSayIt()
    {
        const std::string text = "Workflow:{\"a\":1}"; // with a capital, in an image description, big endian
        std::string big("MM\0*\0\0\0\x08\0\x01\x01\x0E\0\x02\0\0\0", 17);
        big += char(text.size() + 1) + std::string("\0\0\0\x1A\0\0\0\0", 8) + text + '\0';
        QCOMPARE(readExifTexts(view("Exif" + std::string(2, '\0') + big))["workflow"], std::string("{\"a\":1}"));
        std::string comment = std::string("UNICODE\0", 8);
        for (const char c : std::string("{\"x\"}"))
            comment += std::string(1, c) + '\0';
        const std::string entry = std::string("\x86\x92\x07\0", 4) + char(comment.size()) + std::string("\0\0\0\x1A\0\0\0", 7);
        QCOMPARE(readExifTexts(view(littleTiff(entry, 1, comment)))["comment"], std::string("{\"x\"}"));
    }

    void damagedExifIsLeftOut_data()
    {
        QTest::addColumn<QByteArray>("exif");
        QTest::newRow("nothing") << QByteArray();
        QTest::newRow("cut") << QByteArray("II*\0", 4);
        QTest::newRow("no order") << QByteArray("XX*\0\x08\0\0\0\0\0", 10);
        QTest::newRow("directory outside") << QByteArray("II*\0\xFF\xFF\xFF\xFF", 8);
        QTest::newRow("directory of itself") << QByteArray("II*\0\x08\0\0\0\0\0\x08\0\0\0", 14);
        QTest::newRow("text outside") << QByteArray("II*\0\x08\0\0\0\x01\0\x0F\x01\x02\0\x10\0\0\0\xF0\xFF\xFF\xFF\0\0\0\0", 26);
        QTest::newRow("endless text") << QByteArray("II*\0\x08\0\0\0\x01\0\x0F\x01\x02\0\xFF\xFF\xFF\xFF\x08\0\0\0\0\0\0\0", 26);
        QTest::newRow("more entries than there are") << QByteArray("II*\0\x08\0\0\0\xFF\xFF\x0F\x01", 12);
    }
    void damagedExifIsLeftOut()
    {
        QFETCH(QByteArray, exif);
        QVERIFY(readExifTexts(view(exif.toStdString())).empty());
    }

    void everyCutIsNoticed_data()
    {
        QTest::addColumn<QByteArray>("file");
        QTest::newRow("JPEG") << arrayOf(*addPictureTexts(picture("JPG"), kTexts));
        QTest::newRow("WebP") << arrayOf(*addPictureTexts(plainWebp(), kTexts));
    }
    void everyCutIsNoticed()
    {
        QFETCH(QByteArray, file);
        for (qsizetype size = 12; size < file.size(); ++size) {
            const SharedBytes cut = bytesOf(file.left(size));
            const auto opened = openWorkflow(cut, Catalogue());
            const auto found = readPictureTexts(cut.view());
            QVERIFY(found);
            if (found->texts.empty() && !found->complete)
                QCOMPARE(int(opened.error().code), int(ErrorCode::FileTruncated));
            (void)addPictureTexts(cut, kTexts);
        }
    }

    void picturesWithoutWorkflow()
    {
        for (const SharedBytes& file : {picture("JPG"), plainWebp()})
            QCOMPARE(int(openWorkflow(file, Catalogue()).error().code), int(ErrorCode::JsonNotAWorkflow));
    }

    void aJpegHoldsSoMuch()
    {
        const auto with = addPictureTexts(picture("JPG"), {{"workflow", std::string(70'000, 'x')}});
        QVERIFY(with.error().code == ErrorCode::FileTooLarge);
        QVERIFY(addPictureTexts(picture("JPG"), {{"workflow", std::string(65'000, 'x')}}));
        QVERIFY(addPictureTexts(plainWebp(), {{"workflow", std::string(70'000, 'x')}}));
    }
};

QTEST_GUILESS_MAIN(TestPictureTexts)
#include "TestPictureTexts.moc"
