// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtCore/qfloat16.h> // GCC 12: Qt Test needs it whole

#include "app/sharing/page/SharingPage.h"
#include "tests/app/servers/local/LocalServers.h"
#include "tests/app/sharing/page/FakeSharing.h"

#include <QApplication>
#include <QCheckBox>
#include <QLineEdit>
#include <QListWidget>
#include <QMessageBox>
#include <QPushButton>
#include <QSignalSpy>
#include <QTableView>
#include <QTemporaryDir>
#include <QTest>

using namespace weft;
using namespace weft::test;
using namespace weft::testing;
using namespace std::chrono_literals;

namespace {

constexpr ServerTimes kHastyPage {100ms, 100ms, 2000ms, 2000ms};

struct OfferFixture {
    QTemporaryDir folder;
    RunController runs {RunFolders {folder.path(), folder.path(), {folder.path()}, folder.path(), QStringLiteral("no-such-worker")}};
    OwnServers servers {runs, folder.filePath(QStringLiteral("servers.json")), {}, kHastyPage};
    FakeSharing sharing;
    SharingPage page;

    OfferFixture()
    {
        page.resize(1200, 1400);
        page.useSharing(&sharing);
        page.useServers(servers);
        page.setRelay(true, QStringLiteral("relay.example"));
        page.show();
        (void)QTest::qWaitForWindowExposed(&page);
        page.activateWindow();
    }

    void add(const QUrl& url)
    {
        servers.add(url.toString(), {});
        (void)QTest::qWaitFor([&] { return servers.find(url) && servers.find(url)->state == ServerStatus::State::Connected; }, 10'000);
    }
    TitledCard* card(const char* name) { return page.findChild<TitledCard*>(QLatin1String(name)); }
    TitledCard* comfy() { return card("comfyuiOffer"); }
    TitledCard* language() { return card("languageOffer"); }
    static QString said(TitledCard* card, const char* name) { return card->findChild<Sentence*>(QLatin1String(name))->text(); }
    static QCheckBox* offerSwitch(TitledCard* card) { return card->findChild<QCheckBox*>(QStringLiteral("offerSwitch")); }
    QTableView* table() { return comfy()->findChild<QTableView*>(QStringLiteral("offerTable")); }
    QModelIndex cell(const char* name, int column)
    {
        const QAbstractItemModel& model = *table()->model();
        for (int row = 0; row < model.rowCount(); ++row) {
            if (model.index(row, 0).data(Qt::UserRole).toString().contains(QLatin1String(name)))
                return model.index(row, column);
        }
        return {};
    }
    void tick(const char* name)
    {
        table()->setFocus();
        table()->setCurrentIndex(cell(name, 0));
        QTest::keyClick(table(), Qt::Key_Space);
    }
    QMessageBox* question() { return comfy()->findChild<QMessageBox*>(QStringLiteral("offerQuestion")); }
    void answer(const char* button)
    {
        QVERIFY(question());
        question()->findChild<QPushButton*>(QLatin1String(button))->click();
        QTRY_VERIFY(!question());
    }
    void click(const char* button) { QTest::mouseClick(comfy()->findChild<QPushButton*>(QLatin1String(button)), Qt::LeftButton); }
    QStringList names()
    {
        QStringList all;
        for (int row = 0; row < table()->model()->rowCount(); ++row)
            all << table()->model()->index(row, 0).data(Qt::UserRole).toString().section(u'\n', 1, 1);
        return all;
    }
};

} // namespace

class TestOfferedServers : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void withoutAServerTheWayThereIsShown()
    {
        OfferFixture f;
        QVERIFY(!OfferFixture::offerSwitch(f.comfy())->isVisible());
        QSignalSpy asked(&f.page, &SharingPage::serversAsked);
        QTest::mouseClick(f.comfy()->findChild<QPushButton*>(QStringLiteral("offerSetup")), Qt::LeftButton);
        QCOMPARE(asked.size(), 1);
    }

