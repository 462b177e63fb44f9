// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gpu-worker/nodes/Picture.h"

#include "core/values/MappedFile.h"
#include "core/values/Safetensors.h"

#include <ATen/ops/empty.h>

#include <QDir>
#include <QTest>

#include <zlib.h>

using namespace weft;
using namespace weft::worker;

namespace {

const QString kPictures = QStringLiteral(WEFT_TEST_DATA "/pictures/");

SharedBytes bytesOf(const QString& name)
{
    return readFile((kPictures + name).toStdString(), 1u << 20).value();
}

std::vector<std::uint8_t> copyOf(const SharedBytes& bytes)
{
    return {bytes.view().begin(), bytes.view().end()};
}

QStringList pictureNames()
{
    return QDir(kPictures).entryList(
        {QStringLiteral("*.png"), QStringLiteral("*.jpg"), QStringLiteral("*.webp")}, QDir::Files, QDir::Name);
}

bool isClear(const Error& error)
{
    return error.code == ErrorCode::PictureInvalid || error.code == ErrorCode::FileTruncated
        || error.code == ErrorCode::PictureTooLarge;
}

void appendBig(std::vector<std::uint8_t>& to, std::uint32_t value)
{
    for (int shift = 24; shift >= 0; shift -= 8)
        to.push_back(static_cast<std::uint8_t>(value >> shift));
}

void appendChunk(std::vector<std::uint8_t>& to, std::string_view type, const std::vector<std::uint8_t>& data)
{
    appendBig(to, static_cast<std::uint32_t>(data.size()));
    std::vector<std::uint8_t> body(type.begin(), type.end());
    body.insert(body.end(), data.begin(), data.end());
    to.insert(to.end(), body.begin(), body.end());
    appendBig(to, static_cast<std::uint32_t>(crc32(0, body.data(), static_cast<uInt>(body.size()))));
}

/// A PNG of 8-bit RGB that claims these sides, whatever it holds.
std::vector<std::uint8_t> claimedPng(std::uint32_t width, std::uint32_t height)
{
    std::vector<std::uint8_t> file {0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};
    std::vector<std::uint8_t> header;
    appendBig(header, width);
    appendBig(header, height);
    header.insert(header.end(), {8, 2, 0, 0, 0});
    appendChunk(file, "IHDR", header);
    const std::vector<std::uint8_t> zeros(1000);
    std::vector<std::uint8_t> packed(2000);
    uLongf size = packed.size();
    compress(packed.data(), &size, zeros.data(), zeros.size());
    packed.resize(size);
    appendChunk(file, "IDAT", packed);
    appendChunk(file, "IEND", {});
    return file;
}

} // namespace

