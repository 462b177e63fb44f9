// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/catalogue/Curve.h"

#include <QtTest>

using namespace weft;

class TestCurve : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void bothFormsAreReadAndKept()
    {
        const Json list = Json::parse("[[0, 0], [0.5, 0.8], [1, 1]]");
        const Result<Curve> fromList = readCurve(list);
        QVERIFY(fromList.hasValue());
        QVERIFY(fromList->isSmooth);
        QVERIFY(writeCurve(*fromList, list) == Json::parse("[[0.0, 0.0], [0.5, 0.8], [1.0, 1.0]]"));
        const Json object = Json::parse(R"({"points": [[1, 1], [0, 0.2]], "interpolation": "linear", "more": 7})");
        const Result<Curve> fromObject = readCurve(object);
        QVERIFY(fromObject.hasValue());
        QVERIFY(!fromObject->isSmooth);
        QVERIFY((fromObject->points.front() == Curve::Point {0, 0.2})); // sorted
        const Json written = writeCurve(*fromObject, object);
        QVERIFY(written["more"] == 7);
        QVERIFY(readCurve(written).valueOr(Curve()) == *fromObject);
    }

    void whatIsNoneIsRefused_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::newRow("nothing") << QByteArray("null");
        QTest::newRow("a word") << QByteArray("\"linear\"");
        QTest::newRow("one point") << QByteArray("[[0, 0]]");
        QTest::newRow("three numbers") << QByteArray("[[0, 0, 0], [1, 1, 1]]");
        QTest::newRow("a word for a number") << QByteArray("[[0, \"0\"], [1, 1]]");
        QTest::newRow("no points") << QByteArray("{\"points\": 3}");
        QTest::newRow("more than a curve needs") << QByteArray("[") + QByteArray("[0, 0],").repeated(300) + QByteArray("[1, 1]]");
    }

    void whatIsNoneIsRefused()
    {
        QFETCH(QByteArray, text);
        const Result<Curve> read = readCurve(Json::parse(text.toStdString()));
        QVERIFY(!read.hasValue());
        QVERIFY(read.error().code == ErrorCode::SettingInvalid);
    }

    void goesThroughItsPointsAndNeverBeyond()
    {
        Curve curve;
        curve.points = {{0.1, 0.2}, {0.3, 0.9}, {0.35, 0.9}, {0.8, 0.1}, {1, 0.5}};
        for (const Curve::Point& point : curve.points)
            QVERIFY(std::abs(heightAt(curve, point.x) - point.y) < 1e-12);
        QCOMPARE(heightAt(curve, 0), 0.2);
        QCOMPARE(heightAt(curve, 1), 0.5);
        double before = heightAt(curve, 0.1);
        for (double x = 0.1; x <= 0.3; x += 0.001) {
            QVERIFY(heightAt(curve, x) >= before - 1e-12); // rises between points that rise
            before = heightAt(curve, x);
        }
        for (double x = 0; x <= 1; x += 0.001)
            QVERIFY(heightAt(curve, x) >= 0.1 - 1e-12 && heightAt(curve, x) <= 0.9 + 1e-12);
        curve.isSmooth = false;
        QVERIFY(std::abs(heightAt(curve, 0.2) - 0.55) < 1e-12);
        const Curve plain;
        QVERIFY(std::abs(heightAt(plain, 0.37) - 0.37) < 1e-12);
    }

    void pointsAboveEachOtherAreAStep()
    {
        Curve curve;
        curve.points = {{0, 0}, {0.5, 0.2}, {0.5, 0.8}, {1, 1}};
        QCOMPARE(heightAt(curve, 0.5), 0.8);
        QVERIFY(heightAt(curve, 0.499) <= 0.2 + 1e-9);
    }
};

QTEST_APPLESS_MAIN(TestCurve)
#include "TestCurve.moc"
