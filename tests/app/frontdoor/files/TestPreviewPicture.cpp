// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/frontdoor/files/PictureWork.h"

#include <QTest>

using namespace weft;

namespace {

QByteArray pictureOf(QSize size, const char* format)
{
    QImage picture(size, QImage::Format_RGB888);
    picture.fill(QColor(200, 40, 90));
    return encodePicture(picture, format, -1).valueOr(QByteArray());
}

} // namespace

class TestPreviewPicture : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void sizes_data()
    {
        QTest::addColumn<QSize>("given");
        QTest::addColumn<int>("format");
        QTest::addColumn<QSize>("sent");
        QTest::newRow("a latent") << QSize(64, 64) << 1 << QSize(512, 512);
        QTest::newRow("a wide one") << QSize(128, 32) << 1 << QSize(512, 128);
        QTest::newRow("a high one, PNG") << QSize(8, 16) << 2 << QSize(256, 512);
        QTest::newRow("large enough") << QSize(512, 100) << 1 << QSize(512, 100);
        QTest::newRow("larger") << QSize(700, 700) << 2 << QSize(700, 700);
    }
    void sizes()
    {
        QFETCH(QSize, given);
        QFETCH(int, format);
        QFETCH(QSize, sent);
        const QByteArray large = enlargedPreview(pictureOf(given, format == 2 ? "png" : "jpeg"), format);
        QCOMPARE(large.startsWith("\x89PNG"), format == 2);
        const auto picture = readPicture(QByteArrayView(large));
        QVERIFY(picture);
        QCOMPARE(picture->size(), sent);
        const QColor colour = picture->pixelColor(picture->width() / 2, picture->height() / 2);
        QVERIFY2(qAbs(colour.red() - 200) < 8 && qAbs(colour.green() - 40) < 8 && qAbs(colour.blue() - 90) < 8, qPrintable(colour.name()));
    }

    void whatIsNoPictureStays()
    {
        for (const QByteArray& bytes : {QByteArray(), QByteArray("preview"), QByteArray(1 << 20, 'x')})
            QCOMPARE(enlargedPreview(bytes, 1), bytes);
    }
};

QTEST_GUILESS_MAIN(TestPreviewPicture)
#include "TestPreviewPicture.moc"
