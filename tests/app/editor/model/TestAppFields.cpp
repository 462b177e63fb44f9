// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtCore/qfloat16.h> // GCC 12: Qt Test needs it whole

#include "app/editor/model/AppFields.h"
#include "app/editor/model/CanvasDocument.h"
#include "core/formats/OpenWorkflow.h"
#include "tests/app/editor/model/ComfyTypes.h"

#include <QTest>

using namespace weft;

class TestAppFields : public QObject {
    Q_OBJECT

private Q_SLOTS:
    /// Most of the newer templates are one subgraph: its form shows what the instance does.
    void textsAndSeedsOfASubgraph()
    {
        CanvasDocument document(comfyTypes());
        const NodeId text = document.add(*comfyTypes().find("CLIPTextEncode"), {0, 0});
        const NodeId sampler = document.add(*comfyTypes().find("KSampler"), {400, 0});
        QVERIFY(document.connectPorts(text, 0, sampler, "positive"));
        const NodeId part = *document.makeSubgraph({text, sampler}, QStringLiteral("Draw"));
        QVERIFY(appFieldsOf(document.workflow(), comfyTypes()).empty());
        QVERIFY(document.enter(part));
        QVERIFY(document.exposePort({text, false, 0, "text"}));
        QVERIFY(document.exposePort({sampler, false, 0, "seed"}));
        document.setSetting(text, "text", "a cat");
        QVERIFY(document.renamePort(document.shownSubgraph(), interfaceOf(document.graph()).inputs[0].id, QStringLiteral("What")));
        const auto fields = appFieldsOf(document.workflow(), comfyTypes());
        QCOMPARE(fields.size(), std::size_t {2});
        QCOMPARE(fields[0].label, QStringLiteral("What"));
        QVERIFY(fields[1].isSeed);
        QCOMPARE(valueOf(document.workflow(), comfyTypes(), part, "text").get<std::string>(), std::string("a cat"));
        document.setSettingInRun(part, "text", "a dog"); // the form's way, whatever is shown
        QCOMPARE(valueOf(document.workflow(), comfyTypes(), part, "text").get<std::string>(), std::string("a dog"));
    }

    void comfysOwnList()
    {
        const Graph graph = openWorkflow(WEFT_TEST_DATA "/workflows/notes-groups-modes.json", comfyTypes())->graph;
        const auto fields = appFieldsOf(graph, comfyTypes()); // extra.linearData
        QCOMPARE(fields.size(), std::size_t {1});
        QCOMPARE(fields[0].node, NodeId("3"));
        QCOMPARE(int(fields[0].kind), int(SettingKind::Picture));
    }
};

QTEST_GUILESS_MAIN(TestAppFields)
#include "TestAppFields.moc"
