// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/frontdoor/prompts/PythonText.h"

#include <QTest>

#include <limits>

using namespace weft;

class TestPythonText : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void repr_data()
    {
        QTest::addColumn<QString>("json");
        QTest::addColumn<QString>("text");
        QTest::newRow("text") << "\"a\"" << "'a'";
        QTest::newRow("apostrophe") << "\"it's\"" << "\"it's\"";
        QTest::newRow("both quotes") << "\"'\\\"\"" << "'\\'\"'";
        QTest::newRow("control") << "\"a\\n\\u0001\\\\\"" << "'a\\n\\x01\\\\'";
        QTest::newRow("whole float") << "64.0" << "64.0";
        QTest::newRow("small float") << "0.00001" << "1e-05";
        QTest::newRow("float") << "0.0001" << "0.0001";
        QTest::newRow("large float") << "1e16" << "1e+16";
        QTest::newRow("less large float") << "123456789012345.0" << "123456789012345.0";
        QTest::newRow("negative") << "-0.9999999" << "-0.9999999";
        QTest::newRow("seed") << "18446744073709551615" << "18446744073709551615";
        QTest::newRow("others") << "[null, true, {\"a\": [1, \"x\"]}]" << "[None, True, {'a': [1, 'x']}]";
    }

    void repr()
    {
        QFETCH(QString, json);
        QFETCH(QString, text);
        const auto value = parseJson(json.toStdString());
        QVERIFY(value);
        QCOMPARE(QString::fromStdString(python::repr(*value)), text);
    }

    void endsSomewhere()
    {
        Json deep = 1;
        for (int i = 0; i < 5000; ++i)
            deep = Json::array({std::move(deep)});
        QVERIFY(python::repr(deep).size() < 1000);
        QVERIFY(python::repr(Json(std::vector<std::string>(100'000, "text"))).size() < 70'000);
    }

    void problems()
    {
        QCOMPARE(python::intProblem("abc"), std::string("invalid literal for int() with base 10: 'abc'"));
        QCOMPARE(python::intProblem(nullptr), std::string("int() argument must be a string, a bytes-like object or a real number, not 'NoneType'"));
        QCOMPARE(python::intProblem(std::numeric_limits<double>::infinity()), std::string("cannot convert float infinity to integer"));
        QCOMPARE(python::floatProblem(Json::object()), std::string("float() argument must be a string or a real number, not 'dict'"));
        QVERIFY(python::floatProblem(1).empty());
        QCOMPARE(python::wholeNumber(1e30), std::string("1000000000000000019884624838656"));
    }
};

QTEST_GUILESS_MAIN(TestPythonText)
#include "TestPythonText.moc"
