// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtCore/qfloat16.h> // GCC 12: Qt Test needs it whole

#include "app/apis/ApiShelf.h"
#include "app/apis/page/ApisDialog.h"
#include "app/apis/page/PublishDialog.h"
#include "app/form/AppView.h"
#include "app/shell/CommandList.h"
#include "app/shell/WorkflowPage.h"
#include "tests/app/apis/PaintNodes.h"
#include "tests/app/market/IdleEngine.h"
#include "tests/app/shell/WindowFixture.h"

#include <QContextMenuEvent>
#include <QLineEdit>
#include <QMenu>
#include <QPushButton>
#include <QTest>

using namespace weft;
using namespace weft::testing;

namespace {

/// A window with a workflow that paints, on nodes that this computer is said to have.
struct PublishFixture : WindowFixture {
    ApiShelf shelf {folder.path()};

    PublishFixture()
    {
        EngineInfo info;
        info.id = kHere;
        info.displayName = "here";
        info.catalogue = paintNodes();
        runs.setOwnServers("test", {std::make_shared<test::IdleEngine>(info)}, {info});
        window.useApis(shelf, "12345678");
        window.resize(1200, 800);
        window.show();
        window.leaveStart();
        window.page()->open(paintGraph(), {}, QStringLiteral("cats"));
    }

    PublishDialog* dialog() const { return window.findChild<PublishDialog*>(); }
    void command(const char* id) { window.commands().action(QLatin1String(id))->trigger(); }
};

QAction* actionNamed(const QMenu& menu, const QString& text)
{
    for (QAction* action : menu.actions()) {
        if (action->text().remove(u'&') == text)
            return action;
    }
    return nullptr;
}

} // namespace

class TestPublish : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void theWholeWorkflow()
    {
        PublishFixture here;
        QVERIFY(!here.window.commands().find(QStringLiteral("publish")).isEmpty()); // by the palette
        here.command("api.publish");
        QVERIFY(here.dialog());
        QCOMPARE(here.dialog()->draft().name, std::string("cats")); // the workflow's
        here.dialog()->findChild<QLineEdit*>(QStringLiteral("apiName"))->setText(QStringLiteral("paint"));
        here.dialog()->findChild<QLineEdit*>(QStringLiteral("apiPrice"))->setText(QStringLiteral("2"));
        here.dialog()->findChild<QPushButton*>(QStringLiteral("publishButton"))->click();
        QCOMPARE(here.shelf.apis().at("paint").price.micro, credits(2).micro);
        QVERIFY2(here.window.lastNotice().contains(QStringLiteral("paint")), qPrintable(here.window.lastNotice()));
        here.command("api.list");
        QVERIFY(here.window.findChild<ApisDialog*>());
    }

    void theSelection()
    {
        PublishFixture here;
        here.window.page()->view().canvas().select({"2"});
        here.command("canvas.publish");
        QVERIFY(here.dialog());
        QCOMPARE(here.dialog()->draft().outputs.size(), std::size_t {1});
        QCOMPARE(here.dialog()->draft().parameters.front().parameter.spec.name, std::string("image")); // what the loader gave
    }

    void whatCantBePublishedSaysWhy()
    {
        PublishFixture here;
        here.window.publishAsApi({"1"});
        QVERIFY(!here.dialog());
        QVERIFY2(here.window.lastNotice().contains(QStringLiteral("Nothing here")), qPrintable(here.window.lastNotice()));
    }

    void byRightClickOnTheForm()
    {
        PublishFixture here;
        here.window.page()->showForm(true);
        AppView* form = here.window.page()->form();
        QVERIFY(form);
        QContextMenuEvent event(QContextMenuEvent::Keyboard, QPoint(5, 5), form->mapToGlobal(QPoint(5, 5)));
        QApplication::sendEvent(form, &event);
        auto* menu = form->findChild<QMenu*>();
        QVERIFY(menu);
        QAction* publish = actionNamed(*menu, QStringLiteral("Publish as API…"));
        QVERIFY(publish);
        publish->trigger();
        QVERIFY(here.dialog());
    }

    void byRightClickOnNodes()
    {
        PublishFixture here;
        CanvasView& view = here.window.page()->view();
        view.canvas().select({"2"});
        const QPoint middle = view.viewport()->rect().center();
        QContextMenuEvent event(QContextMenuEvent::Keyboard, middle, view.viewport()->mapToGlobal(middle));
        QApplication::sendEvent(view.viewport(), &event);
        auto* menu = view.findChild<QMenu*>();
        QVERIFY(menu && actionNamed(*menu, QStringLiteral("Publish as API…")));
    }
};

QTEST_MAIN(TestPublish)
#include "TestPublish.moc"
