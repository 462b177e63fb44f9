// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/session/SessionWriter.h"

#include <QDir>
#include <QFile>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace weft;

namespace {

TabState tabNamed(const QString& name)
{
    TabState tab;
    tab.id = newTabId();
    tab.name = name;
    tab.isModified = true;
    tab.hasWorkflow = true;
    tab.zoom = 0.75;
    tab.center = {12.5, -40};
    tab.selection = {QStringLiteral("3"), QStringLiteral("12:7")};
    return tab;
}

void overwrite(const QString& path, const QByteArray& content)
{
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    QCOMPARE(file.write(content), content.size());
}

} // namespace

class TestSessionStore : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void whatWasWrittenIsRead()
    {
        const QTemporaryDir folder;
        const SessionStore store(folder.filePath(QStringLiteral("session")));
        SessionState state;
        state.tabs = {tabNamed(QStringLiteral("one")), tabNamed(QStringLiteral("两"))};
        state.current = 1;
        state.isStartShown = false;
        for (const TabState& tab : state.tabs)
            QVERIFY(store.writeWorkflow(tab.id, "{}"));
        QVERIFY(store.write(state));
        QCOMPARE(store.read(), state);
    }

    void onlyItsOwnerMayReadIt()
    {
        const QTemporaryDir folder;
        const SessionStore store(folder.path());
        QVERIFY(store.writeWorkflow(QStringLiteral("a"), "{}"));
        const auto others = QFile::ReadGroup | QFile::ReadOther | QFile::WriteGroup | QFile::WriteOther;
        QCOMPARE(QFile::permissions(store.workflowPath(QStringLiteral("a"))) & others, QFile::Permissions());
    }

    void workflowsOfClosedTabsGo()
    {
        const QTemporaryDir folder;
        const SessionStore store(folder.path());
        SessionState state;
        state.tabs = {tabNamed(QStringLiteral("kept")), tabNamed(QStringLiteral("closed"))};
        for (const TabState& tab : state.tabs)
            QVERIFY(store.writeWorkflow(tab.id, "{}"));
        const QString gone = store.workflowPath(state.tabs.takeLast().id);
        QVERIFY(store.write(state));
        QVERIFY(!QFile::exists(gone));
        QVERIFY(QFile::exists(store.workflowPath(state.tabs.first().id)));
    }

    void aTabWhoseWorkflowIsMissingIsLeftOut()
    {
        const QTemporaryDir folder;
        const SessionStore store(folder.path());
        SessionState state;
        state.tabs = {tabNamed(QStringLiteral("gone")), tabNamed(QStringLiteral("there"))};
        state.current = 1;
        QVERIFY(store.writeWorkflow(state.tabs[1].id, "{}"));
        QVERIFY(store.write(state));
        const SessionState read = store.read();
        QCOMPARE(read.tabs.size(), 1);
        QCOMPARE(read.tabs.first().name, QStringLiteral("there"));
        QCOMPARE(read.current, 0);
    }

    void nonsenseIsAnEmptySession_data()
    {
        QTest::addColumn<QByteArray>("content");
        QTest::newRow("empty") << QByteArray();
        QTest::newRow("truncated") << QByteArray("{\"tabs\": [{\"id\":");
        QTest::newRow("a list") << QByteArray("[1, 2]");
        QTest::newRow("tabs are a number") << QByteArray("{\"tabs\": 7}");
        QTest::newRow("tabs of other types") << QByteArray("{\"tabs\": [1, null, \"x\", {\"id\": 5}]}");
        QTest::newRow("an id that leaves the folder")
            << QByteArray("{\"tabs\": [{\"id\": \"../../etc/passwd\", \"path\": \"/x\"}]}");
        QTest::newRow("no finite place") << QByteArray("{\"tabs\": [{\"id\": \"\", \"zoom\": 1e999}]}");
    }

    void nonsenseIsAnEmptySession()
    {
        QFETCH(QByteArray, content);
        const QTemporaryDir folder;
        overwrite(folder.filePath(QStringLiteral("session.json")), content);
        QCOMPARE(SessionStore(folder.path()).read().tabs.size(), 0);
    }

    void aFolderThatCannotBeWrittenIsAnError()
    {
        const QTemporaryDir folder;
        overwrite(folder.filePath(QStringLiteral("file")), "x");
        const SessionStore store(folder.filePath(QStringLiteral("file/session")));
        const Done written = store.write({});
        QVERIFY(!written);
        QCOMPARE(written.error().code, ErrorCode::FileUnwritable);
    }

    void writesBehindTheWindowAndWaitsAtTheEnd()
    {
        const QTemporaryDir folder;
        const TabState tab = tabNamed(QStringLiteral("large"));
        {
            SessionWriter writer(folder.path());
            for (int i = 0; i < 20; ++i) {
                Graph graph;
                Node node;
                node.id = std::to_string(i + 1);
                node.type = "Note";
                QVERIFY(graph.addNode(node));
                SessionState state;
                state.tabs = {tab};
                writer.write(state, {{tab.id, graph}}, std::make_shared<Catalogue>());
            }
        }
        const SessionStore store(folder.path());
        QCOMPARE(store.read().tabs.size(), 1);
        QFile file(store.workflowPath(tab.id));
        QVERIFY(file.open(QIODevice::ReadOnly));
        QVERIFY(file.readAll().contains("\"id\":20")); // the last one
    }

    void aFailureIsTold()
    {
        const QTemporaryDir folder;
        overwrite(folder.filePath(QStringLiteral("file")), "x");
        SessionWriter writer(folder.filePath(QStringLiteral("file/session")));
        QSignalSpy failed(&writer, &SessionWriter::failed);
        writer.write({}, {}, std::make_shared<Catalogue>());
        QTRY_COMPARE(failed.size(), 1);
    }
};

QTEST_GUILESS_MAIN(TestSessionStore)
#include "TestSessionStore.moc"
