// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/engines/comfy/ComfyValues.h"
#include "tests/app/engines/comfy/Jobs.h"

#include <QTest>

using namespace weft;
using namespace weft::testing;

class TestComfyValues : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void latentFiles()
    {
        const Tensor samples = *latent(4, 3, 2).tensor("samples");
        const auto whole = latentFileOf(samples, {0, 4, 0});
        QVERIFY(whole);
        QCOMPARE(distance(*latentOfFile(*whole), samples), 0.0);
        const auto part = latentFileOf(samples, {1, 2, 3});
        const Tensor padded = *latentOfFile(*part);
        QCOMPARE(padded.shape, (std::vector<std::int64_t>{5, 4, 3, 2}));
        const auto* numbers = reinterpret_cast<const float*>(padded.data.data());
        QCOMPARE(numbers[71], 0.0F);
        QCOMPARE(numbers[72], reinterpret_cast<const float*>(samples.data.data())[24]);
        QVERIFY(!latentFileOf(samples, {2, 3, 0}));
        QVERIFY(!latentOfFile(SharedBytes::take({1, 2, 3})));
    }

    void pngsRoundAndComeBack()
    {
        Value two = picture(2, 3, 5);
        const auto first = pngOfPicture(two, 0), second = pngOfPicture(two, 1);
        QVERIFY(first && second);
        const auto back = valueOfPngs({*first, *second}, "IMAGE");
        QVERIFY(back);
        QVERIFY(distance(*back->tensor("value"), *two.tensor("value")) < 1e-6);
        const auto red = valueOfPngs({*pngOfPicture(mask(1, 4, 4), 0)}, "MASK");
        QVERIFY(distance(*red->tensor("value"), *mask(1, 4, 4).tensor("value")) < 1e-6);
        const auto alpha = valueOfPngs({*pngOfPicture(picture(1, 4, 4, 4), 0)}, "IMAGE");
        QVERIFY(distance(*alpha->tensor("value"), *picture(1, 4, 4, 4).tensor("value")) < 1e-6);
        QVERIFY(!valueOfPngs({*first, *pngOfPicture(picture(1, 4, 4), 0)}, "IMAGE"));
        QVERIFY(!valueOfPngs({SharedBytes::take({0x89, 'P', 'N', 'G'})}, "IMAGE"));
        QVERIFY(!valueOfPngs({}, "IMAGE"));
        QVERIFY(!pngOfPicture(two, 2));
    }

    void literals_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("type");
        QTest::addColumn<QString>("json"); // empty: refused
        QTest::newRow("text") << "a [\"b\", 0]"
                              << "STRING"
                              << "\"a [\\\"b\\\", 0]\"";
        QTest::newRow("negative") << "-3"
                                  << "INT"
                                  << "-3";
        QTest::newRow("seed") << "18446744073709551615"
                              << "INT"
                              << "18446744073709551615";
        QTest::newRow("fraction") << "0.1"
                                  << "FLOAT"
                                  << "0.1";
        QTest::newRow("small") << "1e-05"
                               << "FLOAT"
                               << "1e-05";
        QTest::newRow("whole float") << "2"
                                     << "FLOAT"
                                     << "2.0";
        QTest::newRow("truth") << "True"
                               << "BOOLEAN"
                               << "true";
        QTest::newRow("no truth") << "yes"
                                  << "BOOLEAN"
                                  << "";
        QTest::newRow("not a number") << "nan"
                                      << "FLOAT"
                                      << "";
        QTest::newRow("infinite") << "inf"
                                  << "FLOAT"
                                  << "";
        QTest::newRow("no whole number") << "1.5"
                                         << "INT"
                                         << "";
        QTest::newRow("empty number") << ""
                                      << "INT"
                                      << "";
    }
    void literals()
    {
        QFETCH(QString, text);
        QFETCH(QString, type);
        QFETCH(QString, json);
        const auto value = literalOfText(text.toStdString(), type.toStdString());
        QCOMPARE(value ? QString::fromStdString(toJsonText(memberAt(value->meta, "value"))) : QString(), json);
    }
};

QTEST_GUILESS_MAIN(TestComfyValues)
#include "TestComfyValues.moc"
