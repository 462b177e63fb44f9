// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtCore/qfloat16.h> // GCC 12: Qt Test needs it whole

#include "app/gallery/MediaView.h"
#include "app/gallery/PictureCanvas.h"
#include "app/gallery/PictureViewer.h"
#include "app/theme/Theme.h"

#include <QBuffer>
#include <QDataStream>
#include <QMediaPlayer>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <QtEndian>

using namespace weft;

namespace {

QByteArray le32(quint32 value)
{
    QByteArray bytes(4, '\0');
    qToLittleEndian(value, bytes.data());
    return bytes;
}

QByteArray le16(quint16 value)
{
    QByteArray bytes(2, '\0');
    qToLittleEndian(value, bytes.data());
    return bytes;
}

QByteArray chunk(const char* name, const QByteArray& body) { return QByteArray(name) + le32(quint32(body.size())) + body + QByteArray(body.size() % 2, '\0'); }
QByteArray list(const char* name, const QByteArray& body) { return chunk("LIST", QByteArray(name) + body); }

QByteArray jpegOf(QColor color)
{
    QImage image(64, 48, QImage::Format_RGB32);
    image.fill(color);
    QByteArray bytes;
    QBuffer buffer(&bytes);
    buffer.open(QIODevice::WriteOnly);
    image.save(&buffer, "JPG", 95);
    return bytes;
}

/// A video of as many colours as frames, ten a second. Source: AVI RIFF file reference (Motion JPEG).
QByteArray movingColours(const QList<QColor>& colours)
{
    QByteArray frames, index;
    for (const QColor& colour : colours) {
        const QByteArray jpeg = jpegOf(colour);
        index += QByteArray("00dc") + le32(0x10) + le32(quint32(frames.size() + 4)) + le32(quint32(jpeg.size()));
        frames += chunk("00dc", jpeg);
    }
    const auto count = quint32(colours.size());
    const QByteArray head = le32(100'000) + le32(100'000) + le32(0) + le32(0x10) + le32(count) + le32(0) + le32(1) + le32(20'000) + le32(64)
        + le32(48) + QByteArray(16, '\0');
    const QByteArray stream = QByteArray("vidsMJPG") + le32(0) + le16(0) + le16(0) + le32(0) + le32(1) + le32(10) + le32(0) + le32(count)
        + le32(20'000) + le32(0xffffffff) + le32(0) + le16(0) + le16(0) + le16(64) + le16(48);
    const QByteArray format = le32(40) + le32(64) + le32(48) + le16(1) + le16(24) + "MJPG" + le32(64 * 48 * 3) + QByteArray(16, '\0');
    const QByteArray header = list("hdrl", chunk("avih", head) + list("strl", chunk("strh", stream) + chunk("strf", format)));
    return chunk("RIFF", QByteArray("AVI ") + header + list("movi", frames) + chunk("idx1", index));
}

/// Half a second of silence, 8,000 samples a second.
QByteArray silence()
{
    const QByteArray format = le16(1) + le16(1) + le32(8000) + le32(8000) + le16(1) + le16(8);
    return chunk("RIFF", QByteArray("WAVE") + chunk("fmt ", format) + chunk("data", QByteArray(4000, char(128))));
}

/// Three frames, red, green, blue, of 4 x 4. Source: GIF89a specification; LZW codes that never grow.
QByteArray threeFrames()
{
    QByteArray gif("GIF89a");
    gif += le16(4) + le16(4) + QByteArray::fromHex("f10000") + QByteArray::fromHex("ff000000ff000000ff000000");
    for (int frame = 0; frame < 3; ++frame) {
        gif += QByteArray::fromHex("21f904000a000000"); // a tenth of a second
        gif += QByteArray::fromHex("2c") + le16(0) + le16(0) + le16(4) + le16(4) + QByteArray::fromHex("00");
        QByteArray bits; // clear code before every second pixel keeps codes at three bits
        int held = 0;
        int count = 0;
        const auto put = [&](int code) {
            held |= code << count;
            for (count += 3; count >= 8; count -= 8, held >>= 8)
                bits += char(held & 0xff);
        };
        for (int pixel = 0; pixel < 16; ++pixel) {
            if (pixel % 2 == 0)
                put(4);
            put(frame);
        }
        put(5);
        if (count > 0)
            bits += char(held & 0xff);
        gif += char(2) + QByteArray(1, char(bits.size())) + bits + '\0';
    }
    return gif + ';';
}

QString written(const QTemporaryDir& folder, const char* name, const QByteArray& bytes)
{
    const QString path = folder.filePath(QString::fromUtf8(name));
    QFile file(path);
    if (file.open(QIODevice::WriteOnly))
        file.write(bytes);
    return path;
}

bool canPlay() { return QMediaPlayer().isAvailable(); }

} // namespace

class TestMediaView : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() { applyTheme(*qApp, Theme::dark()); }

    void anAnimationIsPlayedAndSteppedThrough()
    {
        QTemporaryDir folder;
        MediaView view(openReel(written(folder, "a.gif", threeFrames())));
        view.show();
        QTRY_COMPARE(view.canvas().picture().size(), QSize(4, 4));
        QCOMPARE(view.canvas().picture().pixelColor(1, 1), QColor(Qt::red));
        QVERIFY(!view.reel().isPlaying()); // nothing plays by itself
        QVERIFY(view.takeKey(Qt::Key_Period));
        QCOMPARE(view.canvas().picture().pixelColor(1, 1), QColor(0, 255, 0));
        QVERIFY(view.takeKey(Qt::Key_Period));
        QCOMPARE(view.canvas().picture().pixelColor(1, 1), QColor(Qt::blue));
        QVERIFY(view.takeKey(Qt::Key_Comma));
        QCOMPARE(view.reel().positionText(), QStringLiteral("2 / 3"));
        view.reel().seek(0);
        QCOMPARE(view.canvas().picture().pixelColor(1, 1), QColor(Qt::red));
        QVERIFY(view.takeKey(Qt::Key_Space));
        QVERIFY(view.reel().isPlaying());
        QTRY_VERIFY(view.reel().position() == 2); // by itself
        QVERIFY(view.takeKey(Qt::Key_Space));
        QVERIFY(!view.reel().isPlaying());
        QVERIFY(!view.takeKey(Qt::Key_Q));
    }

    void aDamagedAnimationSaysSo()
    {
        QTemporaryDir folder;
        auto reel = openReel(written(folder, "a.gif", "GIF89a"));
        QSignalSpy failed(reel.get(), &Reel::failed);
        QTRY_COMPARE(failed.size(), 1);
        QVERIFY(!failed[0][0].toString().isEmpty());
    }

    void aVideoIsSteppedThrough()
    {
        if (!canPlay())
            QSKIP("SKIPPED: Qt's multimedia plugin isn't here");
        QTemporaryDir folder;
        MediaView view(openReel(written(folder, "a.avi", movingColours({Qt::red, Qt::green, Qt::blue, Qt::yellow, Qt::red, Qt::green}))));
        QSignalSpy failed(&view.reel(), &Reel::failed);
        view.show();
        QTRY_VERIFY_WITH_TIMEOUT(!view.canvas().picture().isNull() || !failed.isEmpty(), 20'000);
        if (!failed.isEmpty())
            QSKIP("SKIPPED: no decoder for Motion JPEG here");
        QVERIFY(!view.reel().isPlaying());
        const auto isLike = [&view](QColor color) {
            const QColor at = view.canvas().picture().pixelColor(20, 20);
            return std::abs(at.red() - color.red()) < 40 && std::abs(at.green() - color.green()) < 40 && std::abs(at.blue() - color.blue()) < 40;
        };
        QTRY_VERIFY(isLike(Qt::red));
        QTRY_VERIFY(view.reel().length() >= 500);
        view.reel().step(1);
        QTRY_VERIFY(isLike(Qt::green));
        view.reel().seek(350);
        QTRY_VERIFY(isLike(Qt::yellow));
        view.reel().step(-1);
        QTRY_VERIFY(isLike(Qt::blue));
        view.reel().setLoop(true);
        view.togglePlay();
        QTRY_VERIFY(view.reel().isPlaying());
        QTest::qWait(1200); // longer than it is
        QVERIFY(view.reel().isPlaying());
        view.togglePlay();
        QTRY_VERIFY(!view.reel().isPlaying());
    }

    void aSoundHasAPlaceAndALength()
    {
        if (!canPlay())
            QSKIP("SKIPPED: Qt's multimedia plugin isn't here");
        QTemporaryDir folder;
        MediaView view(openReel(written(folder, "a.wav", silence())));
        QSignalSpy failed(&view.reel(), &Reel::failed);
        view.show();
        QTRY_VERIFY_WITH_TIMEOUT(view.reel().length() >= 490 || !failed.isEmpty(), 20'000);
        if (!failed.isEmpty())
            QSKIP("SKIPPED: no decoder for WAV here");
        QVERIFY(!view.reel().hasPicture());
        view.reel().seek(250);
        QTRY_VERIFY(std::abs(view.reel().position() - 250) < 60);
    }

    void whatNothingDecodesSaysSo()
    {
        if (!canPlay())
            QSKIP("SKIPPED: Qt's multimedia plugin isn't here");
        QTemporaryDir folder;
        auto reel = openReel(written(folder, "a.mp4", QByteArray(5000, 'x')));
        QSignalSpy failed(reel.get(), &Reel::failed);
        QTRY_VERIFY_WITH_TIMEOUT(!failed.isEmpty(), 20'000);
        QVERIFY(failed[0][0].toString().contains(QStringLiteral("decoder")) || failed[0][0].toString().contains(QStringLiteral("played")));
    }

    void theViewerChangesBetweenPicturesAndWhatMoves()
    {
        QTemporaryDir folder;
        QImage image(8, 8, QImage::Format_RGB32);
        image.fill(Qt::red);
        const QString picture = folder.filePath(QStringLiteral("a.png"));
        QVERIFY(image.save(picture));
        auto* viewer = new PictureViewer({{{}, QStringLiteral("gif"), written(folder, "a.gif", threeFrames())}, {{}, QStringLiteral("png"), picture},
                                             {{}, QStringLiteral("latent"), written(folder, "a.latent", "x")}},
            0);
        viewer->show();
        QVERIFY(viewer->media());
        QTRY_COMPARE(viewer->canvas().picture().size(), QSize(4, 4));
        QTest::keyClick(viewer, Qt::Key_Right);
        QVERIFY(!viewer->media());
        QTRY_COMPARE(viewer->canvas().picture().size(), QSize(8, 8));
        QTest::keyClick(viewer, Qt::Key_Right);
        QVERIFY(viewer->canvas().picture().isNull());
        QTest::keyClick(viewer, Qt::Key_Home);
        QVERIFY(viewer->media());
        viewer->close();
    }

    void clocksAreReadable_data()
    {
        QTest::addColumn<qint64>("milliseconds");
        QTest::addColumn<QString>("text");
        QTest::newRow("start") << qint64(0) << QStringLiteral("0:00.0");
        QTest::newRow("seconds") << qint64(2'450) << QStringLiteral("0:02.4");
        QTest::newRow("minutes") << qint64(75'000) << QStringLiteral("1:15.0");
        QTest::newRow("hours") << qint64(3'723'000) << QStringLiteral("1:02:03.0");
        QTest::newRow("before the start") << qint64(-5) << QStringLiteral("0:00.0");
    }

    void clocksAreReadable()
    {
        QFETCH(qint64, milliseconds);
        QTEST(clockText(milliseconds), "text");
    }
};

QTEST_MAIN(TestMediaView)
#include "TestMediaView.moc"
