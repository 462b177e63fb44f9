// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/engines/language/Embedding.h"

#include <QTest>

#include <cmath>

using namespace weft;

namespace {

Value embeddingFrom(const char* json)
{
    return *embeddingOf(*parseJson(json), "m");
}

} // namespace

class TestEmbedding : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void oneRow()
    {
        const Value value = embeddingFrom(R"({"data": [{"index": 0, "embedding": [1, 0.5, -2]}]})");
        QCOMPARE(value.type, std::string("EMBEDDING"));
        QCOMPARE(value.tensor("value")->shape, (std::vector<std::int64_t>{1, 3}));
        const auto again = decodeValue(*encodeValue(value));
        QVERIFY(again);
        QCOMPARE(stringAt(again->meta, "model"), std::string("m"));
        QCOMPARE(reinterpret_cast<const float*>(again->tensor("value")->data.data())[2], -2.0F);
    }

    void rows()
    {
        const Value value = embeddingFrom(R"({"data": [{"embedding": [[1, 2], [3, 4], [5, 6]]}]})");
        QCOMPARE(value.tensor("value")->shape, (std::vector<std::int64_t>{3, 2}));
    }

    void wrong_data()
    {
        QTest::addColumn<QByteArray>("json");
        QTest::newRow("nothing") << QByteArray("{}");
        QTest::newRow("no data") << QByteArray(R"({"data": []})");
        QTest::newRow("a text") << QByteArray(R"({"data": [{"embedding": "AAAA"}]})");
        QTest::newRow("empty") << QByteArray(R"({"data": [{"embedding": []}]})");
        QTest::newRow("texts") << QByteArray(R"({"data": [{"embedding": [1, "2"]}]})");
        QTest::newRow("null") << QByteArray(R"({"data": [{"embedding": [1, null]}]})");
        QTest::newRow("too large for a float") << QByteArray(R"({"data": [{"embedding": [1e300]}]})");
        QTest::newRow("rows of two widths") << QByteArray(R"({"data": [{"embedding": [[1, 2], [3]]}]})");
        QTest::newRow("empty rows") << QByteArray(R"({"data": [{"embedding": [[], []]}]})");
        QTest::newRow("rows and numbers") << QByteArray(R"({"data": [{"embedding": [[1], 2]}]})");
    }
    void wrong()
    {
        QFETCH(QByteArray, json);
        const auto value = embeddingOf(*parseJson(json.toStdString()), "m");
        QVERIFY(!value);
        QCOMPARE(value.error().code, ErrorCode::ProtocolViolation);
    }

    void similarity()
    {
        const Value a = embeddingFrom(R"({"data": [{"embedding": [1, 0]}]})");
        const Value b = embeddingFrom(R"({"data": [{"embedding": [[2, 2], [0, 0]]}]})");
        QVERIFY(std::fabs(*similarityOf(a, b) - std::sqrt(0.5)) < 1e-6);
        QVERIFY(std::fabs(*similarityOf(a, a) - 1) < 1e-6);
        const Value zero = embeddingFrom(R"({"data": [{"embedding": [0, 0]}]})");
        QCOMPARE(*similarityOf(a, zero), 0.0);
        const Value wide = embeddingFrom(R"({"data": [{"embedding": [1, 0, 0]}]})");
        QCOMPARE(similarityOf(a, wide).error().code, ErrorCode::ValueInvalid);
        QVERIFY(!similarityOf(a, literalValue("FLOAT", 1.0)));
        Value broken = a;
        broken.tensors[0].second.shape = {1000, 1000};
        QVERIFY(!similarityOf(a, broken));
    }
};

QTEST_GUILESS_MAIN(TestEmbedding)
#include "TestEmbedding.moc"
