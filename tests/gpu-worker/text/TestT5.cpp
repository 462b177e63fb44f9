// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/Json.h"
#include "gpu-worker/text/CharacterMap.h"
#include "gpu-worker/text/Prompt.h"
#include "gpu-worker/text/T5Tokens.h"
#include "gpu-worker/text/Unigram.h"

#include <QFile>
#include <QTest>

using namespace weft;

namespace {

Json readTokens()
{
    QFile file(QStringLiteral(WEFT_TEST_DATA "/tokens/t5.json"));
    if (!file.open(QIODevice::ReadOnly))
        return {};
    return parseJson(file.readAll().toStdString()).valueOr(Json());
}

EmbeddingRows noEmbeddings()
{
    return [](const std::string&) -> Result<int> { return 0; };
}

PromptChunk prompt(const char* text, std::size_t least = 0)
{
    return t5Prompt(text, least, noEmbeddings()).value();
}

} // namespace

class TestT5 : public QObject {
    Q_OBJECT

private Q_SLOTS:
    /// Ids by Hugging Face's tokenizers, for texts in many scripts and for noise.
    void tokensAsRecorded()
    {
        const Json recorded = readTokens();
        const Json& texts = memberAt(recorded, "texts");
        QVERIFY(texts.size() > 200);
        for (const Json& one : texts) {
            const std::string text = stringAt(one, "text");
            QVERIFY2(t5Tokens(text) == memberAt(one, "ids").get<std::vector<int>>(), text.c_str());
        }
    }

    void brokenText()
    {
        QVERIFY(!t5Tokens("\xFF\xC3(").empty());
        QCOMPARE(t5Tokens(std::string_view("a\0b", 3)).empty(), false);
        QVERIFY(t5Tokens("").empty());
    }

    /// One row, an end, filling.
    void promptsAreOneRow()
    {
        const PromptChunk row = prompt("a (red:1.5) cup", 8);
        QCOMPARE(row.size(), std::size_t {8});
        QCOMPARE(row.back().id, kT5Filling);
        const auto end = std::ranges::find(row, kT5End, &PromptToken::id);
        QVERIFY(end != row.end());
        QVERIFY(std::ranges::any_of(row, [](const PromptToken& token) { return token.weight == 1.5; }));
        QVERIFY(prompt(std::string(3000, 'x').append(" y").c_str(), 77).size() > 77);
        QCOMPARE(prompt("", 77).front().id, kT5End);
        QCOMPARE(emptyT5Prompt(0).size(), std::size_t {1});
        QCOMPARE(emptyT5Prompt(3).back().id, kT5Filling);
    }

    void mostLikelyPieces()
    {
        const Unigram pieces("0\t<unk>\n-1\ta\n-1.5\tab\n-3\tb\n-9\tabc\n", 0);
        QCOMPARE(pieces.tokens("ab"), std::vector<int> {2});
        QCOMPARE(pieces.tokens("aab"), (std::vector<int> {1, 2}));
        QCOMPARE(pieces.tokens("abc"), std::vector<int> {4});
        QCOMPARE(pieces.tokens("axxa"), (std::vector<int> {1, 0, 1})); // neighbours that nobody knows are one
        QVERIFY(pieces.tokens("").empty());
    }

    /// What isn't a map changes nothing, and is never read beyond its end.
    void brokenMaps_data()
    {
        QTest::addColumn<QByteArray>("base64");
        QTest::newRow("none") << QByteArray();
        QTest::newRow("no base64") << QByteArray("???");
        QTest::newRow("longer than it is") << QByteArray("/////wAA");
        QTest::newRow("a trie that leads outside") << QByteArray("CAAAAP////8A////");
    }
    void brokenMaps()
    {
        QFETCH(QByteArray, base64);
        const CharacterMap map(base64.toStdString());
        QCOMPARE(map.normalized("a text"), std::string("a text"));
    }
};

QTEST_GUILESS_MAIN(TestT5)
#include "TestT5.moc"
