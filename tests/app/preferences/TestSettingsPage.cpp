// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtCore/qfloat16.h> // GCC 12: Qt Test needs it whole

#include "app/preferences/AboutDialog.h"
#include "app/preferences/SettingsPage.h"

#include <QApplication>
#include <QCheckBox>
#include <QComboBox>
#include <QKeySequenceEdit>
#include <QLineEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace weft;

namespace {

struct PageFixture {
    QTemporaryDir folder;
    QSettings settings {folder.filePath(QStringLiteral("s.ini")), QSettings::IniFormat};
    SettingsPage page {settings};

    template <typename Widget> Widget* find(const char* name) { return page.findChild<Widget*>(QLatin1String(name)); }
    void enter(const char* field, const QString& text)
    {
        auto* edit = find<QLineEdit>(field);
        edit->setText(text);
        Q_EMIT edit->editingFinished();
    }
};

} // namespace

class TestSettingsPage : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void goodValuesAreKeptAndBadOnesAreNot()
    {
        PageFixture f;
        QSignalSpy cap(&f.page, &SettingsPage::capChanged);
        f.enter("capField", QStringLiteral("2.5"));
        QCOMPARE(f.settings.value(QStringLiteral("run/cap")).toString(), QStringLiteral("2.5"));
        for (const char* bad : {"-1", "much", "", "1e9"})
            f.enter("capField", QLatin1String(bad));
        QCOMPARE(f.settings.value(QStringLiteral("run/cap")).toString(), QStringLiteral("2.5"));
        QCOMPARE(cap.size(), 1);
        QVERIFY(!f.find<QLineEdit>("capField")->toolTip().isEmpty());
        f.enter("relayField", QStringLiteral("wss://relay.example"));
        f.enter("relayField", QStringLiteral("http://relay.example"));
        QCOMPARE(f.settings.value(QStringLiteral("relay/url")).toString(), QStringLiteral("wss://relay.example"));
        f.enter("relayField", {});
        QVERIFY(!f.settings.contains(QStringLiteral("relay/url")));
        f.enter("proxyField", QStringLiteral("nonsense::"));
        QVERIFY(!f.settings.contains(QStringLiteral("relay/proxy")));
        f.enter("proxyField", QStringLiteral("socks5://127.0.0.1:9050"));
        QCOMPARE(f.settings.value(QStringLiteral("relay/proxy")).toString(), QStringLiteral("socks5://127.0.0.1:9050"));
    }

    void anotherRelayOffersARestart()
    {
        PageFixture f;
        auto* restart = f.find<QPushButton>("settingsRestart");
        QVERIFY(restart->isHidden());
        f.enter("relayField", QStringLiteral("wss://relay.example"));
        QVERIFY(!restart->isHidden());
        QSignalSpy asked(&f.page, &SettingsPage::restartAsked);
        restart->click();
        QCOMPARE(asked.size(), 1);
        f.enter("relayField", {}); // as it was
        QVERIFY(restart->isHidden());
    }

    void aRelayThatAnotherPageSetIsShown()
    {
        PageFixture f;
        f.settings.setValue(QStringLiteral("relay/url"), QStringLiteral("wss://relay.example"));
        f.page.setState({QLatin1String(kThemeDark), QStringLiteral("en")});
        QCOMPARE(f.find<QLineEdit>("relayField")->text(), QStringLiteral("wss://relay.example"));
        QVERIFY(!f.find<QPushButton>("settingsRestart")->isHidden());
    }

    void tabGoesThroughTheCardsAsTheyStand()
    {
        PageFixture f;
        QStringList order;
        const QWidget* start = f.find<QComboBox>("themeChoice");
        for (const QWidget* one = start->nextInFocusChain(); one != start; one = one->nextInFocusChain())
            order << one->objectName();
        qsizetype before = -1;
        for (const char* name : {"relayField", "traySwitch", "openAbout", "serverAddress", "serverAdd", "doorSwitch", "doorCopy", "doorPort", "doorBudget", "tokenName", "shortcutSearch", "resetKeys"}) {
            const qsizetype at = order.indexOf(QLatin1String(name));
            QVERIFY2(at > before, name);
            before = at;
        }
    }

    void choicesAreAskedFor()
    {
        PageFixture f;
        QSignalSpy theme(&f.page, &SettingsPage::themeChosen);
        QSignalSpy language(&f.page, &SettingsPage::languageChosen);
        f.find<QComboBox>("themeChoice")->setCurrentIndex(2);
        Q_EMIT f.find<QComboBox>("themeChoice")->activated(2);
        QCOMPARE(theme.takeFirst().first().toString(), QLatin1String(kThemeLight));
        f.find<QComboBox>("languageChoice")->setCurrentIndex(1);
        Q_EMIT f.find<QComboBox>("languageChoice")->activated(1);
        QCOMPARE(language.takeFirst().first().toString(), QStringLiteral("zh_CN"));
        f.find<QCheckBox>("traySwitch")->setChecked(true);
        QVERIFY(f.settings.value(QStringLiteral("window/tray")).toBool());
    }

    void withoutATrayItCantBeStayedIn()
    {
        PageFixture f;
        f.page.setState({QLatin1String(kThemeDark), QStringLiteral("en")});
        QVERIFY(!f.find<QCheckBox>("traySwitch")->isEnabled());
        f.page.setState({QLatin1String(kThemeDark), QStringLiteral("en"), true, false, true});
        QVERIFY(f.find<QCheckBox>("traySwitch")->isEnabled());
        QVERIFY(f.find<QCheckBox>("autostartSwitch")->isChecked());
    }

    void keysAreChangedInTheTable()
    {
        PageFixture f;
        f.page.setShortcuts({{QStringLiteral("file.new"), QStringLiteral("New"), QKeySequence(Qt::CTRL | Qt::Key_N)},
            {QStringLiteral("file.open"), QStringLiteral("Open…"), QKeySequence(Qt::CTRL | Qt::Key_O)}});
        auto* table = f.find<ShortcutTable>("shortcutTable");
        QSignalSpy chosen(&f.page, &SettingsPage::keysChosen);
        f.page.show();
        table->setCurrentCell(1, 1);
        QTest::keyClick(table, Qt::Key_Return);
        auto* editor = qobject_cast<QKeySequenceEdit*>(table->cellWidget(1, 1));
        QVERIFY(editor);
        QTest::keyClick(editor, Qt::Key_L, Qt::ControlModifier | Qt::ShiftModifier);
        QTRY_COMPARE(chosen.size(), 1);
        QCOMPARE(chosen.first()[0].toString(), QStringLiteral("file.open"));
        QCOMPARE(chosen.first()[1].value<QKeySequence>(), QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_L));
        table->setCurrentCell(0, 0);
        QTest::keyClick(table, Qt::Key_Delete);
        QCOMPARE(chosen.last()[0].toString(), QStringLiteral("file.new"));
        QVERIFY(chosen.last()[1].value<QKeySequence>().isEmpty());
        f.find<QLineEdit>("shortcutSearch")->setText(QStringLiteral("open"));
        QVERIFY(table->isRowHidden(0));
        QVERIFY(!table->isRowHidden(1));
    }

    void everyCreditHasALicence()
    {
        for (const Credit& credit : credits()) {
            QVERIFY(!credit.name.isEmpty());
            QVERIFY(!credit.licence.isEmpty());
            QVERIFY(!credit.use.isEmpty());
        }
        AboutDialog about(nullptr);
        about.setAttribute(Qt::WA_DeleteOnClose, false);
        QVERIFY(!about.windowTitle().isEmpty());
    }
};

QTEST_MAIN(TestSettingsPage)
#include "TestSettingsPage.moc"
