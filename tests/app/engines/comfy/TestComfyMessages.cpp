// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/engines/comfy/ComfyMessages.h"

#include <QTest>

using namespace weft;

namespace {

SharedBytes bytesOf(const std::string& text)
{
    return SharedBytes::copyOf({reinterpret_cast<const std::uint8_t*>(text.data()), text.size()});
}

std::string word(std::uint32_t number)
{
    return {static_cast<char>(number >> 24), static_cast<char>(number >> 16), static_cast<char>(number >> 8),
        static_cast<char>(number)};
}

const std::string kJpeg = "\xFF\xD8\xFF\xE0rest";
const std::string kPng = "\x89PNGrest";

} // namespace

class TestComfyMessages : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void texts()
    {
        const auto event = readComfyText(R"({"type": "progress", "data": {"value": 3, "max": 8, "node": "5"}})");
        QVERIFY(event);
        QCOMPARE(event->type, std::string("progress"));
        QCOMPARE(intAt(event->data, "value"), std::int64_t{3});
        QVERIFY(!readComfyText("[1]"));
        QVERIFY(!readComfyText("{\"data\": {}}"));
        QVERIFY(!readComfyText("{\"type\":"));
        QVERIFY(readComfyText(R"({"type": "x", "data": 7})")->data.is_object());
    }

    void previews()
    {
        const auto plain = readComfyBinary(bytesOf(word(1) + word(1) + kJpeg));
        QVERIFY(plain && *plain);
        QCOMPARE((*plain)->preview->mime, std::string("image/jpeg"));
        QCOMPARE((*plain)->preview->picture.size(), kJpeg.size());

        const std::string about =
            R"({"node_id": "9", "display_node_id": "4", "prompt_id": "p", "image_type": "image/png"})";
        const auto with =
            readComfyBinary(bytesOf(word(4) + word(static_cast<std::uint32_t>(about.size())) + about + kPng));
        QVERIFY(with && *with);
        QCOMPARE((*with)->preview->mime, std::string("image/png"));
        QCOMPARE((*with)->preview->node, std::string("4"));
        QCOMPARE((*with)->preview->prompt, std::string("p"));
    }

    void oddBinaries_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<bool>("isError");
        const auto row = [](const char* name, const std::string& bytes, bool isError) {
            QTest::newRow(name) << QByteArray::fromStdString(bytes) << isError;
        };
        row("empty", "", true);
        row("seven bytes", word(1) + "abc", true);
        row("a picture of no known kind", word(1) + word(1) + "GIF89a", true);
        row("no picture", word(1) + word(2), true);
        row("metadata longer than all", word(4) + word(0xFFFFFFFF) + kPng, true);
        row("metadata that is no JSON", word(4) + word(3) + "{{{" + kPng, true);
        row("a text, which isn't for us", word(3) + word(1) + "5hello", false);
        row("a kind of the future", word(77) + word(0), false);
    }
    void oddBinaries()
    {
        QFETCH(QByteArray, bytes);
        QFETCH(bool, isError);
        const auto event = readComfyBinary(bytesOf(bytes.toStdString()));
        QCOMPARE(!event, isError);
        QVERIFY(!event || !*event);
    }

    void filesStayInTheirFolders()
    {
        const Json shown = *parseJson(
            R"({"images": [{"filename": "a.png", "subfolder": "x/y", "type": "temp"}, {"filename": "../a", "type": "temp"},
            {"filename": "b.png", "subfolder": "..", "type": "output"}, {"filename": "c/d.png", "type": "output"}, {"filename": "e.png", "type": "root"},
            {"subfolder": "x"}, 7], "text": ["hello"], "audio": [{"filename": "s.flac", "subfolder": "", "type": "output"}]})");
        QCOMPARE(comfyFilesOf(shown), (std::vector<ComfyFile>{{"a.png", "x/y", "temp"}, {"s.flac", "", "output"}}));
        QVERIFY(comfyFilesOf(Json()).empty());
    }
};

QTEST_GUILESS_MAIN(TestComfyMessages)
#include "TestComfyMessages.moc"
