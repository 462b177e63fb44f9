// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/editor/model/PreviewPicture.h"

#include <QTest>

using namespace weft;

/// A picture with its halves.
class TestPreviewPicture : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void nothingStaysNothing()
    {
        QVERIFY(PreviewPicture().isNull());
        QVERIFY(PreviewPicture(QImage()).isNull());
        QVERIFY(PreviewPicture().whole().isNull());
        QVERIFY(PreviewPicture().size().isEmpty());
    }

    void theSmallestThatIsEnough_data()
    {
        QTest::addColumn<double>("pixels");
        QTest::addColumn<QSize>("size");
        QTest::newRow("larger than it is") << 900.0 << QSize(512, 256);
        QTest::newRow("as it is") << 512.0 << QSize(512, 256);
        QTest::newRow("a little smaller") << 257.0 << QSize(512, 256);
        QTest::newRow("half") << 256.0 << QSize(256, 128);
        QTest::newRow("a dot") << 1.0 << QSize(64, 32);
    }

    void theSmallestThatIsEnough()
    {
        QFETCH(double, pixels);
        QImage whole(512, 256, QImage::Format_RGB32);
        whole.fill(Qt::red);
        const PreviewPicture picture(whole);
        QTEST(picture.forWidth(pixels).size(), "size");
        QCOMPARE(picture.forWidth(pixels).pixelColor(1, 1), QColor(Qt::red));
        QCOMPARE(picture.size(), QSize(512, 256));
        QCOMPARE(picture.whole(), whole);
    }

    void aSmallOneHasNoHalves()
    {
        QImage dot(1, 1, QImage::Format_ARGB32);
        dot.fill(Qt::transparent);
        QCOMPARE(PreviewPicture(dot).forWidth(0.1).size(), QSize(1, 1));
        QImage line(4000, 1, QImage::Format_Grayscale8);
        line.fill(0);
        QCOMPARE(PreviewPicture(line).forWidth(10).size(), QSize(4000, 1));
    }

    void halvesKeepWhatIsTransparent()
    {
        QImage glass(256, 256, QImage::Format_RGBA8888);
        glass.fill(QColor(0, 0, 255, 128));
        const QColor half = PreviewPicture(glass).forWidth(64).pixelColor(5, 5);
        QCOMPARE(half.alpha(), 128);
        QVERIFY(half.blue() > 250);
    }
};

QTEST_MAIN(TestPreviewPicture)
#include "TestPreviewPicture.moc"