class TestPicture : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void equalsPillow_data()
    {
        QTest::addColumn<QString>("name");
        for (const QString& name : pictureNames()) {
            if (name != QLatin1String("animation.webp"))
                QTest::newRow(qPrintable(name)) << name;
        }
    }
    void equalsPillow()
    {
        QFETCH(QString, name);
        const auto expected = openSafetensors((kPictures + QLatin1String("expected.safetensors")).toStdString()).value();
        const Tensor& want = expected.tensors.at(name.toStdString());
        const auto picture = decodePicture(bytesOf(name).view());
        QVERIFY2(picture, picture ? "" : picture.error().detail.c_str());
        QCOMPARE((std::vector<std::int64_t> {picture->height, picture->width, picture->channels}), want.shape);
        const bool exact = name.endsWith(QLatin1String(".png")) || name == QLatin1String("lossless.webp")
            || name == QLatin1String("alpha.webp");
        int largest = 0;
        for (std::size_t i = 0; i < picture->bytes.size(); ++i)
            largest = std::max(largest, std::abs(picture->bytes[i] - want.data.data()[i]));
        QVERIFY2(largest <= (exact ? 0 : 3), qPrintable(QString::number(largest)));
    }

    void cutAnywhere_data()
    {
        QTest::addColumn<QString>("name");
        for (const QString& name : pictureNames())
            QTest::newRow(qPrintable(name)) << name;
    }
    void cutAnywhere()
    {
        QFETCH(QString, name);
        const SharedBytes whole = bytesOf(name);
        int refused = 0;
        const std::size_t step = std::min<std::size_t>(97, whole.size() / 7);
        for (std::size_t size = 0; size + 40 < whole.size(); size += step) {
            const auto picture = decodePicture(copyOf(whole.sub(0, size)));
            refused += !picture && isClear(picture.error()) ? 1 : 0;
            QVERIFY(picture || isClear(picture.error()));
        }
        QVERIFY(refused > 0);
        QCOMPARE(decodePicture(copyOf(whole.sub(0, whole.size() / 2))).error().code,
            name == QLatin1String("animation.webp") ? ErrorCode::PictureInvalid : ErrorCode::FileTruncated);
    }

    void anyByteChanged_data() { cutAnywhere_data(); }
    void anyByteChanged()
    {
        QFETCH(QString, name);
        const SharedBytes whole = bytesOf(name);
        for (std::size_t at = 0; at < whole.size(); at += 3) {
            std::vector<std::uint8_t> bytes = copyOf(whole);
            bytes[at] ^= static_cast<std::uint8_t>(1 + at * 37 % 255);
            const auto picture = decodePicture(bytes);
            QVERIFY(picture || isClear(picture.error()));
        }
    }

    void bombs_data()
    {
        QTest::addColumn<quint32>("width");
        QTest::addColumn<quint32>("height");
        QTest::addColumn<int>("code");
        QTest::newRow("too many pixels") << 20'000u << 20'000u << static_cast<int>(ErrorCode::PictureTooLarge);
        QTest::newRow("more than the file can hold") << 12'000u << 12'000u << static_cast<int>(ErrorCode::FileTruncated);
        QTest::newRow("a line far too long") << 2'000'000'000u << 1u << static_cast<int>(ErrorCode::PictureInvalid);
        QTest::newRow("no pixels") << 0u << 5u << static_cast<int>(ErrorCode::PictureInvalid);
    }
    void bombs()
    {
        QFETCH(quint32, width);
        QFETCH(quint32, height);
        QFETCH(int, code);
        const auto picture = decodePicture(claimedPng(width, height));
        QVERIFY(!picture);
        QCOMPARE(static_cast<int>(picture.error().code), code);
    }

    void garbage()
    {
        QCOMPARE(decodePicture({}).error().code, ErrorCode::FileTruncated);
        std::vector<std::uint8_t> noise(5000);
        for (std::size_t i = 0; i < noise.size(); ++i)
            noise[i] = static_cast<std::uint8_t>(i * i * 31 + i * 7);
        QCOMPARE(decodePicture(noise).error().code, ErrorCode::PictureInvalid);
        const std::vector<std::string> starts {
            "\x89PNG\r\n\x1a\n", "\xff\xd8\xff\xe0", std::string("RIFF\x10\x10\0\0WEBPVP8 ", 16)};
        for (const std::string& start : starts) {
            std::copy(start.begin(), start.end(), noise.begin());
            const auto picture = decodePicture(noise);
            QVERIFY(!picture);
            QVERIFY(isClear(picture.error()));
        }
        QCOMPARE(decodePicture(bytesOf(QStringLiteral("animation.webp")).view()).error().code, ErrorCode::PictureInvalid);
    }

    void exifIsBounded()
    {
        const std::vector<std::uint8_t> endless {'M', 'M', 0, 42, 0xff, 0xff, 0xff, 0xff};
        QCOMPARE(exifOrientation(endless), 1);
        const std::vector<std::uint8_t> tag {'M', 'M', 0, 42, 0, 0, 0, 8, 0, 1, 1, 0x12, 0, 3, 0, 0, 0, 1, 0, 6, 0, 0};
        QCOMPARE(exifOrientation(tag), 6);
        for (std::size_t size = 0; size < tag.size() - 3; ++size)
            QCOMPARE(exifOrientation(ByteView(tag).first(size)), 1);
    }

    void writesWhatItReads()
    {
        for (const char* name : {"rgb.png", "rgba.png"}) {
            const Picture picture = decodePicture(bytesOf(QLatin1String(name)).view()).value();
            const auto first = encodePng(picture, 4);
            QVERIFY(first);
            const auto again = decodePicture(first->view());
            QVERIFY(again);
            QCOMPARE(again->bytes, picture.bytes);
            QCOMPARE(again->channels, picture.channels);
            QVERIFY(std::ranges::equal(first->view(), encodePng(picture, 4)->view()));
        }
        QVERIFY(!encodePng(Picture {4, 4, 3, {}}, 4));
    }

    void valuesAreTruncated()
    {
        at::Tensor pixels = at::empty({1, 5, 3});
        const std::vector<float> values {-1.0f, 0.999f / 255.0f, 1.0f / 255.0f, 0.5f, 2.0f};
        const std::vector<std::uint8_t> bytes {0, 0, 1, 127, 255};
        for (std::size_t i = 0; i < values.size(); ++i)
            pixels.select(1, static_cast<std::int64_t>(i)).fill_(values[i]);
        pixels.select(1, 0).select(1, 1).fill_(std::numeric_limits<float>::quiet_NaN());
        const Picture picture = pictureOf(pixels).value();
        for (std::size_t i = 0; i < values.size(); ++i)
            QCOMPARE(picture.bytes[3 * i], bytes[i]);
        QCOMPARE(picture.bytes[1], std::uint8_t {0});
        QCOMPARE(pictureOf(at::empty({2, 2, 2})).error().code, ErrorCode::TypeMismatch);
    }
};

QTEST_GUILESS_MAIN(TestPicture)
#include "TestPicture.moc"
