// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
// What was open comes back, also after a kill at any moment.
#include <QtCore/qfloat16.h> // GCC 12: Qt Test needs it whole

#include "app/session/SessionStore.h"
#include "app/shell/SessionKeeper.h"
#include "app/shell/WorkflowPage.h"
#include "tests/app/shell/WindowFixture.h"

#include <QDir>
#include <QElapsedTimer>
#include <QProcess>
#include <QTest>

#include <csignal>
#include <cstdio>

using namespace weft;

namespace {

const QString kDemo = QStringLiteral(WEFT_SOURCE_DIR "/resources/workflows/upscale-two-machines.json");

/// A window with a session in a folder that outlives it.
struct SessionFixture : WindowFixture {
    explicit SessionFixture(const QString& session)
        : restored(window.useSession(session))
    {
        window.show();
    }
    SessionKeeper& keeper() const { return *window.findChild<SessionKeeper*>(); }
    void writeSession() const
    {
        keeper().writeNow();
        keeper().finish();
    }

    int restored;
};

NodeId addNote(CanvasDocument& document, const std::string& text)
{
    NodeType type;
    type.name = "Note";
    const NodeId id = document.add(type, {40, 40});
    document.setTitle(id, text);
    return id;
}

bool hasNote(const CanvasDocument& document, const std::string& text)
{
    return std::ranges::any_of(document.graph().nodes(), [&](const Node& node) { return node.title == text; });
}

/// The process that gets killed: edits every 100 ms and says so, once it is done in memory.
int editUntilKilled(int argc, char** argv)
{
    QApplication app(argc, argv);
    SessionFixture f(QString::fromLocal8Bit(argv[2]));
    if (f.window.page()->isUntouched())
        f.window.leaveStart();
    int count = 0;
    QTimer timer;
    QObject::connect(&timer, &QTimer::timeout, &app, [&] {
        const std::string text = "edit " + std::to_string(++count);
        addNote(f.window.page()->document(), text);
        std::printf("%d\n", count);
        std::fflush(stdout);
    });
    timer.start(100);
    return QApplication::exec();
}

} // namespace

