// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtCore/qfloat16.h> // GCC 12: Qt Test needs it whole

#include "app/gallery/model/MediaKind.h"
#include "app/gallery/model/PictureMath.h"
#include "app/gallery/model/Trash.h"
#include "tests/app/gallery/GalleryFixture.h"

#include <QElapsedTimer>
#include <QSignalSpy>
#include <QTest>

using namespace weft;
using namespace weft::fake;

namespace {

QStringList namesOf(const GalleryModel& model)
{
    QStringList names;
    for (int row = 0; row < model.rowCount(); ++row)
        names << model.index(row).data().toString();
    return names;
}

void writeBytes(const QString& path, const QByteArray& bytes)
{
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(bytes);
}

} // namespace

class TestGalleryModel : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void theNewestComesFirst()
    {
        GalleryFixture f;
        f.run("old", QStringLiteral("a dog"), Qt::red, 3);
        f.run("new", QStringLiteral("a cat"), Qt::blue);
        GalleryModel model(*f.history, f.thumbnails);
        QCOMPARE(namesOf(model), (QStringList {QStringLiteral("new"), QStringLiteral("old")}));
        f.run("newest", QStringLiteral("a bird"), Qt::green);
        QCOMPARE(namesOf(model).first(), QStringLiteral("newest"));
        QCOMPARE(model.total(), 3);
    }

    void searchAndDayNarrowIt_data()
    {
        QTest::addColumn<QString>("words");
        QTest::addColumn<int>("daysAgo");
        QTest::addColumn<QString>("names");
        QTest::newRow("all") << QString() << -1 << QStringLiteral("c b a");
        QTest::newRow("prompt") << QStringLiteral("CAT") << -1 << QStringLiteral("c a");
        QTest::newRow("two words") << QStringLiteral("cat box") << -1 << QStringLiteral("a");
        QTest::newRow("seed") << QStringLiteral("2") << -1 << QStringLiteral("b");
        QTest::newRow("node") << QStringLiteral("save image") << -1 << QStringLiteral("c b a");
        QTest::newRow("nothing") << QStringLiteral("whale") << -1 << QString();
        QTest::newRow("a day") << QString() << 2 << QStringLiteral("b a");
        QTest::newRow("a day and a word") << QStringLiteral("dog") << 2 << QStringLiteral("b");
    }

    void searchAndDayNarrowIt()
    {
        QFETCH(QString, words);
        QFETCH(int, daysAgo);
        QFETCH(QString, names);
        GalleryFixture f;
        f.run("a", QStringLiteral("a cat in a box"), Qt::red, 2);
        f.run("b", QStringLiteral("a dog"), Qt::red, 2);
        f.run("c", QStringLiteral("a cat"), Qt::red);
        GalleryModel model(*f.history, f.thumbnails);
        model.setFilter(words);
        model.setDay(daysAgo < 0 ? QDate() : f.now.date().addDays(-daysAgo));
        QCOMPARE(namesOf(model).join(u' '), names);
        QCOMPARE(model.days().size(), 2);
        QCOMPARE(model.days()[1].second, 2);
    }

    void whatDoesNotFitIsNotAdded()
    {
        GalleryFixture f;
        GalleryModel model(*f.history, f.thumbnails);
        model.setFilter(QStringLiteral("cat"));
        f.run("dog", QStringLiteral("a dog"), Qt::red);
        QCOMPARE(model.rowCount(), 0);
        f.run("cat", QStringLiteral("a cat"), Qt::red);
        QCOMPARE(model.rowCount(), 1);
        f.history->removeAll();
        QCOMPARE(model.rowCount(), 0);
    }

    void thumbnailsAreMadeOnThreadsAndKept()
    {
        GalleryFixture f;
        const QString large = f.picture(QStringLiteral("large.png"), Qt::red, QSize(1600, 800));
        QVERIFY(f.thumbnails.of(large).isNull()); // it is on its way
        QTRY_VERIFY(!f.thumbnails.of(large).isNull());
        QCOMPARE(f.thumbnails.of(large).size(), QSize(320, 160));
        QVERIFY(f.thumbnails.of(f.in("none.png")).isNull());
        QTRY_VERIFY(f.thumbnails.isMissing(f.in("none.png")));
        const auto kept = QDir(f.in("thumbnails")).entryList(QDir::Dirs | QDir::NoDotAndDotDot);
        QCOMPARE(kept.size(), 1);
        f.picture(QStringLiteral("large.png"), Qt::blue, QSize(80, 80)); // another picture under the same name
        QCOMPARE(thumbnailOf(large, f.in("thumbnails")).pixelColor(1, 1), QColor(Qt::blue));
    }

    void aDamagedPictureIsMissingAndHarmsNothing()
    {
        GalleryFixture f;
        const QString bad = f.in("bad.png");
        writeBytes(bad, "\x89PNG\r\n\x1a\n nonsense");
        QVERIFY(f.thumbnails.of(bad).isNull());
        QTRY_VERIFY(f.thumbnails.isMissing(bad));
        QVERIFY(thumbnailOf(f.folder.path(), f.in("thumbnails")).isNull()); // a folder
    }

    void noOtherFormatHidesBehindAName()
    {
        GalleryFixture f;
        writeBytes(f.in("svg.png"), "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"9\" height=\"9\"/>");
        QVERIFY(readPicture(f.in("svg.png")).isNull());
        writeBytes(f.in("plain.svg"), "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"9\" height=\"9\"/>");
        QVERIFY(readPicture(f.in("plain.svg")).isNull());
    }

    void kindsGoByName_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<int>("kind");
        QTest::newRow("png") << QStringLiteral("a.PNG") << int(MediaKind::Picture);
        QTest::newRow("still webp") << QStringLiteral("nowhere.webp") << int(MediaKind::Picture);
        QTest::newRow("gif") << QStringLiteral("a.gif") << int(MediaKind::Animation);
        QTest::newRow("video") << QStringLiteral("a.b.webm") << int(MediaKind::Video);
        QTest::newRow("sound") << QStringLiteral("a.flac") << int(MediaKind::Audio);
        QTest::newRow("latent") << QStringLiteral("a.latent") << int(MediaKind::Other);
        QTest::newRow("none") << QStringLiteral("png") << int(MediaKind::Other);
    }

    void kindsGoByName()
    {
        QFETCH(QString, name);
        QTEST(int(mediaKindOf(name)), "kind");
    }

    void levelsStretch()
    {
        QImage image(3, 1, QImage::Format_ARGB32);
        image.setPixel(0, 0, qRgba(50, 50, 50, 77));
        image.setPixel(1, 0, qRgba(100, 100, 100, 255));
        image.setPixel(2, 0, qRgba(150, 150, 150, 255));
        const QImage shown = levelled(image, {50, 150, 1});
        QCOMPARE(shown.pixel(0, 0), qRgba(0, 0, 0, 77)); // alpha stays
        QCOMPARE(qRed(shown.pixel(1, 0)), 128);
        QCOMPARE(qRed(shown.pixel(2, 0)), 255);
        QVERIFY(qRed(levelled(image, {0, 255, 2}).pixel(1, 0)) > 100);
        QVERIFY(qRed(levelled(image, {0, 255, 0.5}).pixel(1, 0)) < 100);
        QCOMPARE(levelled(image, {}), image);
    }

    void alphaHasItsViews()
    {
        QImage image(1, 1, QImage::Format_ARGB32);
        image.setPixel(0, 0, qRgba(10, 20, 30, 64));
        QCOMPARE(alphaShown(image, AlphaView::Composed), image);
        QCOMPARE(alphaShown(image, AlphaView::Ignored).pixel(0, 0), qRgb(10, 20, 30));
        QCOMPARE(alphaShown(image, AlphaView::AsMask).pixel(0, 0), qRgb(64, 64, 64));
        QVERIFY(qRed(alphaShown(image, AlphaView::AsTint).pixel(0, 0)) > 100);
    }

    void differencesAreMeasured()
    {
        QImage a(2, 1, QImage::Format_RGB32);
        a.fill(qRgb(100, 100, 100));
        QImage b = a;
        QCOMPARE(meanDifference(a, b), 0.0);
        b.setPixel(0, 0, qRgb(110, 90, 100));
        QCOMPARE(difference(a, b, 4).pixel(0, 0), qRgb(40, 40, 0));
        QCOMPARE(difference(a, b, 100).pixel(0, 0), qRgb(255, 255, 0));
        QCOMPARE(meanDifference(a, b), 20.0 / 6);
        QCOMPARE(difference(a, b.scaled(8, 4), 1).size(), a.size());
        QCOMPARE(meanDifference(QImage(), QImage()), 0.0);
    }

    void theTrashGivesBack()
    {
        GalleryFixture f;
        const QString path = f.picture(QStringLiteral("gone.png"), Qt::red);
        const auto trashed = moveToTrash(path);
        if (!trashed)
            QSKIP("SKIPPED: no trash for the folder of temporary files");
        QVERIFY(!QFile::exists(path));
        QVERIFY(restoreFromTrash(*trashed));
        QVERIFY(QFile::exists(path));
        QVERIFY(!restoreFromTrash(*trashed)); // once is enough
    }

    void thousandsAreSearchedQuickly() // no time is tested: it is printed
    {
        GalleryFixture f;
        RunRecord record;
        record.prompts = {QStringLiteral("a long prompt of many words, as people write them, about a lighthouse at night")};
        for (int i = 0; i < 5000; ++i) {
            record.name = QStringLiteral("run %1").arg(i);
            const QString id = f.history->begin(record, "{}");
            f.history->addFile(id, {"9", {}, QStringLiteral("SaveImage"), QStringLiteral("/nowhere/%1.png").arg(i), {}, {}, f.now});
            f.history->end(id, RunState::Done, {}, {}, {});
        }
        f.history.reset();
        QElapsedTimer clock;
        clock.start();
        f.history = std::move(*RunHistory::open(f.in("history")));
        qInfo("5,000 runs are read in %lld ms", clock.restart());
        GalleryModel model(*f.history, f.thumbnails);
        qInfo("and listed in %lld ms", clock.restart());
        model.setFilter(QStringLiteral("lighthouse 4999"));
        qInfo("and searched in %lld ms", clock.elapsed());
        QCOMPARE(model.rowCount(), 1);
    }
};

QTEST_MAIN(TestGalleryModel)
#include "TestGalleryModel.moc"
