// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtCore/qfloat16.h> // GCC 12: Qt Test needs it whole

#include "app/market/page/MarketPage.h"
#include "app/market/page/MachineRows.h"
#include "tests/app/market/MarketFixture.h"

#include <QCheckBox>
#include <QComboBox>
#include <QLineEdit>
#include <QListView>
#include <QPushButton>
#include <QScrollBar>
#include <QSignalSpy>
#include <QTest>

using namespace weft;
using namespace weft::test;

namespace {

struct PageFixture {
    MarketPage page;

    PageFixture()
    {
        page.resize(1200, 800);
        page.setRelay({true, true, QStringLiteral("relay.example")});
        page.setMachines(threeMachines(), threeListed(), {"bb02"});
        page.show();
        (void)QTest::qWaitForWindowExposed(&page);
    }

    template <typename Widget> Widget* find(const char* name) { return page.findChild<Widget*>(QLatin1String(name)); }
    QString chosen() { return find<QLabel>("machineName")->text(); }
    QString empty() { return find<Sentence>("marketEmpty")->text(); }
};

} // namespace

class TestMarketPage : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void typingFindsAndTheFirstIsShown()
    {
        PageFixture f;
        QCOMPARE(f.page.shownRows(), 3);
        f.page.setFocus();
        QTest::keyClicks(f.find<QLineEdit>("machineSearch"), QStringLiteral("tokyo"));
        QCOMPARE(f.page.shownRows(), 1);
        QCOMPARE(f.chosen(), QStringLiteral("RTX 4090 · Tokyo"));
        QTest::keyClick(f.find<QLineEdit>("machineSearch"), Qt::Key_Return);
        QVERIFY(f.find<QListView>("machineList")->hasFocus());
    }

    void theKeyboardChooses()
    {
        PageFixture f;
        auto* list = f.find<QListView>("machineList");
        list->setFocus();
        QCOMPARE(f.chosen(), QStringLiteral("Lin's PC"));
        QTest::keyClick(list, Qt::Key_Down);
        QCOMPARE(f.chosen(), QStringLiteral("A6000 · Berlin"));
        QVERIFY(!list->currentIndex().data(Qt::AccessibleTextRole).toString().isEmpty());
    }

    /// Machines come and go every half minute: who is looked at stays.
    void theChosenMachineStays()
    {
        PageFixture f;
        QTest::keyClick(f.find<QListView>("machineList"), Qt::Key_End);
        QCOMPARE(f.chosen(), QStringLiteral("RTX 4090 · Tokyo"));
        auto machines = threeMachines();
        machines.push_back(machineInfo("dd04", "Aaa", {}, pictureTypes(), {}));
        f.page.setMachines(machines, threeListed(), {});
        QCOMPARE(f.page.shownRows(), 4);
        QCOMPARE(f.chosen(), QStringLiteral("RTX 4090 · Tokyo"));
    }

    void filtersAndTheWayBack()
    {
        PageFixture f;
        f.find<QCheckBox>("onlyFree")->click();
        QCOMPARE(f.page.shownRows(), 1);
        f.find<QLineEdit>("machineSearch")->setText(QStringLiteral("ksampler"));
        QCOMPARE(f.page.shownRows(), 0);
        QVERIFY(f.find<QPushButton>("marketEmptyAct")->isVisible());
        f.find<QPushButton>("marketEmptyAct")->click();
        QCOMPARE(f.page.shownRows(), 3);
        auto* model = f.find<QComboBox>("withModel");
        model->setCurrentIndex(model->findData(QStringLiteral("realesr-animevideov3.safetensors")));
        QCOMPARE(f.page.shownRows(), 2);
        f.find<QPushButton>("resetFilters")->click();
        f.find<QLineEdit>("atMost")->setText(QStringLiteral("0.01"));
        QCOMPARE(f.page.shownRows(), 2);
        f.find<QLineEdit>("atMost")->setText(QStringLiteral("cheap")); // said, and nothing is hidden
        QCOMPARE(f.page.shownRows(), 3);
    }

    void trustAndUse()
    {
        PageFixture f;
        QSignalSpy trust(&f.page, &MarketPage::trustAsked);
        QSignalSpy use(&f.page, &MarketPage::useAsked);
        f.find<QPushButton>("trustMachine")->click(); // Lin's PC is trusted
        QCOMPARE(trust.takeFirst(), (QVariantList {QStringLiteral("bb02"), false}));
        auto* button = f.find<QPushButton>("useMachine");
        QVERIFY(!button->isEnabled()); // no node is selected
        f.page.setWish(NodeWish {QStringLiteral("KSampler"), {{"KSampler", QStringLiteral("KSampler")}}});
        QVERIFY(!button->isEnabled()); // it doesn't offer that
        QTest::keyClick(f.find<QListView>("machineList"), Qt::Key_Down);
        QVERIFY(button->isEnabled());
        button->click();
        QCOMPARE(use.takeFirst(), QVariantList {QStringLiteral("cc03")});
    }

    void emptyStatesSayWhatToDo()
    {
        PageFixture f;
        f.page.setMachines({}, {}, {});
        const QString nobody = f.empty();
        f.page.setRelay({true, false, QStringLiteral("relay.example")});
        const QString offline = f.empty();
        QSignalSpy again(&f.page, &MarketPage::refreshAsked);
        f.find<QPushButton>("marketEmptyAct")->click();
        QCOMPARE(again.size(), 1);
        f.page.setRelay({});
        const QString none = f.empty();
        QVERIFY(nobody != offline && offline != none);
        QVERIFY(!none.contains(QStringLiteral("--relay")));
        auto* setup = new QWidget;
        f.page.setRelaySetup(setup);
        QVERIFY(setup->isVisible());
        f.page.setMachines({ownServer()}, {}, {}); // of the user's own: no market, and the way to one stays
        QCOMPARE(f.page.shownRows(), 0);
        QCOMPARE(f.empty(), none);
        QVERIFY(setup->isVisible());
    }

    void everyControlHasAName()
    {
        PageFixture f;
        for (const QWidget* widget : f.page.findChildren<QWidget*>()) {
            if (widget->focusPolicy() == Qt::NoFocus || !widget->isVisible() || qobject_cast<const QScrollBar*>(widget))
                continue;
            const auto* button = qobject_cast<const QAbstractButton*>(widget);
            const bool isNamed = !widget->accessibleName().isEmpty() || (button && !button->text().isEmpty()) || qobject_cast<const QLabel*>(widget);
            QVERIFY2(isNamed || widget->parentWidget()->inherits("QComboBox"), widget->metaObject()->className());
        }
    }
};

QTEST_MAIN(TestMarketPage)
#include "TestMarketPage.moc"
