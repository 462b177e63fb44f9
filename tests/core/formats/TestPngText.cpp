// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/Limits.h"
#include "core/formats/OpenWorkflow.h"
#include "core/formats/PngText.h"

#include <QBuffer>
#include <QFile>
#include <QTemporaryDir>
#include <QtTest>

#include <png.h>
#include <zlib.h>

using namespace weft;

Q_DECLARE_METATYPE(weft::ErrorCode)

namespace {

using Bytes = std::vector<std::uint8_t>;

void number(Bytes& out, std::size_t value)
{
    for (int shift = 24; shift >= 0; shift -= 8)
        out.push_back(static_cast<std::uint8_t>(value >> shift));
}

Bytes chunk(std::string body) // type and data
{
    Bytes out;
    number(out, body.size() - 4);
    out.insert(out.end(), body.begin(), body.end());
    number(out, crc32(0, reinterpret_cast<const Bytef*>(body.data()), static_cast<uInt>(body.size())));
    return out;
}

std::string deflated(const std::string& text)
{
    uLongf size = compressBound(text.size());
    std::string out(size, '\0');
    compress2(reinterpret_cast<Bytef*>(out.data()), &size, reinterpret_cast<const Bytef*>(text.data()), text.size(), 9);
    out.resize(size);
    return out;
}

/// A grey pixel, with chunks before and behind its IDAT.
SharedBytes png(const std::vector<std::string>& before = {}, const std::vector<std::string>& behind = {}, bool end = true)
{
    Bytes out {0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'};
    const auto add = [&out](const std::string& body) {
        const Bytes one = chunk(body);
        out.insert(out.end(), one.begin(), one.end());
    };
    add(std::string("IHDR\0\0\0\1\0\0\0\1\10\0\0\0\0", 17));
    for (const std::string& body : before)
        add(body);
    add("IDAT" + deflated(std::string("\0\x80", 2)));
    for (const std::string& body : behind)
        add(body);
    if (end)
        add("IEND");
    return SharedBytes::take(std::move(out));
}

std::string text(const char* type, const std::string& data)
{
    return type + data;
}

const std::string kZero(1, '\0');
const std::string kApi = R"({"1":{"class_type":"A","inputs":{"x":NaN}}})";
const std::string kWorkflow = R"({"nodes":[{"id":7,"type":"A"}],"links":[],"version":0.4})";

/// As libpng reads it: the second opinion.
std::map<std::string, std::string> textsByLibpng(const SharedBytes& bytes)
{
    png_structp reader = png_create_read_struct(PNG_LIBPNG_VER_STRING, nullptr, nullptr, nullptr);
    png_infop info = png_create_info_struct(reader);
    QByteArray copy(reinterpret_cast<const char*>(bytes.data()), static_cast<qsizetype>(bytes.size()));
    QBuffer buffer(&copy);
    buffer.open(QIODevice::ReadOnly);
    png_set_read_fn(reader, &buffer, [](png_structp p, png_bytep data, size_t size) {
        static_cast<QBuffer*>(png_get_io_ptr(p))->read(reinterpret_cast<char*>(data), static_cast<qint64>(size));
    });
    png_read_png(reader, info, PNG_TRANSFORM_IDENTITY, nullptr);
    png_textp entries = nullptr;
    const int count = png_get_text(reader, info, &entries, nullptr);
    std::map<std::string, std::string> found;
    for (int i = 0; i < count; ++i)
        found[entries[i].key] = std::string(entries[i].text, std::max(entries[i].text_length, entries[i].itxt_length));
    png_destroy_read_struct(&reader, &info, nullptr);
    return found;
}

} // namespace

class TestPngText : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void readsAllKinds()
    {
        const auto found = readPngText(png({text("tEXt", "a" + kZero + "plain"), text("zTXt", "b" + kZero + kZero + deflated("squeezed")),
                                               text("iTXt", "c" + kZero + std::string(2, '\0') + "en" + kZero + kZero + "世界")},
            {text("iTXt", "d" + kZero + std::string("\1\0", 2) + kZero + kZero + deflated("früh")),
                text("tEXt", "e" + kZero + "\xE9t\xE9"), text("tEXt", "a" + kZero + "again")}).view());
        QVERIFY(found);
        const std::map<std::string, std::string> expected {
            {"a", "plain"}, {"b", "squeezed"}, {"c", "世界"}, {"d", "früh"}, {"e", "été"}};
        QVERIFY(found->texts == expected);
        QVERIFY(found->complete);
    }

