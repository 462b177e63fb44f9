// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtCore/qfloat16.h> // GCC 12: Qt Test needs it whole

#include "app/editor/PickPopup.h"
#include "app/preferences/SettingsPage.h"
#include "app/shell/CommandList.h"
#include "app/shell/WorkflowPage.h"
#include "tests/app/shell/WindowFixture.h"

#include <QLineEdit>
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
        commands.setKeys(QStringLiteral("view.fit"), keys);
        QVERIFY(commands.action(QStringLiteral("view.form"))->shortcut().isEmpty());
        QCOMPARE(commands.action(QStringLiteral("view.fit"))->shortcut(), keys);
        commands.resetAllKeys();
        QCOMPARE(commands.action(QStringLiteral("view.form"))->shortcut(), keys);
    }

    void noTwoCommandsHaveTheSameKeys()
    {
        WindowFixture f;
        for (const QAction* action : f.window.commands().actions()) {
            for (const QKeySequence& keys : action->shortcuts())
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
