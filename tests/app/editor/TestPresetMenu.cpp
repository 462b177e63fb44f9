// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/editor/PresetMenu.h"
#include "app/editor/model/NodePresets.h"
#include "tests/app/editor/CanvasFixture.h"

#include <QInputDialog>
#include <QMenu>
#include <QTemporaryDir>
#include <QTest>

using namespace weft;

namespace {

/// A canvas with one sampler, and what its menu offers of presets.
struct PresetFixture {
    PresetFixture() { canvas.document.setPresets(&presets); }

    std::unique_ptr<QMenu> menu()
    {
        auto made = std::make_unique<QMenu>();
        addPresetMenu(*made, canvas.view, sampler);
        return made;
    }

    /// Those to forget aside.
    static QAction* find(const QMenu& menu, const QString& text)
    {
        for (QAction* action : menu.actions()) {
            QAction* inside = action->menu() && action->text() != QStringLiteral("Forget") ? find(*action->menu(), text) : nullptr;
            if (inside || action->text() == text)
                return inside ? inside : action;
        }
        return nullptr;
    }

    bool choose(const QString& text)
    {
        const auto made = menu();
        QAction* action = find(*made, text);
        if (action)
            action->trigger();
        return action != nullptr;
    }

    Json setting(const NodeId& id, const char* name) { return canvas.document.graph().findNode(id)->settings.at(name); }

    QTemporaryDir folder;
    QString path = folder.filePath(QStringLiteral("presets.json"));
    NodePresets presets {path};
    CanvasFixture canvas;
    NodeId sampler = canvas.add("KSampler", {300, 100});
};

} // namespace

class TestPresetMenu : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void newNodesBeginWithTheDefaultsUntilTheyAreForgotten()
    {
        PresetFixture f;
        const Json usual = f.setting(f.sampler, "steps");
        f.canvas.document.setSetting(f.sampler, "steps", 33);
        f.canvas.document.setSetting(f.sampler, "seed", 777);
        QVERIFY(!PresetFixture::find(*f.menu(), QStringLiteral("Forget defaults")));
        QVERIFY(f.choose(QStringLiteral("Save as default")));
        const NodeId next = f.canvas.add("KSampler", {700, 100});
        QCOMPARE(f.setting(next, "steps"), Json(33));
        QVERIFY(f.setting(next, "seed") != Json(777)); // nobody wants the same picture for ever
        QVERIFY(f.choose(QStringLiteral("Forget defaults")));
        QCOMPARE(f.setting(f.canvas.add("KSampler", {700, 500}), "steps"), usual);
    }

    void aPresetIsKeptUsedAndForgotten()
    {
        PresetFixture f;
        f.canvas.document.setSetting(f.sampler, "steps", 33);
        f.canvas.document.setSetting(f.sampler, "cfg", 4.5);
        QVERIFY(f.choose(QStringLiteral("Save as preset…")));
        auto* dialog = f.canvas.view.findChild<QInputDialog*>();
        QVERIFY(dialog);
        dialog->setTextValue(QStringLiteral(" fast "));
        dialog->accept();
        QCOMPARE(NodePresets(f.path).names("KSampler"), QStringList {QStringLiteral("fast")}); // on the disk
        const NodeId other = f.canvas.add("KSampler", {700, 100});
        f.sampler = other;
        QVERIFY(f.choose(QStringLiteral("fast")));
        QCOMPARE(f.setting(other, "steps"), Json(33));
        QCOMPARE(f.setting(other, "cfg"), Json(4.5));
        f.canvas.document.undo(); // one step
        QVERIFY(f.setting(other, "steps") != Json(33));
        QVERIFY(f.setting(other, "cfg") != Json(4.5));
        const auto menu = f.menu();
        QMenu* forget = nullptr;
        for (QMenu* each : menu->findChildren<QMenu*>())
            forget = each->title() == QStringLiteral("Forget") ? each : forget;
        QVERIFY(forget);
        forget->actions().front()->trigger();
        QVERIFY(NodePresets(f.path).names("KSampler").isEmpty());
    }

    void aDiskThatRefusesIsSaid()
    {
        PresetFixture f;
        QVERIFY(QDir(f.folder.path()).mkdir(QStringLiteral("presets.json"))); // a folder is in the way
        QVERIFY(f.choose(QStringLiteral("Save as default")));
        QVERIFY2(f.canvas.view.lastRefusal().contains(f.path), qPrintable(f.canvas.view.lastRefusal()));
        QVERIFY(f.presets.defaults("KSampler").empty());
    }

    void withoutPresetsThereIsNoMenu()
    {
        PresetFixture f;
        f.canvas.document.setPresets(nullptr);
        QVERIFY(f.menu()->isEmpty());
    }
};

QTEST_MAIN(TestPresetMenu)
#include "TestPresetMenu.moc"
