// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtCore/qfloat16.h> // GCC 12: Qt Test needs it whole

#include "app/gallery/CompareView.h"
#include "app/gallery/GalleryGrid.h"
#include "app/gallery/GalleryPage.h"
#include "app/gallery/PictureCanvas.h"
#include "app/gallery/PictureViewer.h"
#include "app/gallery/ResultActions.h"
#include "app/gallery/RunList.h"
#include "app/theme/Theme.h"
#include "tests/app/gallery/GalleryFixture.h"

#include <QApplication>
#include <QClipboard>
#include <QLineEdit>
#include <QMimeData>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>

using namespace weft;
using namespace weft::fake;

namespace {

struct PageFixture : GalleryFixture {
    explicit PageFixture(int runs = 3)
    {
        for (int i = 0; i < runs; ++i)
            run(qPrintable(QStringLiteral("run%1").arg(i)), QStringLiteral("prompt %1").arg(i), QColor::fromHsv(i * 40 % 360, 200, 200));
        page.resize(1000, 700);
        page.show();
    }

    void choose(const QList<int>& rows)
    {
        page.grid().clearSelection();
        for (const int row : rows)
            page.grid().selectionModel()->select(page.model().index(row), QItemSelectionModel::Select);
    }

    GalleryPage page {*history, thumbnails};
};

void clickCell(GalleryGrid& grid, int row, Qt::KeyboardModifiers modifiers = {})
{
    QTest::mouseClick(grid.viewport(), Qt::LeftButton, modifiers, grid.visualRect(grid.model()->index(row, 0)).center());
}

} // namespace

