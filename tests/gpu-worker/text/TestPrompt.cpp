// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/Json.h"
#include "gpu-worker/text/Prompt.h"
#include "gpu-worker/text/PromptWeights.h"
#include "gpu-worker/text/Unicode.h"

#include <QFile>
#include <QTest>

#include <cmath>

using namespace weft;

namespace {

constexpr int kFilling = 7;

Json readTokens()
{
    QFile file(QStringLiteral(WEFT_TEST_DATA "/tokens/clip.json"));
    if (!file.open(QIODevice::ReadOnly))
        return {};
    return parseJson(file.readAll().toStdString()).valueOr(Json());
}

EmbeddingRows rowsOf(const Json& known)
{
    return [known](const std::string& name) -> Result<int> { return static_cast<int>(intAt(known, name)); };
}

EmbeddingRows noEmbeddings()
{
    return [](const std::string&) -> Result<int> { return 0; };
}

/// -1: a row of an embedding.
std::vector<int> idsOf(const PromptChunk& chunk)
{
    std::vector<int> ids;
    for (const PromptToken& token : chunk)
        ids.push_back(token.row >= 0 ? -1 : token.id);
    return ids;
}

std::string shown(const std::vector<WeightedText>& parts)
{
    std::string text;
    for (const WeightedText& part : parts)
        text += "[" + part.text + "|" + std::to_string(std::lround(part.weight * 1000)) + "]";
    return text;
}

} // namespace

