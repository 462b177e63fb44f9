// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gpu-worker/nodes/MathExpression.h"

#include <QTest>

using namespace weft;
using namespace weft::worker;

namespace {

MathContext context()
{
    const std::vector<Number> values{std::int64_t{7}, 2.5, std::int64_t{-3}};
    return {{{"a", values[0]}, {"b", values[1]}, {"c", values[2]}}, values};
}

QString shown(const Number& number)
{
    if (const auto* whole = std::get_if<std::int64_t>(&number))
        return QString::number(*whole);
    if (const auto* flag = std::get_if<bool>(&number))
        return *flag ? QStringLiteral("True") : QStringLiteral("False");
    return QString::number(std::get<double>(number), 'g', 12) + QStringLiteral("f");
}

} // namespace

class TestMath : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void asPython_data()
    {
        QTest::addColumn<QByteArray>("expression");
        QTest::addColumn<QString>("result");
        const auto row = [](const char* expression, const char* result) {
            QTest::newRow(expression) << QByteArray(expression) << QString::fromLatin1(result);
        };
        row("a + b", "9.5f");
        row("a - c", "10");
        row("a / 2", "3.5f");
        row("a // 2", "3");
        row("c // 2", "-2");
        row("c % 2", "1");
        row("-7.5 // 2", "-4f");
        row("2 ** 10", "1024");
        row("2 ** -1", "0.5f");
        row("-2 ** 2", "-4");
        row("2 ** 3 ** 2", "512");
        row("2 ** 64", "1.84467440737e+19f");
        row("9223372036854775807 + 1", "9.22337203685e+18f");
        row("1 + 2 * 3", "7");
        row("(1 + 2) * 3", "9");
        row("--a", "7");
        row("1 < 2 < 3", "True");
        row("3 > 2 > 2", "False");
        row("not a", "False");
        row("0 or c", "-3");
        row("a and b", "2.5f");
        row("1 if a > 5 else 2", "1");
        row("sum(values)", "6.5f");
        row("sum(1, 2)", "3");
        row("min(values)", "-3");
        row("max(a, b)", "7");
        row("abs(c)", "3");
        row("round(b)", "2");
        row("round(3.5)", "4");
        row("round(1.25, 1)", "1.2f");
        row("ceil(b) + floor(b)", "5");
        row("int(-2.7)", "-2");
        row("float(a)", "7f");
        row("sqrt(16)", "4f");
        row("log(8, 2)", "3f");
        row(" a*(b) ", "17.5f");
        row("1e3 + .5", "1000.5f");
        row("True + 1", "2");
    }
    void asPython()
    {
        QFETCH(QByteArray, expression);
        QFETCH(QString, result);
        const auto number = evaluateMath(expression.toStdString(), context());
        QVERIFY2(number.hasValue(), number ? "" : number.error().detail.c_str());
        QCOMPARE(shown(*number), result);
    }

    void refused_data()
    {
        QTest::addColumn<QByteArray>("expression");
        for (const char* expression :
            {"", "1 +", "1 / 0", "5 % 0", "x", "a.b", "__import__('os')", "open(1)", "2 ** 5000", "pow(2, 5000)",
                "sqrt(-1)", "min()", "(1", "1)", "a b", "1 if 2", "3x", "0 ** -1", "log(0)"})
            QTest::newRow(expression) << QByteArray(expression);
        QTest::newRow("deep") << QByteArray(2000, '(') + "1" + QByteArray(2000, ')');
        QTest::newRow("long") << QByteArray(20'000, '1');
    }
    void refused()
    {
        QFETCH(QByteArray, expression);
        const auto number = evaluateMath(expression.toStdString(), context());
        QVERIFY(!number);
        QCOMPARE(number.error().code, ErrorCode::SettingInvalid);
    }
};

QTEST_GUILESS_MAIN(TestMath)
#include "TestMath.moc"