    void writesWhatLibpngReads()
    {
        SharedBytes bytes = png();
        const std::string big(300'000, 'x');
        for (const auto& [key, value] : std::map<std::string, std::string> {{"prompt", kApi}, {"workflow", "\"世界 ✓\""}, {"big", big}}) {
            auto next = addPngText(bytes, key, value);
            QVERIFY(next);
            bytes = *next;
        }
        bytes = *addPngText(bytes, "big", "small"); // replaces
        const std::map<std::string, std::string> expected {{"prompt", kApi}, {"workflow", "\"世界 ✓\""}, {"big", "small"}};
        QVERIFY(readPngText(bytes.view())->texts == expected);
        QVERIFY(textsByLibpng(bytes) == expected);
        const std::string all(reinterpret_cast<const char*>(bytes.data()), bytes.size());
        QVERIFY(all.find("small") < all.find("IDAT"));
    }

    void refusesToWrite()
    {
        QVERIFY(addPngText(png(), "", "x").error().code == ErrorCode::ValueInvalid);
        QVERIFY(addPngText(png(), std::string(80, 'k'), "x").error().code == ErrorCode::ValueInvalid);
        QVERIFY(addPngText(png(), "a\n", "x").error().code == ErrorCode::ValueInvalid);
        QVERIFY(addPngText(png(), "a", kZero).error().code == ErrorCode::ValueInvalid);
        QVERIFY(addPngText(SharedBytes::take({1, 2}), "a", "x").error().code == ErrorCode::PictureInvalid);
        QVERIFY(addPngText(png({}, {}, false), "a", "x").error().code == ErrorCode::FileTruncated);
        QVERIFY(addPngText(png(), "a", std::string(kMaxWorkflowBytes + 1, 'x')).error().code == ErrorCode::FileTooLarge);
    }

    void bombsAreRefused()
    {
        const std::string bomb = deflated(std::string(kMaxWorkflowBytes + 1, 'x'));
        QVERIFY(bomb.size() < 100'000);
        for (const std::string& body : {text("zTXt", "workflow" + kZero + kZero + bomb),
                 text("iTXt", "workflow" + kZero + std::string("\1\0\0\0", 4) + bomb)}) {
            const auto found = readPngText(png({body}).view());
            QVERIFY(!found);
            QVERIFY(found.error().code == ErrorCode::FileTooLarge);
        }
        const std::string half = deflated(std::string(kMaxWorkflowBytes / 2 + 1, 'x')); // two halves are a whole
        const auto found = readPngText(
            png({text("zTXt", "a" + kZero + kZero + half), text("zTXt", "b" + kZero + kZero + half)}).view());
        QVERIFY(!found && found.error().code == ErrorCode::FileTooLarge);
    }

    void cutAnywhere()
    {
        const SharedBytes whole = *addPngText(png(), "workflow", kWorkflow);
        for (std::size_t size = 0; size < whole.size(); ++size) {
            const auto opened = openWorkflow(whole.sub(0, size), Catalogue());
            if (!opened)
                QVERIFY2(opened.error().code == ErrorCode::FileTruncated, qPrintable(QString::number(size)));
            else
                QCOMPARE(opened->graph.nodes().size(), std::size_t {1}); // the text was whole, the pixels weren't
        }
    }

    void flippedAnywhere()
    {
        const SharedBytes whole = *addPngText(png({text("zTXt", "b" + kZero + kZero + deflated("squeezed"))}), "prompt", kApi);
        for (std::size_t i = 0; i < whole.size(); ++i) {
            Bytes bytes(whole.view().begin(), whole.view().end());
            bytes[i] ^= 0x11;
            const auto found = readPngText(bytes); // whatever it says, a text with a wrong checksum isn't in it
            if (found && found->texts.contains("prompt"))
                QCOMPARE(found->texts.at("prompt"), kApi);
        }
    }

    void opens_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<bool>("isApi");
        const auto row = [](const char* name, const SharedBytes& bytes, bool isApi) {
            QTest::newRow(name) << QByteArray(reinterpret_cast<const char*>(bytes.data()), static_cast<int>(bytes.size())) << isApi;
        };
        const auto json = [](const std::string& s) { return SharedBytes::take({s.begin(), s.end()}); };
        row("workflow", json(kWorkflow), false);
        row("workflow with a byte order mark", json("\xEF\xBB\xBF" + kWorkflow), false);
        row("API form", json(kApi), true);
        row("body of POST /prompt", json("{\"client_id\":\"x\",\"prompt\":" + kApi + "}"), true);
        row("PNG with prompt", *addPngText(png(), "prompt", kApi), true);
        row("PNG with both", *addPngText(*addPngText(png(), "prompt", kApi), "workflow", kWorkflow), false);
        row("PNG with the text at the end", png({}, {text("tEXt", "workflow" + kZero + kWorkflow)}), false);
    }
    void opens()
    {
        QFETCH(QByteArray, bytes);
        QFETCH(bool, isApi);
        QTemporaryDir dir;
        QFile file(dir.filePath(QStringLiteral("any.name")));
        QVERIFY(file.open(QIODevice::WriteOnly) && file.write(bytes) == bytes.size());
        file.close();
        const auto opened = openWorkflow(file.fileName().toStdString(), Catalogue());
        QVERIFY(opened);
        QCOMPARE(opened->form == WorkflowForm::Api, isApi);
        QCOMPARE(opened->graph.nodes().size(), std::size_t {1});
        QCOMPARE(opened->fromPicture, bytes.contains("IHDR"));
    }

    void refuses_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<ErrorCode>("code");
        const auto row = [](const char* name, const SharedBytes& bytes, ErrorCode code) {
            QTest::newRow(name) << QByteArray(reinterpret_cast<const char*>(bytes.data()), static_cast<int>(bytes.size())) << code;
        };
        const auto json = [](const std::string& s) { return SharedBytes::take({s.begin(), s.end()}); };
        row("empty", {}, ErrorCode::FileTruncated);
        row("PNG without words", png(), ErrorCode::JsonNotAWorkflow);
        row("PNG with broken JSON", *addPngText(png(), "workflow", "{\"nodes\":"), ErrorCode::JsonInvalid);
        row("compression 7", png({text("zTXt", "workflow" + kZero + "\7" + deflated("x"))}), ErrorCode::PictureInvalid);
        row("broken deflate", png({text("zTXt", "workflow" + kZero + kZero + "rubbish")}), ErrorCode::PictureInvalid);
        row("cut deflate", png({text("zTXt", "workflow" + kZero + kZero + deflated(kWorkflow).substr(0, 20))}), ErrorCode::PictureInvalid);
        row("half a JPEG", json("\xFF\xD8\xFF\xE0"), ErrorCode::FileTruncated);
        row("a number", json("12"), ErrorCode::JsonNotAWorkflow);
        row("an empty object", json("{}"), ErrorCode::JsonNotAWorkflow);
        row("class_type missing once", json(R"({"1":{"class_type":"A","inputs":{}},"2":{}})"), ErrorCode::JsonNotAWorkflow);
        row("inputs a list", json(R"({"1":{"class_type":"A","inputs":[1]}})"), ErrorCode::JsonNotAWorkflow);
        row("a circle", json(R"({"1":{"class_type":"A","inputs":{"x":["1",0]}}})"), ErrorCode::GraphCycle);
        row("too deep", json(std::string(200, '[')), ErrorCode::JsonTooDeep);
        row("too large", json(std::string(kMaxWorkflowBytes + 1, ' ')), ErrorCode::FileTooLarge);
    }
    void refuses()
    {
        QFETCH(QByteArray, bytes);
        QFETCH(ErrorCode, code);
        const auto opened = openWorkflow(
            SharedBytes::take({bytes.begin(), bytes.end()}), Catalogue());
        QVERIFY(!opened);
        QCOMPARE(nameOf(opened.error().code).data(), nameOf(code).data());
    }

    void saysWhere()
    {
        const std::string broken = "{\n  \"nodes\": [1, }\n";
        const auto opened = openWorkflow(SharedBytes::take({broken.begin(), broken.end()}), Catalogue());
        QVERIFY(!opened);
        QCOMPARE(opened.error().args.at("line"), std::string("2"));
        QCOMPARE(opened.error().args.at("column"), std::string("16"));
        const auto absent = openWorkflow(std::string("/nowhere/at all.json"), Catalogue());
        QVERIFY(!absent && absent.error().code == ErrorCode::FileNotFound);
        QCOMPARE(absent.error().args.at("path"), std::string("/nowhere/at all.json"));
    }
};

QTEST_GUILESS_MAIN(TestPngText)
#include "TestPngText.moc"
