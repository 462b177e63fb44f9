// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/app/editor/CanvasFixture.h"

#include "app/editor/HelpPopup.h"
#include "app/editor/PickPopup.h"

#include <QLineEdit>
#include <QListWidget>
#include <QSettings>
#include <QTemporaryDir>
#include <QTest>

using namespace weft;

class TestSearchPopup : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void theNodeComesWhereTheMouseIs_data()
    {
        QTest::addColumn<QString>("text");
        for (const char* text : {"ks", "sampler", "cyq", "采样器"})
            QTest::newRow(text) << QString::fromUtf8(text);
    }

    void theNodeComesWhereTheMouseIs()
    {
        QFETCH(QString, text);
        CanvasFixture canvas;
        const NodeId made = canvas.addBySearch({500, 300}, text);
        QCOMPARE(canvas.document.graph().findNode(made)->type, std::string("KSampler"));
        QCOMPARE(canvas.at(canvas.view.canvas().item(made)->pos()), QPoint(500, 300));
    }

    void tabOpensIt()
    {
        CanvasFixture canvas;
        canvas.key(Qt::Key_Tab);
        auto* popup = canvas.view.findChild<PickPopup*>(u"pickPopup"_qs);
        QVERIFY(popup && popup->isVisible());
        QTest::keyClick(popup->field(), Qt::Key_Escape);
        QVERIFY(!popup->isVisible());
    }

    void favouritesComeFirstThenTheLastUsed()
    {
        CanvasFixture canvas;
        canvas.addBySearch({500, 300}, u"stitch"_qs);
        auto* popup = canvas.view.openSearch({500, 300});
        QCOMPARE(popup->list()->item(0)->data(Qt::UserRole).toString(), u"ImageStitch"_qs);
        QTest::keyClicks(popup->field(), u"invert"_qs);
        QTest::keyClick(popup->field(), Qt::Key_D, Qt::ControlModifier); // a star
        QTest::keyClick(popup->field(), Qt::Key_Escape);
        QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
        popup = canvas.view.openSearch({500, 300});
        QCOMPARE(popup->list()->item(0)->data(Qt::UserRole).toString(), u"ImageInvert"_qs);
        QCOMPARE(popup->list()->item(1)->data(Qt::UserRole).toString(), u"ImageStitch"_qs);
    }

    void theyOutliveTheProgram()
    {
        const QTemporaryDir folder;
        QSettings settings(folder.filePath(u"settings.ini"_qs), QSettings::IniFormat);
        {
            SearchMemory memory(&settings);
            memory.setFavourite(u"KSampler"_qs, true);
            memory.noteUse(u"VAEDecode"_qs);
            memory.noteUse(u"VAEDecode"_qs);
        }
        const SearchMemory memory(&settings);
        QVERIFY(memory.isFavourite(u"KSampler"_qs));
        QCOMPARE(memory.uses(u"VAEDecode"_qs), 2);
        QCOMPARE(memory.recent(), QStringList {u"VAEDecode"_qs});
    }

    void f1HelpsOnTheChosenLine()
    {
        CanvasFixture canvas;
        PickPopup* popup = canvas.view.openSearch({300, 200});
        QTest::keyClicks(popup->field(), u"ksampler"_qs);
        QTest::keyClick(popup->field(), Qt::Key_F1);
        auto* help = canvas.view.findChild<HelpPopup*>();
        QVERIFY(help && help->text().contains(u"KSampler"_qs));
    }

    void theNearestPortsAreOfferedFirstToTheKeyboard()
    {
        CanvasFixture canvas;
        const NodeId load = canvas.add("LoadImage", {0, 100});
        canvas.add("SaveImage", {1300, 700});
        const NodeId near = canvas.add("ImageInvert", {400, 100});
        canvas.view.canvas().select({load});
        canvas.key(Qt::Key_L, Qt::ControlModifier);
        auto* popup = canvas.view.findChild<PickPopup*>(u"pickPopup"_qs);
        QVERIFY(popup);
        QTest::keyClick(popup->field(), Qt::Key_Return);
        QVERIFY(canvas.document.graph().linkInto(near, "image"));
    }
};

QTEST_MAIN(TestSearchPopup)
#include "TestSearchPopup.moc"
