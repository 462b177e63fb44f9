// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtCore/qfloat16.h> // GCC 12: Qt Test needs it whole

#include "app/gallery/ModelLine.h"
#include "app/gallery/ModelsPage.h"
#include "app/models/ModelsController.h"
#include "app/shell/MissingBanner.h"
#include "app/shell/TopBar.h"
#include "app/shell/WorkflowPage.h"
#include "core/engine/Engine.h"
#include "tests/app/shell/WindowFixture.h"

#include <QApplication>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QTest>

using namespace weft;

namespace {

Catalogue catalogueOf(std::vector<ModelFile> models)
{
    NodeType loader;
    loader.name = "CheckpointLoaderSimple";
    InputSpec input;
    input.name = "ckpt_name";
    input.type = "COMBO";
    input.modelFolder = "checkpoints";
    loader.inputs.push_back(input);
    loader.outputs = {{"IMAGE", "IMAGE", false, false, {}}}; // something that can travel
    NodeType shown;
    shown.name = "PreviewImage";
    shown.isOutput = true;
    InputSpec images;
    images.name = "images";
    images.type = "IMAGE";
    shown.inputs.push_back(images);
    Catalogue catalogue;
    catalogue.add(std::move(loader));
    catalogue.add(std::move(shown));
    catalogue.setModels(std::move(models));
    return catalogue;
}

/// An engine that is never asked to compute.
class NamedEngine : public Engine {
public:
    explicit NamedEngine(std::string id)
        : m_id(std::move(id))
    {
    }
    std::string id() const override { return m_id; }
    std::string displayName() const override { return m_id; }
    QCoro::Task<Result<Catalogue>> catalogue() override { co_return catalogueOf({}); }
    QCoro::Task<FragmentReport> run(FragmentJob, EventSink, CancelToken) override { co_return FragmentReport {}; }

private:
    std::string m_id;
};

/// A window with a page of models; this computer has none, another machine has SDXL.
struct ModelsFixture : WindowFixture {
    ModelsFixture()
        : list(*ModelCatalogue::read(QStringLiteral(WEFT_SOURCE_DIR "/resources/models/catalogue.json")))
        , models(list, folder.path(), {})
    {
        window.useModels(models);
        window.show();
        (void)QTest::qWaitForWindowExposed(&window);
        window.activateWindow();
    }

    void connectMachines(bool withOther)
    {
        EngineInfo here;
        here.id = kHere;
        here.catalogue = catalogueOf({});
        EngineInfo other;
        other.id = "ab12";
        other.displayName = "RTX 4090";
        const CuratedModel* sdxl = list.find(QStringLiteral("sdxl-base"));
        other.catalogue = catalogueOf({{"checkpoints", sdxl->file.toStdString(), 1, sdxl->sha256}});
        runs.setRemoteEngines({std::make_shared<NamedEngine>(kHere), std::make_shared<NamedEngine>("ab12")},
            withOther ? std::vector {here, other} : std::vector {here});
    }

    void openLoader(const std::string& model)
    {
        Graph graph;
        const Catalogue types = catalogueOf({});
        Node loader = makeNode(*types.find("CheckpointLoaderSimple"), "1", 0, 0);
        loader.settings["ckpt_name"] = model;
        (void)graph.addNode(std::move(loader));
        (void)graph.addNode(makeNode(*types.find("PreviewImage"), "2", 300, 0));
        (void)graph.addLink({1, "1", 0, "2", "images"});
        window.leaveStart();
        window.page()->open(std::move(graph), {});
    }

    ModelCatalogue list;
    ModelsController models;
};

} // namespace

