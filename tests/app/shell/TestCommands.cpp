// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtCore/qfloat16.h> // GCC 12: Qt Test needs it whole

#include "app/editor/CanvasActions.h"
#include "app/editor/PickPopup.h"
#include "app/editor/model/NodePresets.h"
#include "app/preferences/SettingsPage.h"
#include "app/shell/CommandList.h"
#include "app/shell/TopBar.h"
#include "app/shell/WorkflowPage.h"
#include "tests/app/shell/WindowFixture.h"

#include <QLineEdit>
#include <QTabBar>
#include <QTest>

using namespace weft;

namespace {

void showActive(WindowFixture& f)
{
    f.window.show();
    QVERIFY(QTest::qWaitForWindowExposed(&f.window));
    f.window.activateWindow();
    QTRY_VERIFY(f.window.isActiveWindow());
}

NodeType oneType()
{
    NodeType type;
    type.name = "One";
    return type;
}

PickPopup* openPalette(WindowFixture& f)
{
    showActive(f);
    QTest::keyClick(&f.window, Qt::Key_P, Qt::ControlModifier | Qt::ShiftModifier);
    return f.window.findChild<PickPopup*>(QString(), Qt::FindDirectChildrenOnly);
}

} // namespace

class TestCommands : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void thePaletteDoesWhatIsTyped()
    {
        WindowFixture f;
        f.window.useTheme(true);
        PickPopup* palette = openPalette(f);
        QVERIFY(palette);
        QTest::keyClicks(palette->field(), QStringLiteral("light"));
        QVERIFY(palette->count() >= 1);
        QTest::keyClick(palette->field(), Qt::Key_Return);
        QTRY_VERIFY(!Theme::of(&f.window).isDark);
        f.window.useTheme(true);
    }

    void thePaletteFindsTemplates()
    {
        WindowFixture f;
        PickPopup* palette = openPalette(f);
        QVERIFY(palette);
        palette->field()->setText(QStringLiteral("words"));
        QCOMPARE(palette->count(), 1);
        QTest::keyClick(palette->field(), Qt::Key_Return);
        QTRY_COMPARE(f.window.page()->templateId(), QStringLiteral("words-to-picture"));
    }

    void chineseTitlesAreFoundByPinyin()
    {
        WindowFixture f;
        f.window.useLanguage(QStringLiteral("zh_CN"));
        const QAction* settings = f.window.commands().action(QStringLiteral("page.settings"));
        QTRY_VERIFY(settings->text() != QStringLiteral("Settings"));
        QVERIFY(f.window.commands().find(QStringLiteral("sz")).contains(settings)); // 设置
        QVERIFY(f.window.commands().find(QStringLiteral("settings")).contains(settings)); // the English name works, too
        f.window.useLanguage(QStringLiteral("en"));
    }

    void keysCanBeChangedAndComeBack()
    {
        WindowFixture f;
        CommandList& commands = f.window.commands();
        const QKeySequence keys(Qt::CTRL | Qt::ALT | Qt::Key_N);
        commands.setKeys(QStringLiteral("file.new"), keys);
        showActive(f);
        const int before = f.window.pageCount();
        QTest::keyClick(&f.window, Qt::Key_N, Qt::ControlModifier | Qt::AltModifier);
        QCOMPARE(f.window.pageCount(), before + 1);
        QTest::keyClick(&f.window, Qt::Key_N, Qt::ControlModifier); // no longer
        QCOMPARE(f.window.pageCount(), before + 1);
        MainWindow again(f.runs, nullptr, f.language, f.settings);
        QCOMPARE(again.commands().action(QStringLiteral("file.new"))->shortcut(), keys);
        again.commands().resetKeys(QStringLiteral("file.new"));
        QCOMPARE(again.commands().action(QStringLiteral("file.new"))->shortcut(), QKeySequence(Qt::CTRL | Qt::Key_N));
    }

    void takenKeysMoveToTheNewCommand()
    {
        WindowFixture f;
        CommandList& commands = f.window.commands();
        const QKeySequence keys(Qt::CTRL | Qt::Key_E);
        QCOMPARE(CommandList::idOf(*commands.takenBy(keys, {})), QStringLiteral("view.form"));
        commands.setKeys(QStringLiteral("view.dark"), keys);
        QVERIFY(commands.action(QStringLiteral("view.form"))->shortcut().isEmpty());
        QCOMPARE(commands.action(QStringLiteral("view.dark"))->shortcut(), keys);
        commands.resetAllKeys();
        QCOMPARE(commands.action(QStringLiteral("view.form"))->shortcut(), keys);
    }

    void canvasKeysAreChangedLikeTheOthers()
    {
        WindowFixture f;
        showActive(f);
        f.window.leaveStart();
        const NodeType type = oneType();
        QList<CanvasDocument*> documents;
        for (WorkflowPage* page : {f.window.page(), f.window.newTab()}) {
            documents << &page->document();
            page->view().canvas().select({page->document().add(type, {0, 0})});
        }
        f.window.showSettings();
        auto* settings = f.window.findChild<SettingsPage*>();
        auto* table = settings->findChild<ShortcutTable*>();
        QCOMPARE(table->findItems(QStringLiteral("Canvas: Pin"), Qt::MatchExactly).size(), 1);
        Q_EMIT settings->keysChosen(QStringLiteral("canvas.pin"), QKeySequence(Qt::CTRL | Qt::Key_E));
        QVERIFY2(f.window.lastNotice().contains(QStringLiteral("Form or graph")), qPrintable(f.window.lastNotice()));
        f.window.leaveStart();
        for (int i = 0; i < 2; ++i) {
            f.window.topBar().tabs()->setCurrentIndex(i);
            QTest::keyClick(&f.window.page()->view(), Qt::Key_P); // no longer
            QVERIFY(!documents[i]->isPinned("1"));
            QTest::keyClick(&f.window.page()->view(), Qt::Key_E, Qt::ControlModifier);
            QVERIFY(documents[i]->isPinned("1"));
        }
        QVERIFY(!f.window.page()->isForm());
        resetCanvasKeys(); // another process
        MainWindow again(f.runs, nullptr, f.language, f.settings);
        CommandList& commands = again.commands();
        QCOMPARE(commands.keysOf(*commands.action(QStringLiteral("canvas.pin"))), QList<QKeySequence> {Qt::CTRL | Qt::Key_E});
        commands.resetKeys(QStringLiteral("canvas.pin"));
        QCOMPARE(commands.keysOf(*commands.action(QStringLiteral("canvas.pin"))), QList<QKeySequence> {Qt::Key_P});
        commands.resetAllKeys();
    }

    void presetsAreThoseOfAllTabs()
    {
        WindowFixture f;
        NodePresets presets(f.folder.filePath(QStringLiteral("presets.json")));
        f.window.usePresets(presets);
        QCOMPARE(f.window.page()->document().presets(), &presets);
        QCOMPARE(f.window.newTab()->document().presets(), &presets);
    }

    /// A window's command that takes a key of the canvas gets it there, too.
    void aCommandThatLosesOneOfItsKeysKeepsTheOthers()
    {
        WindowFixture f;
        CommandList& commands = f.window.commands();
        commands.setKeys(QStringLiteral("view.dark"), QKeySequence(Qt::Key_F));
        const QList<QKeySequence> left {QKeySequence(Qt::Key_Home)};
        QCOMPARE(commands.keysOf(*commands.action(QStringLiteral("canvas.fitAll"))), left);
        resetCanvasKeys();
        MainWindow again(f.runs, nullptr, f.language, f.settings);
        QCOMPARE(again.commands().keysOf(*again.commands().action(QStringLiteral("canvas.fitAll"))), left);
        again.commands().resetAllKeys();
    }

    void thePaletteListsWhatTheCanvasDoes()
    {
        WindowFixture f;
        const QAction* arrange = f.window.commands().action(QStringLiteral("canvas.arrange"));
        f.window.showStart();
        QVERIFY(!f.window.commands().find(QStringLiteral("arrange")).contains(arrange));
        f.window.leaveStart();
        QVERIFY(f.window.commands().find(QStringLiteral("arrange")).contains(arrange));
        const NodeType type = oneType();
        CanvasDocument& document = f.window.page()->document();
        f.window.page()->view().canvas().select({document.add(type, {0, 0})});
        f.window.commands().action(QStringLiteral("canvas.pin"))->trigger();
        QVERIFY(document.isPinned("1"));
    }

    void noTwoCommandsHaveTheSameKeys()
    {
        WindowFixture f;
        for (const QAction* action : f.window.commands().actions()) {
            for (const QKeySequence& keys : f.window.commands().keysOf(*action))
                QVERIFY2(!f.window.commands().takenBy(keys, CommandList::idOf(*action)), qPrintable(keys.toString()));
        }
    }

    void theSettingsPageIsOneKeyAway()
    {
        WindowFixture f;
        showActive(f);
        QTest::keyClick(&f.window, Qt::Key_Comma, Qt::ControlModifier);
        QTRY_VERIFY(f.window.isSettingsShown());
        QTest::keyClick(f.window.findChild<SettingsPage*>(), Qt::Key_Escape);
        QTRY_VERIFY(!f.window.isSettingsShown());
    }

    void linksShowAndDoNothingElse()
    {
        WindowFixture f;
        QVERIFY(f.window.openLink(QStringLiteral("weft://template/words-to-picture")));
        QCOMPARE(f.window.page()->templateId(), QStringLiteral("words-to-picture"));
        QVERIFY(!f.runs.isRunning());
        QVERIFY(!f.window.openLink(QStringLiteral("weft://run/words-to-picture")));
        QVERIFY(!f.window.lastNotice().isEmpty());
        QVERIFY(!f.window.openLink(QStringLiteral("weft://template/no-such-template")));
        QVERIFY(f.window.openLink(QStringLiteral("weft://page/start")));
        QVERIFY(f.window.isStartShown());
        QVERIFY(!f.runs.isRunning());
    }

    void reportsHoldNoPrompt()
    {
        WindowFixture f;
        QVERIFY(f.window.openLink(QStringLiteral("weft://template/words-to-picture")));
        const QString report = f.window.report();
        QVERIFY(report.contains(QStringLiteral("nodes in a tab")));
        for (const Node& node : f.window.page()->document().graph().nodes()) {
            const auto text = node.settings.find("text");
            if (text != node.settings.end() && text->second.is_string() && text->second.get<std::string>().size() > 8)
                QVERIFY(!report.contains(QString::fromStdString(text->second.get<std::string>())));
        }
        QVERIFY(!report.contains(f.folder.path()));
    }
};

QTEST_MAIN(TestCommands)
#include "TestCommands.moc"