class TestSession : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void tabsZoomAndSelectionComeBack()
    {
        const QTemporaryDir session;
        double zoom = 0;
        QPointF center;
        {
            SessionFixture f(session.path());
            QCOMPARE(f.restored, 0);
            QVERIFY(f.window.openFile(kDemo));
            CanvasView& view = f.window.page()->view();
            QTRY_VERIFY(f.window.page()->wasSeen());
            view.showAt({300, 200}, 0.6);
            view.canvas().select({"3", "6"});
            zoom = view.zoom();
            center = view.mapToScene(view.viewport()->rect().center());
            f.window.newTab();
            QVERIFY(f.window.openTemplate(QStringLiteral("words-to-picture")));
            f.window.showTab(f.window.pages().first());
            QVERIFY(f.window.close());
        }
        SessionFixture again(session.path());
        QCOMPARE(again.restored, 2);
        QCOMPARE(again.window.pages().indexOf(again.window.page()), 0);
        WorkflowPage& page = *again.window.page();
        QCOMPARE(page.path(), kDemo);
        QVERIFY(!page.document().isModified());
        QTRY_VERIFY(page.wasSeen());
        QCOMPARE(page.view().zoom(), zoom);
        const QPointF shift = page.view().mapToScene(page.view().viewport()->rect().center()) - center;
        QVERIFY2(shift.manhattanLength() < 20, qPrintable(QString::number(shift.manhattanLength())));
        QCOMPARE(page.view().canvas().selection(), (NodeIds {"3", "6"}));
        const WorkflowPage& form = *again.window.pages().last();
        QVERIFY(form.isForm());
        QCOMPARE(form.templateId(), QStringLiteral("words-to-picture"));
        QVERIFY(!form.document().isModified());
    }

    void unsavedChangesComeBackAfterAKill()
    {
        const QTemporaryDir session;
        const QTemporaryDir copyFolder;
        const QString copy = copyFolder.filePath(QStringLiteral("mine.json"));
        QVERIFY(QFile::copy(kDemo, copy));
        SessionFixture killed(session.path()); // never closed
        QVERIFY(killed.window.openFile(copy));
        addNote(killed.window.page()->document(), "not saved");
        killed.window.newTab();
        addNote(killed.window.page()->document(), "never had a file");
        killed.writeSession();
        SessionFixture again(session.path());
        QCOMPARE(again.restored, 2);
        QCOMPARE(again.keeper().recovered(), 2);
        QVERIFY(!again.window.lastNotice().isEmpty());
        WorkflowPage& first = *again.window.pages().first();
        QVERIFY(hasNote(first.document(), "not saved"));
        QVERIFY(first.document().isModified());
        QCOMPARE(first.path(), copy);
        QVERIFY(hasNote(again.window.pages().last()->document(), "never had a file"));
        again.window.showTab(&first);
        QVERIFY(again.window.save());
        QVERIFY(!first.document().isModified());
    }

    void atMostTenSecondsAreLost()
    {
        const QTemporaryDir session;
        QProcess editor;
        editor.setProcessChannelMode(QProcess::ForwardedErrorChannel);
        editor.start(QCoreApplication::applicationFilePath(), {QStringLiteral("--edit-until-killed"), session.path()});
        QVERIFY(editor.waitForStarted());
        QVERIFY(editor.waitForReadyRead(60'000)); // a slow machine's window takes long to come
        QElapsedTimer clock;
        clock.start();
        QByteArray said;
        QList<qint64> when; // ms at which each edit was made
        while (clock.elapsed() < 7000) {
            editor.waitForReadyRead(50);
            said += editor.readAllStandardOutput();
            while (when.size() < said.count('\n'))
                when << clock.elapsed();
        }
        const qint64 end = clock.elapsed();
        ::kill(pid_t(editor.processId()), SIGKILL);
        QVERIFY(editor.waitForFinished());
        QVERIFY(when.size() > 5);
        SessionFixture again(session.path());
        QCOMPARE(again.restored, 1);
        for (qsizetype i = 0; i < when.size(); ++i) {
            if (end - when[i] > 10'000)
                QVERIFY(hasNote(again.window.page()->document(), "edit " + std::to_string(i + 1)));
        }
        // Stricter than asked: what was changed four seconds ago is there, so the test needn't take longer.
        qsizetype old = 0;
        for (qsizetype i = 0; i < when.size(); ++i)
            old += end - when[i] > 5000 ? 1 : 0;
        QVERIFY(old > 0);
        QVERIFY(hasNote(again.window.page()->document(), "edit " + std::to_string(old)));
    }

    void whatWasDiscardedStaysAway()
    {
        const QTemporaryDir session;
        {
            SessionFixture f(session.path());
            f.window.newTab();
            addNote(f.window.page()->document(), "unwanted");
            f.writeSession();
            f.keeper().close(); // as after "Discard"
        }
        SessionFixture again(session.path());
        QCOMPARE(again.restored, 0);
        QCOMPARE(again.keeper().recovered(), 0);
    }

    void aBrokenWorkflowIsKeptAside()
    {
        const QTemporaryDir session;
        const SessionStore store(session.path());
        SessionState state;
        TabState tab;
        tab.id = newTabId();
        tab.isModified = tab.hasWorkflow = true;
        state.tabs = {tab};
        QVERIFY(store.writeWorkflow(tab.id, "{\"nodes\": ["));
        QVERIFY(store.write(state));
        SessionFixture f(session.path());
        QCOMPARE(f.restored, 0);
        f.writeSession();
        const QStringList kept = QDir(session.path()).entryList({QStringLiteral("*.kept.json")});
        QCOMPARE(kept.size(), 1);
        QVERIFY(f.window.lastNotice().contains(kept.first()));
    }

    void aFileThatIsGoneIsSaid()
    {
        const QTemporaryDir session, files;
        const QString path = files.filePath(QStringLiteral("gone.json"));
        {
            SessionFixture f(session.path());
            QVERIFY(QFile::copy(kDemo, path));
            QVERIFY(f.window.openFile(path));
            QVERIFY(f.window.close());
        }
        QVERIFY(QFile::remove(path));
        SessionFixture again(session.path());
        QCOMPARE(again.restored, 0);
        QVERIFY(again.window.lastNotice().contains(QStringLiteral("gone.json")));
    }
};

int main(int argc, char** argv)
{
    if (argc == 3 && std::string_view(argv[1]) == "--edit-until-killed")
        return editUntilKilled(argc, argv);
    QApplication app(argc, argv);
    TestSession test;
    return QTest::qExec(&test, argc, argv);
}

#include "TestSession.moc"