    void nothingIsTickedAndTheSafestComeFirst()
    {
        LocalComfy comfy;
        OfferFixture f;
        f.add(comfy.url());
        QVERIFY(!f.table()->isVisible());
        QTest::keyClick(OfferFixture::offerSwitch(f.comfy()), Qt::Key_Space);
        QVERIFY(f.sharing.ownServers.comfy.isOn);
        QVERIFY(f.sharing.ownServers.comfy.classes.empty());
        QVERIFY(f.table()->isVisible());
        QCOMPARE(f.names(), (QStringList {QStringLiteral("ImageInvert"), QStringLiteral("LoadImage"), QStringLiteral("WeftTestFetch"), QStringLiteral("SomebodysApi")}));
        QCOMPARE(OfferFixture::said(f.comfy(), "offerSeen"), QStringLiteral("Nothing is offered yet: tick the nodes that guests may run."));
    }

    void aTickOffersAndSaysWhatBuyersSee()
    {
        LocalComfy comfy;
        OfferFixture f;
        f.add(comfy.url());
        QTest::keyClick(OfferFixture::offerSwitch(f.comfy()), Qt::Key_Space);
        f.tick("ImageInvert");
        QVERIFY(f.sharing.ownServers.comfy.classes.contains("ImageInvert"));
        QVERIFY(!f.sharing.ownServers.comfy.classes.at("ImageInvert").isListed);
        QCOMPARE(OfferFixture::said(f.comfy(), "offerSeen"), QStringLiteral("Buyers see 1 node of this ComfyUI, priced by time at your price per second; not where it is."));
        f.tick("WeftTestFetch");
        f.answer("offerYes");
        QVERIFY(f.sharing.ownServers.comfy.classes.at("WeftTestFetch").isListed);
        QVERIFY(OfferFixture::said(f.comfy(), "offerAbout").contains(QStringLiteral("runs that code on your computer")));
        QVERIFY(OfferFixture::said(f.comfy(), "offerAbout").contains(QStringLiteral("url")));
        QVERIFY(f.table()->model()->setData(f.cell("WeftTestFetch", 2), QStringLiteral("0.05"), Qt::EditRole));
        QVERIFY(f.sharing.ownServers.comfy.classes.at("WeftTestFetch").price == microCredits(50'000));
        QVERIFY(OfferFixture::said(f.comfy(), "offerSeen").startsWith(QStringLiteral("Buyers see 2 nodes of this ComfyUI, some at a price of their own, at most 0.05 credits a call")));
        QVERIFY(!f.table()->model()->setData(f.cell("WeftTestFetch", 2), QStringLiteral("cheap"), Qt::EditRole));
        QVERIFY(OfferFixture::said(f.comfy(), "offerNote").startsWith(QStringLiteral("A price is a number")));
        QVERIFY(f.sharing.ownServers.comfy.classes.at("WeftTestFetch").price == microCredits(50'000));
        f.tick("ImageInvert"); // again
        QVERIFY(!f.sharing.ownServers.comfy.classes.contains("ImageInvert"));
    }

    /// Nobody offers by accident what may reach his files; below the table is what was touched, not what was current.
    void whatIsRiskyIsAskedAbout()
    {
        LocalComfy comfy;
        OfferFixture f;
        f.add(comfy.url());
        QTest::keyClick(OfferFixture::offerSwitch(f.comfy()), Qt::Key_Space);
        f.tick("ImageInvert");
        QVERIFY(!f.question());
        QVERIFY(!f.table()->model()->setData(f.cell("WeftTestFetch", 0), Qt::Checked, Qt::CheckStateRole)); // as a click on the box
        QVERIFY(f.question()->text().contains(OfferFixture::said(f.comfy(), "offerAbout")));
        QCOMPARE(f.question()->defaultButton()->objectName(), QStringLiteral("offerNo"));
        QCOMPARE(f.table()->currentIndex().row(), f.cell("WeftTestFetch", 0).row());
        f.answer("offerNo");
        QVERIFY(!f.sharing.ownServers.comfy.classes.contains("WeftTestFetch"));
        f.tick("LoadImage");
        f.answer("offerYes");
        QVERIFY(f.sharing.ownServers.comfy.classes.at("LoadImage").isListed);
        f.tick("LoadImage"); // to take it back needs no question
        QVERIFY(!f.question());
        QVERIFY(!f.sharing.ownServers.comfy.classes.contains("LoadImage"));
    }

    void whatWeftKnowsIsInWords()
    {
        LocalComfy comfy;
        OfferFixture f;
        f.add(comfy.url());
        QTest::keyClick(OfferFixture::offerSwitch(f.comfy()), Qt::Key_Space);
        QCOMPARE(f.cell("ImageInvert", 1).data().toString(), QStringLiteral("safe: only computes"));
        QCOMPARE(f.cell("LoadImage", 1).data().toString(), QStringLiteral("⚠ may reach files"));
        QCOMPARE(f.cell("WeftTestFetch", 1).data().toString(), QStringLiteral("⚠ may reach the network"));
        QVERIFY(f.cell("WeftTestFetch", 1).data(Qt::ForegroundRole).value<QColor>() != f.cell("ImageInvert", 1).data(Qt::ForegroundRole).value<QColor>());
        QVERIFY(f.cell("ImageInvert", 2).data().toString().isEmpty());
        f.tick("ImageInvert");
        QCOMPARE(f.cell("ImageInvert", 2).data().toString(), QStringLiteral("by time"));
    }

    void manyAreTickedAtOnce()
    {
        LocalComfy comfy;
        comfy.classes["ImageBlur"] = comfyClass("comfy_extras.nodes_post_processing");
        OfferFixture f;
        f.add(comfy.url());
        QTest::keyClick(OfferFixture::offerSwitch(f.comfy()), Qt::Key_Space);
        QCOMPARE(f.comfy()->findChild<QPushButton*>(QStringLiteral("offerTickSafe"))->text(), QStringLiteral("Tick all that are safe (2)"));
        f.click("offerTickSafe");
        QCOMPARE(f.sharing.ownServers.comfy.classes.size(), std::size_t(2));
        QVERIFY(!f.comfy()->findChild<QPushButton*>(QStringLiteral("offerTickSafe"))->isVisible());
        auto* only = f.comfy()->findChild<QCheckBox*>(QStringLiteral("offerOnlyTicked"));
        only->click();
        QCOMPARE(f.names(), (QStringList {QStringLiteral("ImageBlur"), QStringLiteral("ImageInvert")}));
        f.tick("ImageBlur"); // unticked, it stays in sight
        QCOMPARE(f.names().size(), 2);
        QVERIFY(f.table()->model()->setData(f.cell("ImageInvert", 2), QStringLiteral("0.05"), Qt::EditRole));
        f.click("offerUntick");
        f.answer("offerNo"); // a price would be lost
        QVERIFY(f.sharing.ownServers.comfy.classes.contains("ImageInvert"));
        f.click("offerUntick");
        f.answer("offerYes");
        QVERIFY(f.sharing.ownServers.comfy.classes.empty());
        only->click();
        QCOMPARE(f.names().size(), 5);
    }

    void whatWorksElsewhereForMoneyCantBeTicked()
    {
        LocalComfy comfy;
        OfferFixture f;
        f.add(comfy.url());
        QTest::keyClick(OfferFixture::offerSwitch(f.comfy()), Qt::Key_Space);
        QVERIFY(!(f.cell("SomebodysApi", 0).flags() & Qt::ItemIsUserCheckable));
        QVERIFY(!f.table()->model()->setData(f.cell("SomebodysApi", 0), Qt::Checked, Qt::CheckStateRole));
        QVERIFY(f.sharing.ownServers.comfy.classes.empty());
        f.table()->setCurrentIndex(f.cell("SomebodysApi", 1));
        QVERIFY(OfferFixture::said(f.comfy(), "offerAbout").endsWith(QStringLiteral("It is never offered.")));
    }

    void nodesAreSearchedByNameAndPack()
    {
        LocalComfy comfy;
        OfferFixture f;
        f.add(comfy.url());
        QTest::keyClick(OfferFixture::offerSwitch(f.comfy()), Qt::Key_Space);
        auto* search = f.comfy()->findChild<QLineEdit*>(QStringLiteral("offerSearch"));
        search->setText(QStringLiteral("TEST_pack"));
        QCOMPARE(f.names(), QStringList {QStringLiteral("WeftTestFetch")});
        search->setText(QStringLiteral("invert"));
        QCOMPARE(f.names(), QStringList {QStringLiteral("ImageInvert")});
        search->clear();
        QCOMPARE(f.names().size(), 4);
    }

    void theStateSaysHowItStands()
    {
        LocalComfy comfy;
        OfferFixture f;
        f.add(comfy.url());
        QCOMPARE(OfferFixture::said(f.comfy(), "offerState"), QStringLiteral("Off: guests don't get it."));
        QTest::keyClick(OfferFixture::offerSwitch(f.comfy()), Qt::Key_Space);
        auto* turnOn = f.comfy()->findChild<QPushButton*>(QStringLiteral("offerTurnOn"));
        QVERIFY(OfferFixture::said(f.comfy(), "offerState").isEmpty() && !turnOn->isVisible()); // nothing is ticked
        f.tick("ImageInvert");
        QCOMPARE(OfferFixture::said(f.comfy(), "offerState"), QStringLiteral("Guests get this when you turn sharing on."));
        QVERIFY(turnOn->isVisible());
        turnOn->click();
        QVERIFY(f.sharing.now == SharingModel::State::On && !turnOn->isVisible());
        QVERIFY(OfferFixture::said(f.comfy(), "offerState").startsWith(QStringLiteral("Offered now.")));
        f.sharing.serverProblems["comfyui"] = Error {ErrorCode::LimitExceeded};
        f.sharing.enter(SharingModel::State::On);
        QVERIFY(OfferFixture::said(f.comfy(), "offerState").contains(QStringLiteral("Tick fewer")));
    }

    void modelsAreOfferedByTheToken()
    {
        LocalModels models;
        OfferFixture f;
        f.add(models.url());
        QTest::keyClick(OfferFixture::offerSwitch(f.language()), Qt::Key_Space);
        QVERIFY(f.sharing.ownServers.language.isOn);
        QVERIFY(f.sharing.ownServers.language.models.empty());
        auto* list = f.language()->findChild<QListWidget*>(QStringLiteral("offerModels"));
        QCOMPARE(list->count(), 2);
        list->setFocus();
        list->setCurrentRow(0);
        QTest::keyClick(list, Qt::Key_Space);
        QCOMPARE(f.sharing.ownServers.language.models, std::set<std::string> {"tiny-chat"});
        const auto enter = [&](const char* field, const QString& text) {
            auto* edit = f.language()->findChild<QLineEdit*>(QLatin1String(field));
            edit->setText(text);
            Q_EMIT edit->editingFinished();
        };
        enter("tokenPrice", QStringLiteral("0.1"));
        enter("mostTokens", QStringLiteral("500"));
        QVERIFY(f.sharing.ownServers.language.pricePer1000Tokens == microCredits(100'000));
        QCOMPARE(f.sharing.ownServers.language.mostTokens, std::int64_t(500));
        QCOMPARE(OfferFixture::said(f.language(), "offerSeen"), QStringLiteral("Buyers see tiny-chat at 0.1 credits for 1000 tokens; a text has at most 500 tokens and costs at most 0.05 credits; not where it is."));
        enter("mostTokens", QStringLiteral("0"));
        QVERIFY(OfferFixture::said(f.language(), "offerNote").startsWith(QStringLiteral("A whole number from 1 to 32")));
        enter("tokenPrice", {});
        QVERIFY(!f.sharing.ownServers.language.pricePer1000Tokens);
    }
};

QTEST_MAIN(TestOfferedServers)
#include "TestOfferedServers.moc"