class TestModels : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void thePageListsAndFilters()
    {
        ModelsFixture f;
        f.window.showModels();
        QVERIFY(f.window.isModelsShown());
        auto* page = f.window.findChild<ModelsPage*>();
        QCOMPARE(page->shownLines(), int(f.list.models().size()));
        page->setFilter(QStringLiteral("sdxl"));
        QVERIFY(page->shownLines() > 3 && page->shownLines() < 15);
        page->setFilter(QStringLiteral("nothing is called so"));
        QCOMPARE(page->shownLines(), 0);
        page->setFilter({});
        auto* line = page->findChild<ModelLine*>(QStringLiteral("model.sdxl-base"));
        QVERIFY(line->findChild<QPushButton*>()->accessibleName().contains(QStringLiteral("SDXL 1.0 base")));
        QTest::keyClick(page, Qt::Key_Escape);
        QVERIFY(!f.window.isModelsShown());
    }

    void mirrorsAreCheckedAndKept()
    {
        ModelsFixture f;
        f.window.showModels();
        auto* field = f.window.findChild<QLineEdit*>(QStringLiteral("mirrorField"));
        field->setText(QStringLiteral("huggingface.co=http://insecure.example"));
        Q_EMIT field->editingFinished();
        QVERIFY(f.window.findChild<QLabel*>(QStringLiteral("modelNote"))->isVisible());
        QVERIFY(f.models.settings().mirrors.isEmpty());
        field->setText(QStringLiteral("huggingface.co=hf.example"));
        Q_EMIT field->editingFinished();
        QVERIFY(!f.window.findChild<QLabel*>(QStringLiteral("modelNote"))->isVisible());
        QCOMPARE(ModelSettings::read(f.settings).mirrors, QStringList {QStringLiteral("huggingface.co=hf.example")});
    }

    void aMissingModelIsOffered()
    {
        ModelsFixture f;
        f.connectMachines(true);
        f.openLoader("sd_xl_base_1.0.safetensors");
        MissingBanner* banner = f.window.missingBanner();
        QTRY_VERIFY(banner->isVisible());
        QVERIFY2(banner->text().contains(QStringLiteral("sd_xl_base_1.0.safetensors")), qPrintable(banner->text()));
        QCOMPARE(banner->getButton()->text(), QStringLiteral("Get it (6.9 GB, CreativeML Open RAIL++-M)"));
        QVERIFY(banner->elsewhereButton()->isVisible());
        QVERIFY2(banner->elsewhereButton()->text().startsWith(QStringLiteral("Run it there (1 machine has it, free")), qPrintable(banner->elsewhereButton()->text()));
        f.window.showStart();
        QVERIFY(!banner->isVisible());
        f.window.leaveStart();
        QVERIFY(banner->isVisible());
        Q_EMIT banner->dismissed();
        QVERIFY(!banner->isVisible());
    }

    /// Got, but the workflow calls it otherwise: getting it again would do nothing.
    void whatIsHereIsNotOffered()
    {
        ModelsFixture f;
        const CuratedModel* sprout = nullptr;
        for (const CuratedModel& model : f.list.models()) {
            if (model.folder == QStringLiteral("checkpoints") && model.sizeBytes)
                sprout = &model;
        }
        QVERIFY(sprout);
        const QString path = f.folder.filePath(QStringLiteral("models/checkpoints/") + sprout->file);
        QVERIFY(QDir().mkpath(QFileInfo(path).path()));
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly) && file.resize(*sprout->sizeBytes)); // takes no room on the disk
        f.connectMachines(false);
        f.openLoader("sd15/" + sprout->file.toStdString());
        MissingBanner* banner = f.window.missingBanner();
        QTRY_VERIFY(banner->isVisible());
        QVERIFY(!banner->getButton()->isVisible());
        QVERIFY2(banner->text().contains(QStringLiteral("as “%1”").arg(sprout->file)), qPrintable(banner->text()));
    }

    void onlyAllowedMachinesAreOffered()
    {
        ModelsFixture f;
        auto* top = f.window.findChild<TopBar*>();
        top->setPrivacy(Privacy::TrustedMachines);
        f.connectMachines(true);
        f.openLoader("sd_xl_base_1.0.safetensors");
        MissingBanner* banner = f.window.missingBanner();
        QTRY_VERIFY(banner->isVisible());
        QVERIFY(!banner->elsewhereButton()->isVisible()); // its owner isn't trusted
        top->setPrivacy(Privacy::OnlyHere);
        f.settings.setValue(QStringLiteral("run/trusted"), QStringList {QStringLiteral("ab12")});
        f.window.showStart();
        f.window.leaveStart();
        QVERIFY2(banner->elsewhereButton()->text().startsWith(QStringLiteral("Allow trusted machines and run")), qPrintable(banner->elsewhereButton()->text()));
        banner->elsewhereButton()->click();
        QCOMPARE(int(top->privacy()), int(Privacy::TrustedMachines)); // no more than it takes
    }

    void anEmptiedWorkflowLacksNothing()
    {
        ModelsFixture f;
        f.connectMachines(true);
        f.openLoader("sd_xl_base_1.0.safetensors");
        QTRY_VERIFY(f.window.missingBanner()->isVisible());
        f.window.page()->document().remove({"1", "2"});
        QTRY_VERIFY(!f.window.missingBanner()->isVisible());
    }

    void whatNobodyKnowsIsSaid()
    {
        ModelsFixture f;
        f.connectMachines(false);
        f.openLoader("mine.safetensors");
        MissingBanner* banner = f.window.missingBanner();
        QTRY_VERIFY(banner->isVisible());
        QVERIFY(!banner->getButton()->isVisible() && !banner->elsewhereButton()->isVisible());
        QVERIFY(banner->text().contains(QStringLiteral("doesn't know where to get it")));
    }
};

QTEST_MAIN(TestModels)
#include "TestModels.moc"