class TestPrompt : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void tokensAsComfyUi_data()
    {
        QTest::addColumn<int>("index");
        const Json all = readTokens();
        const Json& texts = memberAt(all, "texts");
        QVERIFY(texts.size() > 80);
        for (std::size_t i = 0; i < texts.size(); ++i)
            QTest::newRow(stringAt(texts[i], "name").c_str()) << static_cast<int>(i);
    }
    void tokensAsComfyUi()
    {
        QFETCH(int, index);
        static const Json all = readTokens();
        const Json& expected = memberAt(all, "texts")[static_cast<std::size_t>(index)];
        const auto chunks = promptChunks(stringAt(expected, "text"), kFilling, rowsOf(memberAt(all, "embeddings")));
        QVERIFY(chunks.hasValue());
        const Json& wanted = memberAt(expected, "chunks");
        QCOMPARE(chunks->size(), wanted.size());
        for (std::size_t i = 0; i < wanted.size(); ++i) {
            auto ids = memberAt(wanted[i], "ids").get<std::vector<int>>();
            auto words = memberAt(wanted[i], "words").get<std::vector<int>>();
            auto weights = memberAt(wanted[i], "weights").get<std::vector<double>>();
            ids.resize(kClipContext, kFilling);
            words.resize(kClipContext, 0);
            weights.resize(kClipContext, 1.0);
            QCOMPARE(idsOf((*chunks)[i]), ids);
            for (std::size_t k = 0; k < kClipContext; ++k) {
                QCOMPARE((*chunks)[i][k].word, words[k]);
                QCOMPARE((*chunks)[i][k].weight, weights[k]);
            }
        }
    }

    void weights_data()
    {
        QTest::addColumn<QByteArray>("prompt");
        QTest::addColumn<QByteArray>("parts");
        QTest::newRow("nothing") << QByteArray("") << QByteArray("");
        QTest::newRow("plain") << QByteArray("a cat") << QByteArray("[a cat|1000]");
        QTest::newRow("more") << QByteArray("a (cat)") << QByteArray("[a |1000][cat|1100]");
        QTest::newRow("twice more") << QByteArray("((cat))") << QByteArray("[cat|1210]");
        QTest::newRow("set") << QByteArray("((cat:0.5))") << QByteArray("[cat|500]");
        QTest::newRow("inherits") << QByteArray("((a) b:2)") << QByteArray("[a|2200][ b|2000]");
        QTest::newRow("last colon") << QByteArray("(a:b:1.2)") << QByteArray("[a:b|1200]");
        QTest::newRow("no number") << QByteArray("(a:b)") << QByteArray("[a:b|1100]");
        QTest::newRow("only a number") << QByteArray("(:2)") << QByteArray("[:2|1100]");
        QTest::newRow("underscore") << QByteArray("(a:1_0)") << QByteArray("[a|10000]");
        QTest::newRow("odd underscore") << QByteArray("(a:_1)") << QByteArray("[a:_1|1100]");
        QTest::newRow("blank") << QByteArray("(a: 1.5 )") << QByteArray("[a|1500]");
        QTest::newRow("signs") << QByteArray("(a:-.5)(b:+1.)") << QByteArray("[a|-500][b|1000]");
        QTest::newRow("escaped") << QByteArray("\\(a\\) (b\\):2)") << QByteArray("[(a) |1000][b)|2000]");
        QTest::newRow("never closed") << QByteArray("a (b (c)") << QByteArray("[a |1000][b |1100][(c|1100]");
        QTest::newRow("never opened") << QByteArray("a) (b:2)") << QByteArray("[a) (b:2)|1000]");
        QTest::newRow("empty") << QByteArray("()") << QByteArray("");
    }
    void weights()
    {
        QFETCH(QByteArray, prompt);
        QFETCH(QByteArray, parts);
        const auto parsed = parsePromptWeights(prompt.toStdString());
        QVERIFY(parsed.hasValue());
        QCOMPARE(QByteArray::fromStdString(shown(*parsed)), parts);
    }

    void deepParenthesesAreRefused()
    {
        const std::string deep = std::string(600, '(') + "a" + std::string(600, ')');
        const auto parsed = parsePromptWeights(deep);
        QVERIFY(!parsed);
        QCOMPARE(parsed.error().code, ErrorCode::LimitExceeded);
        QVERIFY(parsePromptWeights(std::string(100'000, '(')).hasValue());
    }

    void longWordsTakeNoLongTime()
    {
        const auto chunks = promptChunks(std::string(300'000, 'a'), 0, noEmbeddings());
        QVERIFY(chunks.hasValue());
        QVERIFY(chunks->size() > 100);
    }

    void embeddingNames_data()
    {
        QTest::addColumn<QByteArray>("prompt");
        QTest::addColumn<QByteArray>("asked");
        QTest::addColumn<int>("rows");
        QTest::newRow("alone") << QByteArray("embedding:e") << QByteArray("e;") << 2;
        QTest::newRow("comma") << QByteArray("embedding:e, x") << QByteArray("e,;e;") << 2;
        QTest::newRow("two") << QByteArray("a embedding:e embedding:e") << QByteArray("e;e;") << 4;
        QTest::newRow("newline") << QByteArray("a\nembedding:e") << QByteArray("e;") << 2;
        QTest::newRow("within a word") << QByteArray("a,embedding:e") << QByteArray("") << 0;
        QTest::newRow("no name") << QByteArray("embedding: ") << QByteArray("") << 0;
        QTest::newRow("unknown") << QByteArray("embedding:u v") << QByteArray("u;") << 0;
    }
    void embeddingNames()
    {
        QFETCH(QByteArray, prompt);
        QFETCH(QByteArray, asked);
        QFETCH(int, rows);
        std::string names;
        const auto chunks = promptChunks(prompt.toStdString(), 0, [&](const std::string& name) -> Result<int> {
            names += name + ";";
            return name == "e" ? 2 : 0;
        });
        QVERIFY(chunks.hasValue());
        QCOMPARE(QByteArray::fromStdString(names), asked);
        QCOMPARE(std::ranges::count(idsOf(chunks->front()), -1), rows);
    }

    void lowerCase_data()
    {
        QTest::addColumn<QString>("word");
        QTest::addColumn<QString>("lower");
        QTest::newRow("final sigma") << QStringLiteral("ΟΔΥΣΣΕΥΣ") << QStringLiteral("οδυσσευς");
        QTest::newRow("sigma alone") << QStringLiteral("Σ") << QStringLiteral("σ");
        QTest::newRow("sigma before a full stop") << QStringLiteral("ΑΣ.") << QStringLiteral("ας.");
        QTest::newRow("sigma, full stop, letter") << QStringLiteral("ΑΣ.Α") << QStringLiteral("ασ.α");
        QTest::newRow("dotted I") << QStringLiteral("İI") << QStringLiteral("i̇i");
        QTest::newRow("title case") << QStringLiteral("ǅ") << QStringLiteral("ǆ");
        QTest::newRow("no case") << QStringLiteral("ß ﷽ 中") << QStringLiteral("ß ﷽ 中");
    }
    void lowerCase()
    {
        QFETCH(QString, word);
        QFETCH(QString, lower);
        QCOMPARE(QString::fromStdU32String(lowered(word.toStdU32String())), lower);
    }

    void compositionAndWrongBytes()
    {
        QCOMPARE(composed(U"e\u0301x"), std::u32string(U"\u00e9x"));
        QCOMPARE(decodeUtf8("a\xff\xc3"), std::u32string(U"a\ufffd\ufffd"));
        QVERIFY(clipTokens("\xff\xfe") == std::vector<int>());
        QVERIFY(clipTokens("a<|endoftext|>b") == std::vector<int>({320, kClipEnd, 321}));
    }
};

QTEST_GUILESS_MAIN(TestPrompt)
#include "TestPrompt.moc"
