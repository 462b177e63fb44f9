// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtCore/qfloat16.h> // GCC 12: Qt Test needs it whole

#include "app/editor/PickPopup.h"
#include "app/editor/SettingEditor.h"
#include "app/shell/WorkflowPage.h"
#include "core/engine/Engine.h"
#include "tests/app/shell/WindowFixture.h"

#include <QApplication>
#include <QLineEdit>
#include <QSignalSpy>
#include <QTest>

using namespace weft;

namespace {

Catalogue described()
{
    QFile file(QStringLiteral(WEFT_TEST_DATA "/comfyui/object_info.json"));
    Catalogue made;
    if (!file.open(QIODevice::ReadOnly))
        return made;
    const Result<Json> types = parseJson(file.readAll().toStdString());
    for (const auto& [name, entry] : types->items())
        made.add(*fromObjectInfo(name, entry));
    return made;
}

/// Offers every type and is asked to run: it answers at once.
class QuickEngine : public Engine {
public:
    std::string id() const override { return "ab12"; }
    std::string displayName() const override { return "RTX 4090"; }
    QCoro::Task<Result<Catalogue>> catalogue() override { co_return described(); }
    QCoro::Task<FragmentReport> run(FragmentJob, EventSink, CancelToken) override { co_return FragmentReport {}; }
};

} // namespace

/// The window by keys alone: add, connect, edit, run, save.
class TestKeyboardOnly : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void addConnectEditRunSave()
    {
        WindowFixture f;
        EngineInfo info;
        info.id = "ab12";
        info.catalogue = described();
        f.runs.setRemoteEngines({std::make_shared<QuickEngine>()}, {info});
        f.window.show();
        QVERIFY(QTest::qWaitForWindowExposed(&f.window));
        f.window.activateWindow();
        press(Qt::Key_N, Qt::ControlModifier);
        QTRY_VERIFY(!f.window.isStartShown());
        addBySearch(u"load image"_qs);
        addBySearch(u"save image"_qs);
        press(Qt::Key_L, Qt::ControlModifier);
        press(Qt::Key_Return);
        CanvasDocument& document = f.window.page()->document();
        QCOMPARE(document.graph().links().size(), std::size_t(1));

        press(Qt::Key_Return); // the first setting of the one that is selected
        QTRY_VERIFY(f.window.page()->view().editor().isOpen());
        QTest::keyClicks(QApplication::focusWidget(), u"by keys"_qs);
        press(Qt::Key_Return);
        QCOMPARE(document.graph().nodes().back().settings.at("filename_prefix"), Json("by keys"));

        QSignalSpy ended(&f.window, &MainWindow::runEnded);
        press(Qt::Key_Return, Qt::ControlModifier);
        QTRY_VERIFY_WITH_TIMEOUT(f.runs.isRunning() || !ended.isEmpty() || !f.window.lastNotice().isEmpty(), 20'000);

        const QString path = f.folder.filePath(u"mine.json"_qs);
        QVERIFY(f.window.saveTo(path)); // the dialog asks for a name once
        press(Qt::Key_M, Qt::ControlModifier);
        QVERIFY(document.isModified());
        press(Qt::Key_S, Qt::ControlModifier);
        QTRY_VERIFY(!document.isModified());
        QFile file(path);
        QVERIFY(file.open(QIODevice::ReadOnly));
        QVERIFY(file.readAll().contains("by keys"));
    }

private:
    static void press(int key, Qt::KeyboardModifiers keys = {})
    {
        QVERIFY(QApplication::focusWidget());
        QTest::keyClick(QApplication::focusWidget(), Qt::Key(key), keys);
        QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
    }

    static void addBySearch(const QString& text)
    {
        press(Qt::Key_Tab);
        QTest::keyClicks(QApplication::focusWidget(), text);
        press(Qt::Key_Return);
    }
};

QTEST_MAIN(TestKeyboardOnly)
#include "TestKeyboardOnly.moc"
