// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/Ids.h"
#include "core/base/SharedBytes.h"

#include <QtTest>

#include <unordered_set>

using namespace weft;

namespace {

Result<int> half(int number)
{
    if (number % 2 != 0)
        return Error {ErrorCode::ValueInvalid, "odd", {{"number", std::to_string(number)}}};
    return number / 2;
}

Result<int> quarter(int number)
{
    WEFT_TRY(const int once, half(number));
    WEFT_TRY(const int twice, half(once));
    return twice;
}

Done isEven(int number)
{
    WEFT_CHECK(half(number));
    return {};
}

} // namespace

class TestIds : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void hex()
    {
        const std::string text = "00ff10" + std::string(26, '0');
        const auto id = RunId::fromHex(text);
        QVERIFY(id);
        QCOMPARE(id->hex(), text);
        QCOMPARE(int(id->bytes[1]), 255);
        QCOMPARE(RunId::fromHex("00FF10" + std::string(26, '0'))->hex(), text);
        QVERIFY(!id->isNull() && RunId {}.isNull());
    }

    void refuses_data()
    {
        QTest::addColumn<QString>("text");
        QTest::newRow("empty") << QString();
        QTest::newRow("short") << QString(31, u'0');
        QTest::newRow("long") << QString(33, u'0');
        QTest::newRow("not a digit") << QString(31, u'0') + u'g';
        QTest::newRow("a space") << u' ' + QString(31, u'0');
        QTest::newRow("a sign") << u'+' + QString(31, u'0');
    }
    void refuses()
    {
        QFETCH(QString, text);
        QVERIFY(RunId::fromHex(text.toStdString()).error().code == ErrorCode::ValueInvalid);
    }

    void fromBytes()
    {
        const std::vector<std::uint8_t> bytes(16, 7);
        QCOMPARE(RunId::fromBytes(bytes)->hex(), RunId::fromHex("07070707070707070707070707070707")->hex());
        QVERIFY(!RunId::fromBytes({bytes.data(), 15}));
        QVERIFY(!RunId::fromBytes({}));
    }

    void orderAndHash()
    {
        const RunId small = *RunId::fromHex(std::string(31, '0') + "1");
        const RunId large = *RunId::fromHex("1" + std::string(31, '0'));
        QVERIFY(small < large && small != large);
        const std::unordered_set<RunId> set {small, large, small};
        QCOMPARE(set.size(), std::size_t {2});
    }

    void results()
    {
        QCOMPARE(*quarter(12), 3);
        QCOMPARE(quarter(6).error().args.at("number"), std::string("3"));
        QCOMPARE(half(3).valueOr(9), 9);
        QVERIFY(isEven(2) && !isEven(3));
        const Error more = half(3).error().with("node", "4").with("number", "kept");
        QCOMPARE(more.args.at("node"), std::string("4"));
        QCOMPARE(more.args.at("number"), std::string("3"));
        QVERIFY(nameOf(ErrorCode::FileTruncated) == "FileTruncated");
        QVERIFY(nameOf(static_cast<ErrorCode>(12345)) == "Unknown");
    }

    void sharedBytes()
    {
        SharedBytes part;
        {
            const SharedBytes whole = SharedBytes::take({1, 2, 3, 4});
            part = whole.sub(1, 2);
            QVERIFY(part.data() == whole.data() + 1);
        }
        QCOMPARE(part.size(), std::size_t {2}); // the memory outlives the whole
        QCOMPARE(int(part.data()[1]), 3);
        QVERIFY(SharedBytes().empty());
    }
};

QTEST_GUILESS_MAIN(TestIds)
#include "TestIds.moc"