class TestGalleryPage : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() { applyTheme(*qApp, Theme::dark()); }

    void typingSearches()
    {
        PageFixture f;
        QVERIFY(QTest::qWaitForWindowExposed(&f.page));
        auto* field = f.page.findChild<QLineEdit*>(QStringLiteral("galleryFilter"));
        field->setFocus();
        QTest::keyClicks(field, QStringLiteral("run1"));
        QTRY_COMPARE(f.page.model().rowCount(), 1);
        field->clear();
        QTRY_COMPARE(f.page.model().rowCount(), 3);
    }

    void theKeyboardOpensAndGoesOn()
    {
        PageFixture f;
        QVERIFY(QTest::qWaitForWindowExposed(&f.page));
        f.page.grid().setFocus();
        f.page.grid().setCurrentIndex(f.page.model().index(0));
        QTest::keyClick(&f.page.grid(), Qt::Key_Right);
        QCOMPARE(f.page.grid().currentIndex().row(), 1);
        QTest::keyClick(&f.page.grid(), Qt::Key_Return);
        auto* viewer = f.page.findChild<PictureViewer*>();
        QVERIFY(viewer);
        QCOMPARE(viewer->index(), 1);
        QTest::keyClick(viewer, Qt::Key_Right);
        QCOMPARE(viewer->index(), 2);
        QTest::keyClick(viewer, Qt::Key_Right); // the last one
        QCOMPARE(viewer->index(), 2);
        QTest::keyClick(viewer, Qt::Key_Home);
        QCOMPARE(viewer->index(), 0);
        QTest::keyClick(viewer, Qt::Key_Escape);
        QTRY_VERIFY(!f.page.findChild<PictureViewer*>());
    }

    void twoChosenOnesAreCompared()
    {
        PageFixture f;
        QVERIFY(QTest::qWaitForWindowExposed(&f.page));
        clickCell(f.page.grid(), 0);
        QVERIFY(!f.page.button("compare")->isEnabled());
        clickCell(f.page.grid(), 2, Qt::ControlModifier);
        QVERIFY(f.page.button("compare")->isEnabled());
        QVERIFY(!f.page.button("open")->isEnabled());
        f.page.button("compare")->click();
        auto* view = f.page.findChild<CompareView*>();
        QVERIFY(view);
        CompareArea& area = view->area();
        QCOMPARE(area.left().pixel(0, 0), QColor::fromHsv(0, 200, 200).rgb()); // the older one
        QTest::mousePress(&area, Qt::LeftButton, {}, QPoint(area.width() / 2, area.height() / 2));
        QTest::mouseMove(&area, QPoint(area.width() / 4, area.height() / 2));
        QTest::mouseRelease(&area, Qt::LeftButton, {}, QPoint(area.width() / 4, area.height() / 2));
        QTRY_VERIFY(std::abs(area.split() - 0.25) < 0.02);
        QTest::keyClick(view, Qt::Key_D);
        QVERIFY(area.mode() == CompareArea::Mode::Difference);
        view->close();
    }

    void theDeletedComeBack()
    {
        PageFixture f;
        QVERIFY(QTest::qWaitForWindowExposed(&f.page));
        f.choose({0, 1});
        const QString path = f.page.grid().selectedPaths().first();
        QSignalSpy deleted(&f.page, &GalleryPage::deleted);
        f.page.grid().setFocus();
        QTest::keyClick(&f.page.grid(), Qt::Key_Delete);
        QTRY_COMPARE(f.page.model().rowCount(), 1);
        QCOMPARE(deleted.size(), 2);
        QVERIFY(!QFile::exists(path));
        QVERIFY(f.page.button("undo")->isVisible());
        f.page.button("undo")->click();
        QCOMPARE(f.page.model().rowCount(), 3);
        QVERIFY(QFile::exists(path));
    }

    void aFileThatIsGoneIsOnlyForgotten()
    {
        PageFixture f;
        f.choose({0});
        QVERIFY(QFile::remove(f.page.grid().selectedPaths().first()));
        f.page.deleteChosen();
        QCOMPARE(f.page.model().rowCount(), 2);
        QVERIFY(!f.page.button("undo")->isVisible());
    }

    void picturesGoElsewhere()
    {
        PageFixture f;
        f.choose({0});
        f.page.button("copy")->click();
        const QMimeData* data = QApplication::clipboard()->mimeData();
        QVERIFY(data->hasImage());
        QCOMPARE(data->urls().size(), 1);
        const std::unique_ptr<QMimeData> dragged(mimeOf(f.page.grid().selectedPaths()));
        QCOMPARE(dragged->urls().first().toLocalFile(), f.page.grid().selectedPaths().first());
        QVERIFY(!dragged->hasImage());
    }

    void theWorkflowIsAskedFor()
    {
        PageFixture f;
        f.choose({1});
        QSignalSpy asked(&f.page, &GalleryPage::workflowAsked);
        f.page.button("workflow")->click();
        QCOMPARE(asked.size(), 1);
        QCOMPARE(asked[0][0].toString(), f.page.model().itemAt(1).run);
    }

    void runsThatMadeNothingAreListedToo()
    {
        PageFixture f(2);
        RunRecord record;
        record.name = QStringLiteral("failing");
        const QString id = f.history->begin(record, "{}");
        QCOMPARE(f.page.runs().table().rowCount(), 3);
        f.history->end(id, RunState::Failed, Error {ErrorCode::OutOfMemory, {}, {}}, {}, {});
        f.page.showRuns(true);
        QVERIFY(f.page.runs().isVisible());
        QVERIFY(!f.page.grid().isVisible());
        const RunTable& table = f.page.runs().table();
        QCOMPARE(table.index(0, RunTable::Name).data().toString(), QStringLiteral("failing"));
        QVERIFY(table.index(0, RunTable::State).data().toString().contains(QStringLiteral("memory")));
        QCOMPARE(table.index(1, RunTable::Results).data().toInt(), 1);
        QSignalSpy asked(&f.page, &GalleryPage::workflowAsked);
        f.page.runs().setCurrentIndex(table.index(0, 0));
        QTest::keyClick(&f.page.runs(), Qt::Key_Return);
        QCOMPARE(asked.size(), 1);
        QCOMPARE(asked[0][0].toString(), id);
        QTest::keyClick(&f.page.runs(), Qt::Key_Delete);
        QCOMPARE(table.rowCount(), 2);
        f.page.setFilter(QStringLiteral("prompt 1"));
        QCOMPARE(table.rowCount(), 2); // "1" is the other one's seed
        f.page.setFilter(QStringLiteral("run1"));
        QCOMPARE(table.rowCount(), 1);
    }

    void onlyWhatIsSeenAsksForItsPicture()
    {
        PageFixture f(60);
        QVERIFY(QTest::qWaitForWindowExposed(&f.page));
        QSignalSpy ready(&f.thumbnails, &Thumbnails::ready);
        QTRY_VERIFY(ready.size() >= 4);
        QTest::qWait(200);
        QVERIFY2(ready.size() < 40, qPrintable(QString::number(ready.size())));
    }

    void theViewerZoomsMovesAndShowsLevels()
    {
        GalleryFixture f;
        const QString path = f.picture(QStringLiteral("big.png"), QColor(100, 100, 100), QSize(800, 600));
        auto* viewer = new PictureViewer({{{}, QStringLiteral("big"), path}}, 0);
        QSignalSpy loaded(viewer, &PictureViewer::loaded);
        viewer->resize(640, 480);
        viewer->show();
        QTRY_COMPARE(loaded.size(), 1);
        PictureCanvas& canvas = viewer->canvas();
        QVERIFY(canvas.fits());
        QTest::keyClick(viewer, Qt::Key_1);
        QCOMPARE(canvas.scale(), 1.0);
        const QPointF corner(20, 30);
        const QPointF before = canvas.toContent(corner);
        QWheelEvent wheel(corner, canvas.mapToGlobal(corner), {}, QPoint(0, 120), {}, {}, Qt::NoScrollPhase, false);
        QApplication::sendEvent(&canvas, &wheel);
        QVERIFY(canvas.scale() > 1.1);
        QVERIFY(std::abs(canvas.toContent(corner).x() - before.x()) < 1); // what is under the cursor stays there
        QTest::keyClick(viewer, Qt::Key_F);
        QVERIFY(canvas.fits());
        QTest::keyClick(viewer, Qt::Key_L);
        canvas.setLevels({100, 255, 1});
        QCOMPARE(canvas.shown().pixelColor(1, 1), QColor(Qt::black));
        QTest::keyClick(viewer, Qt::Key_L); // away with it, and the levels too
        QCOMPARE(canvas.shown().pixelColor(1, 1), QColor(100, 100, 100));
        viewer->close();
    }

    void aViewerOfWhatIsGoneSaysSo()
    {
        GalleryFixture f;
        auto* viewer = new PictureViewer({{{}, QStringLiteral("gone"), f.in("gone.png")}}, 0);
        QSignalSpy loaded(viewer, &PictureViewer::loaded);
        viewer->show();
        QTRY_COMPARE(loaded.size(), 1);
        QVERIFY(viewer->canvas().picture().isNull());
        viewer->remove(f.in("gone.png")); // nothing is left to see
        QVERIFY(!viewer->isVisible());
    }
};

QTEST_MAIN(TestGalleryPage)
#include "TestGalleryPage.moc"
