// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/Json.h"

#include <QtTest>

using namespace weft;

class TestJson : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void keepsOrderAndBits()
    {
        const std::string text = R"({"z":18446744073709551615,"a":-9223372036854775808,"m":9007199254740993,"f":1.0,"g":0.1})";
        QCOMPARE(toJsonText(*parseJson(text)), text);
    }

    void nanBecomesNull_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("read");
        QTest::newRow("all") << u"[NaN,Infinity,-Infinity]"_qs << u"[null,null,null]"_qs;
        QTest::newRow("in text it stays") << u"{\"NaN\":\"Infinity \\\" NaN -Infinity\"}"_qs << u"{\"NaN\":\"Infinity \\\" NaN -Infinity\"}"_qs;
        QTest::newRow("after an escape") << u"[\"\\\\\",NaN]"_qs << u"[\"\\\\\",null]"_qs;
        QTest::newRow("alone") << u"NaN"_qs << u"null"_qs;
    }
    void nanBecomesNull()
    {
        QFETCH(QString, text);
        QFETCH(QString, read);
        const auto json = parseJson(text.toStdString());
        QVERIFY(json);
        QCOMPARE(QString::fromStdString(toJsonText(*json)), read);
    }

    void depth()
    {
        const auto nested = [](int depth) { return std::string(std::size_t(depth), '[') + std::string(std::size_t(depth), ']'); };
        QVERIFY(parseJson(nested(128)));
        QVERIFY(parseJson(nested(129)).error().code == ErrorCode::JsonTooDeep);
        QVERIFY(parseJson(std::string(1'000'000, '[')).error().code == ErrorCode::JsonTooDeep);
        QVERIFY(parseJson("\"" + std::string(1000, '[') + "\""));
        QVERIFY(parseJson("[[1]]", {.maxBytes = 100, .maxDepth = 1}).error().code == ErrorCode::JsonTooDeep);
    }

    void size()
    {
        QVERIFY(parseJson("[1,2]", {.maxBytes = 5}));
        const auto large = parseJson("[1,22]", {.maxBytes = 5});
        QVERIFY(large.error().code == ErrorCode::FileTooLarge);
        QCOMPARE(large.error().args.at("limit"), std::string("5"));
    }

    /// An object looks at all its keys for each new one: three million would take for ever.
    void keyWork_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<bool>("fits");
        const auto object = [](int keys, const QByteArray& begin) {
            QByteArray text = "{";
            for (int i = 0; i < keys; ++i)
                text += (i ? ",\"" : "\"") + begin + QByteArray::number(i) + "\":0";
            return text + "}";
        };
        QTest::newRow("as many as fit") << object(100, "k") << true; // 100 * 99 / 2
        QTest::newRow("one more") << object(101, "k") << false;
        QTest::newRow("one more, behind an escape") << object(101, "\\\"{") << false;
        QTest::newRow("in several objects") << "[" + object(70, "k") + "," + object(70, "k") + "]" << true;
        QTest::newRow("in too many objects") << "[" + object(100, "k") + "," + object(3, "k") + "]" << false;
        QTest::newRow("in one inside the other") << "{\"a\":" + object(100, "k") + ",\"b\":0,\"c\":0}" << false;
        QTest::newRow("long keys cost more") << object(100, QByteArray(200, 'k')) << false;
        QTest::newRow("colons in a text") << "[\"" + QByteArray(10'000, ':') + "\"]" << true;
    }
    void keyWork()
    {
        QFETCH(QByteArray, text);
        QFETCH(bool, fits);
        const auto json = parseJson(text.toStdString(), {.maxKeyWork = 4950});
        QCOMPARE(json.hasValue(), fits);
        QVERIFY(fits || json.error().code == ErrorCode::LimitExceeded);
    }

    void keysWithoutEnd()
    {
        std::string text = "{";
        for (int i = 0; text.size() < (32u << 20) - 20; ++i)
            text += "\"" + std::to_string(i) + "\":0,";
        QVERIFY(parseJson(text + "\"a\":0}").error().code == ErrorCode::LimitExceeded); // hours, otherwise
    }

    void invalid_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<int>("line");
        QTest::addColumn<int>("column");
        QTest::newRow("empty") << QByteArray("") << 1 << 1;
        QTest::newRow("comma") << QByteArray("{\"a\":1,}") << 1 << 8;
        QTest::newRow("third line") << QByteArray("{\n\"a\":\n x}") << 3 << 2;
        QTest::newRow("closed too often") << QByteArray("}}}}{\"a\":1}") << 1 << 1;
        QTest::newRow("two values") << QByteArray("1 2") << 1 << 3;
        QTest::newRow("not UTF-8") << QByteArray("\"\xFF\"") << 1 << 2;
        QTest::newRow("number too large") << QByteArray("1e999") << 1 << 1;
        QTest::newRow("control character") << QByteArray("\"a\nb\"") << 1 << 3;
    }
    void invalid()
    {
        QFETCH(QByteArray, text);
        QFETCH(int, line);
        QFETCH(int, column);
        const auto json = parseJson(text.toStdString());
        QVERIFY(!json);
        QVERIFY(json.error().code == ErrorCode::JsonInvalid);
        QCOMPARE(json.error().args.at("line"), std::to_string(line));
        QCOMPARE(json.error().args.at("column"), std::to_string(column));
    }

    void writingNeverFails()
    {
        const Json json = {{"bad", std::string("a\xFF\xC3")}};
        QVERIFY(parseJson(toJsonText(json)));
    }

    void typedReads()
    {
        const Json json = *parseJson(R"({"s":"x","i":-3,"u":18446744073709551615,"d":1.5,"b":true,"n":null})");
        QCOMPARE(stringAt(json, "s"), std::string("x"));
        QCOMPARE(stringAt(json, "i", "else"), std::string("else"));
        QCOMPARE(intAt(json, "i"), std::int64_t {-3});
        QCOMPARE(intAt(json, "d", 7), std::int64_t {7});
        QCOMPARE(intAt(json, "absent", 7), std::int64_t {7});
        QCOMPARE(intAt(json, "u", 7), std::int64_t {7}); // doesn't fit, so it isn't one
        QCOMPARE(numberAt(json, "i"), -3.0);
        QCOMPARE(numberAt(json, "s", 2.0), 2.0);
        QCOMPARE(boolAt(json, "b"), true);
        QCOMPARE(boolAt(json, "n", true), true);
        QVERIFY(memberAt(json, "absent").is_null());
        QVERIFY(memberAt(Json::array({1}), "a").is_null());
        QVERIFY(memberAt(Json(), "a").is_null());
    }
};

QTEST_GUILESS_MAIN(TestJson)
#include "TestJson.moc"
