// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/app/editor/CanvasFixture.h"

#include <QApplication>
#include <QClipboard>
#include <QMimeData>
#include <QProcess>
#include <QStandardPaths>
#include <QTest>
#include <QThread>

#include <cstdio>

using namespace weft;

namespace {

const char* const kRole = "WEFT_CLIPBOARD_ROLE";

/// What the canvas holds, in a line.
QByteArray summary(const CanvasDocument& document)
{
    QByteArray line = QByteArray::number(int(document.graph().nodes().size())) + " nodes, " + QByteArray::number(int(document.graph().links().size())) + " links";
    for (const Node& node : document.graph().nodes())
        line += "; " + QByteArray::fromStdString(node.type) + " " + QByteArray::fromStdString(toJsonText(Json(node.settings)));
    return line;
}

void say(const QByteArray& line)
{
    std::puts(line.constData());
    std::fflush(stdout);
}

/// One window of its own process: it copies and stays, or pastes and tells what it has.
int childMain(const QByteArray& role)
{
    CanvasFixture canvas;
    if (!QTest::qWaitForWindowActive(&canvas.view, 20'000))
        return 3;
    if (role == "paste") {
        canvas.key(Qt::Key_V, Qt::ControlModifier);
        say(summary(canvas.document));
        return 0;
    }
    canvas.document.open(*openTestFile(demoWorkflowPath()));
    canvas.view.selectAll();
    if (role == "copy") {
        canvas.key(Qt::Key_C, Qt::ControlModifier);
    } else { // what ComfyUI's page leaves there
        auto* data = new QMimeData;
        NodeIds all;
        for (const Node& node : canvas.document.graph().nodes())
            all.insert(node.id);
        data->setHtml(QString::fromUtf8(canvas.document.copyForComfy(all)));
        QApplication::clipboard()->setMimeData(data);
    }
    say(summary(canvas.document));
    return QApplication::exec(); // whoever copied answers for it
}

} // namespace

/// Two processes on one screen, with the system's clipboard between them. It needs an X server, and starts its own.
class TestClipboard : public QObject {
    Q_OBJECT

    QProcess m_screen;
    QProcessEnvironment m_environment = QProcessEnvironment::systemEnvironment();

    void begin(QProcess& child, const char* role)
    {
        QProcessEnvironment environment = m_environment;
        environment.insert(QString::fromLatin1(kRole), QString::fromLatin1(role));
        child.setProcessEnvironment(environment);
        child.setProcessChannelMode(QProcess::ForwardedErrorChannel);
        child.start(QCoreApplication::applicationFilePath(), {});
    }
    static QByteArray lineOf(QProcess& child)
    {
        while (!child.canReadLine() && child.waitForReadyRead(30'000)) { }
        return child.readLine().trimmed();
    }

private Q_SLOTS:
    void initTestCase()
    {
        m_screen.start(QStringLiteral("Xvfb"), {QStringLiteral("-displayfd"), QStringLiteral("1"), QStringLiteral("-screen"), QStringLiteral("0"), QStringLiteral("1600x1200x24")});
        const QByteArray display = lineOf(m_screen);
        QVERIFY(!display.isEmpty());
        m_environment.insert(QStringLiteral("DISPLAY"), QStringLiteral(":") + QString::fromLatin1(display));
        m_environment.insert(QStringLiteral("QT_QPA_PLATFORM"), QStringLiteral("xcb"));
    }

    void cleanupTestCase()
    {
        m_screen.terminate();
        m_screen.waitForFinished();
    }

    void nodesGoFromProcessToProcess_data()
    {
        QTest::addColumn<QByteArray>("role");
        QTest::newRow("ours") << QByteArray("copy");
        QTest::newRow("as ComfyUI's page copies them") << QByteArray("comfy");
    }

    void nodesGoFromProcessToProcess()
    {
        QFETCH(QByteArray, role);
        QProcess owner;
        begin(owner, role.constData());
        const QByteArray copied = lineOf(owner);
        QVERIFY(copied.contains("nodes"));
        QProcess other;
        begin(other, "paste");
        QCOMPARE(lineOf(other), copied);
        owner.kill();
        owner.waitForFinished();
        QVERIFY(other.waitForFinished());
    }
};

int main(int argc, char** argv)
{
    QApplication application(argc, argv);
    if (qEnvironmentVariableIsSet(kRole))
        return childMain(qgetenv(kRole));
    if (QStandardPaths::findExecutable(QStringLiteral("Xvfb")).isEmpty()) {
        std::puts("SKIPPED: there is no Xvfb here (Debian: xvfb)");
        return 0;
    }
    TestClipboard test;
    return QTest::qExec(&test, argc, argv);
}

#include "TestClipboard.moc"
