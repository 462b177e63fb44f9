// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/formats/ApiJson.h"
#include "core/formats/WorkflowJson.h"
#include "core/values/MappedFile.h"

#include <QDir>
#include <QtTest>

using namespace weft;

namespace {

Json readJson(const QString& path)
{
    const auto bytes = readFile(path.toStdString(), 1u << 24);
    if (!bytes)
        qFatal("%s", qPrintable(path));
    return *parseJson({reinterpret_cast<const char*>(bytes->data()), bytes->size()});
}

Json dataFile(const char* name)
{
    return readJson(QStringLiteral(WEFT_TEST_DATA "/") + QString::fromUtf8(name));
}

const Catalogue& comfy()
{
    static const Catalogue catalogue = *Catalogue::fromJson({{"nodes", dataFile("comfyui/object_info.json")}});
    return catalogue;
}

Graph graphOf(const char* name)
{
    return *readWorkflow(dataFile(name), comfy());
}

QString text(const Json& json)
{
    return QString::fromStdString(toJsonText(json, 1));
}

} // namespace

class TestWorkflowJson : public QObject {
    Q_OBJECT

private Q_SLOTS:
    /// The text is compared, so that the order of keys counts too.
    void unchangedFilesComeBackWhole_data()
    {
        QTest::addColumn<QString>("path");
        QTest::addColumn<bool>("known");
        for (const char* folder : {WEFT_TEST_DATA "/workflows", WEFT_SOURCE_DIR "/resources/workflows"}) {
            const QDir dir(QString::fromUtf8(folder));
            for (const QString& name : dir.entryList({QStringLiteral("*.json")})) {
                QTest::newRow(qPrintable(name)) << dir.filePath(name) << true;
                QTest::newRow(qPrintable(name + QStringLiteral(", no type known"))) << dir.filePath(name) << false;
            }
        }
    }
    void unchangedFilesComeBackWhole()
    {
        QFETCH(QString, path);
        QFETCH(bool, known);
        const Catalogue catalogue = known ? comfy() : Catalogue();
        const Json json = readJson(path);
        const auto graph = readWorkflow(json, catalogue);
        QVERIFY(graph);
        QCOMPARE(text(writeWorkflow(*graph, catalogue)), text(json));
    }

    void settingsHaveTheirNames()
    {
        const Graph graph = graphOf("workflows/classic.json");
        const Node& sampler = *graph.findNode("3");
        QCOMPARE(sampler.settings.size(), std::size_t {6});
        QCOMPARE(sampler.settings.at("seed").get<std::uint64_t>(), UINT64_MAX);
        QCOMPARE(sampler.settings.at("steps").get<int>(), 20);
        QCOMPARE(sampler.settings.at("scheduler").get<std::string>(), std::string("normal"));
        QCOMPARE(graph.findNode("6")->title, std::string("Positive ✓"));
        QVERIFY(graph.findNode("6")->collapsed);
        QCOMPARE(graph.findNode("4")->width, 315.0);
        QCOMPARE(graph.linkInto("3", "negative")->from, std::string("7"));
    }

    void seedsWithoutCompanion()
    {
        Json json = dataFile("workflows/classic.json");
        json["nodes"][4]["widgets_values"] = {5, 21, 7.5, "euler", "karras", 0.5};
        const Graph graph = *readWorkflow(json, comfy());
        QCOMPARE(graph.findNode("3")->settings.at("steps").get<int>(), 21);
        QCOMPARE(graph.findNode("3")->settings.at("denoise").get<double>(), 0.5);
        QCOMPARE(text(writeWorkflow(graph, comfy())), text(json));
    }

    void aChangedSettingChangesOnlyItself()
    {
        Graph graph = graphOf("workflows/classic.json");
        graph.editNode("3")->settings["steps"] = 30;
        Json expected = dataFile("workflows/classic.json");
        expected["nodes"][4]["widgets_values"][2] = 30;
        QCOMPARE(text(writeWorkflow(graph, comfy())), text(expected));
    }

    void editsAreWritten()
    {
        Graph graph = graphOf("workflows/classic.json");
        Node& node = *graph.editNode("6");
        node.x = 1;
        node.y = 2.5;
        node.mode = NodeMode::Bypassed;
        node.collapsed = false;
        node.title.clear();
        graph.removeNode("7");
        Node added = makeNode(*comfy().find("ImageInvert"), graph.freshNodeId(), 10, 20);
        QCOMPARE(added.id, std::string("13"));
        added.extra["properties"]["weft.place"] = "here";
        QVERIFY(graph.addNode(added));
        QVERIFY(graph.addLink({graph.freshLinkId(), "8", 0, "13", "image"}));
        QVERIFY(graph.addLink({graph.freshLinkId(), "13", 0, "9", "images"}));

        const Json json = writeWorkflow(graph, comfy());
        const Json& moved = json["nodes"][1];
        QCOMPARE(text(moved["pos"]), text(Json::array({1, 2.5})));
        QCOMPARE(moved["mode"].get<int>(), 4);
        QVERIFY(!moved.contains("title"));
        QVERIFY(!moved["flags"].contains("collapsed"));
        QCOMPARE(json["nodes"].size(), std::size_t {7});
        QCOMPARE(json["last_node_id"].get<int>(), 13);
        QCOMPARE(json["last_link_id"].get<int>(), 17);
        const Graph again = *readWorkflow(json, comfy());
        QCOMPARE(again.linkInto("9", "images")->from, std::string("13"));
        QVERIFY(!again.linkInto("3", "negative"));
        QCOMPARE(again.findNode("13")->extra["properties"]["weft.place"].get<std::string>(), std::string("here"));
        QVERIFY(again.findNode("6")->mode == NodeMode::Bypassed);
    }

    void aSettingBecomesAnInput()
    {
        Graph graph = graphOf("workflows/classic.json");
        QVERIFY(graph.addNode(makeNode(*comfy().find("PrimitiveInt"), "20", 0, 0)));
        QVERIFY(graph.addLink({50, "20", 0, "3", "steps"}));
        const Graph again = *readWorkflow(writeWorkflow(graph, comfy()), comfy());
        QCOMPARE(again.linkInto("3", "steps")->from, std::string("20"));
        QCOMPARE(again.findNode("3")->settings.at("cfg").get<int>(), 8);
        const Prompt prompt = *toPrompt(again, comfy());
        QVERIFY((std::get<SlotRef>(prompt.nodes.at("3").inputs.at("steps")) == SlotRef {"20", 0}));
    }

    void reroutesPrimitivesAndModes()
    {
        const Prompt modern = *toPrompt(graphOf("workflows/modern.json"), comfy());
        QCOMPARE(modern.nodes.size(), std::size_t {3});
        QCOMPARE(std::get<Json>(modern.nodes.at("2").inputs.at("scale_by")).get<double>(), 3.5);
        const Prompt prompt = *toPrompt(graphOf("workflows/reroutes.json"), comfy());
        QCOMPARE(prompt.nodes.size(), std::size_t {3});
        QVERIFY((std::get<SlotRef>(prompt.nodes.at("5").inputs.at("images")) == SlotRef {"1", 0}));
        QVERIFY(!prompt.nodes.at("7").inputs.contains("images"));
    }

    void reroutesInACircle()
    {
        Graph graph;
        for (const char* id : {"1", "2"}) {
            Node node;
            node.id = id;
            node.type = "Reroute";
            node.inputs = {{"", "*", Json::object()}};
            node.outputs = {{"", "*", Json::object()}};
            QVERIFY(graph.addNode(node));
        }
        QVERIFY(graph.addNode(makeNode(*comfy().find("SaveImage"), "3", 0, 0)));
        QVERIFY(graph.addLink({1, "1", 0, "2", ""}));
        QVERIFY(graph.addLink({2, "2", 0, "1", ""}));
        QVERIFY(graph.addLink({3, "2", 0, "3", "images"}));
        const auto prompt = toPrompt(graph, comfy());
        QVERIFY(!prompt);
        QVERIFY(prompt.error().code == ErrorCode::GraphCycle);
    }

    void typesThatBecomeKnownLater()
    {
        const Json json = dataFile("workflows/classic.json");
        Graph graph = *readWorkflow(json, Catalogue());
        QVERIFY(graph.findNode("3")->settings.empty());
        QCOMPARE(text(writeWorkflow(graph, comfy())), text(json));
        refreshTypes(graph, comfy());
        QCOMPARE(graph.findNode("3")->settings.at("steps").get<int>(), 20);
        QVERIFY(graph == *readWorkflow(json, comfy()));
    }

    void newGraphsAreClassicFiles()
    {
        Graph graph;
        QVERIFY(graph.addNode(makeNode(*comfy().find("LoadImage"), "1", 0, 0)));
        QVERIFY(graph.addNode(makeNode(*comfy().find("KSampler"), "2", 0, 0)));
        const Json json = writeWorkflow(graph, comfy());
        QCOMPARE(json["version"].get<double>(), 0.4);
        QCOMPARE(json["last_node_id"].get<int>(), 2);
        QCOMPARE(text(json["nodes"][0]["widgets_values"]), text({"golden_in.png", "image"}));
        QCOMPARE(text(json["nodes"][1]["widgets_values"]), text({0, "fixed", 20, 8.0, "euler", "simple", 1.0}));
        QVERIFY(json["nodes"][0]["id"].is_number());
    }

    void brokenLinksAreLeftOut()
    {
        Json json = dataFile("workflows/classic.json");
        json["links"].push_back({90, 4, 0, 99, 0, "MODEL"});
        json["links"].push_back({91, 4, 0, 3, 77, "MODEL"});
        json["links"].push_back({92, 4, -1, 3, 0, "MODEL"});
        json["links"].push_back("what");
        const Graph graph = *readWorkflow(json, comfy());
        QCOMPARE(graph.links().size(), std::size_t {9});
    }

    /// What can't be a link stays in the file, whatever else is edited.
    void linksToNothingStay()
    {
        const Json json = dataFile("workflows/links-to-nothing.json");
        Graph graph = *readWorkflow(json, comfy());
        QCOMPARE(graph.links().size(), std::size_t {1});
        QCOMPARE(graph.freshLinkId(), LinkId {99}); // the file names 98
        graph.editNode("3")->x = 5;
        Json expected = json;
        expected["nodes"][2]["pos"][0] = 5;
        QCOMPARE(text(writeWorkflow(graph, comfy())), text(expected));
        graph.removeLink(1);
        const Json without = writeWorkflow(graph, comfy());
        QCOMPARE(without["links"].size(), std::size_t {5});
        QCOMPARE(text(without["nodes"][0]["outputs"][0]["links"]), text({4, 98}));
        QVERIFY(without["nodes"][1]["inputs"][0]["link"].is_null());
    }

    void notesAndPrimitivesKeepTheirPlace()
    {
        Graph notes = graphOf("workflows/notes-groups-modes.json");
        notes.editNode("1")->settings["text"] = "new";
        QCOMPARE(text(writeWorkflow(notes, comfy())["nodes"][0]["widgets_values"]), text({"new"}));
        Graph graph = graphOf("workflows/subgraphs.json");
        graph.editNode("5")->settings["value"] = 2.25;
        QCOMPARE(text(writeWorkflow(graph, comfy())["nodes"][4]["widgets_values"]), text({2.25, "fixed"}));
        QCOMPARE(std::get<Json>(toPrompt(graph, comfy())->nodes.at("4:30").inputs.at("scale_by")).get<double>(), 2.25);
    }

    /// The list and what stands beside it by name change together.
    void namedValues()
    {
        Json json = dataFile("workflows/classic.json");
        json["nodes"][4]["widgets_values_named"] = {{"seed", 5}, {"steps", 44}};
        Graph graph = *readWorkflow(json, comfy());
        QCOMPARE(graph.findNode("3")->settings.at("steps").get<int>(), 44);
        QCOMPARE(text(writeWorkflow(graph, comfy())), text(json));
        graph.editNode("3")->settings["steps"] = 45;
        const Json sampler = writeWorkflow(graph, comfy())["nodes"][4];
        QCOMPARE(sampler["widgets_values_named"]["steps"].get<int>(), 45);
        QCOMPARE(sampler["widgets_values"][2].get<int>(), 45);
    }

    void bendPointsInBothForms()
    {
        for (const char* name : {"workflows/bend-points-0.4.json", "workflows/everything-1.0.json"}) {
            Graph graph = graphOf(name);
            const LinkId fresh = graph.freshLinkId();
            const RerouteId point = graph.freshRerouteId();
            std::vector<Reroute> points = graph.reroutes();
            points.push_back({point, points[0].id, 7, 8.5, Json::object()});
            graph.setReroutes(points);
            QVERIFY(graph.addNode(makeNode(*comfy().find("PreviewImage"), graph.freshNodeId(), 0, 0)));
            QVERIFY(graph.addLink({fresh, "1", 0, graph.nodes().back().id, "images", point}));
            const Json json = writeWorkflow(graph, comfy());
            const Graph again = *readWorkflow(json, comfy());
            QCOMPARE(again.reroutesOf(*again.findLink(fresh)).size(), std::size_t {2});
            QCOMPARE(again.reroutes().back().y, 8.5);
            const Json& written = memberAt(json, "version") == 1 ? json["reroutes"] : json["extra"]["reroutes"];
            QCOMPARE(text(written.back()["linkIds"]), text({fresh}));
        }
    }

    void nodesAreCountedInAllSubgraphsTogether()
    {
        Json many = Json::array();
        for (int i = 0; i < 60'000; ++i)
            many.push_back({{"id", i + 1}, {"type", "A"}});
        Json json = {{"nodes", many}, {"links", Json::array()},
            {"definitions", {{"subgraphs", Json::array({{{"id", "x"}, {"nodes", many}, {"links", Json::array()}}})}}}};
        QVERIFY(readWorkflow(json, comfy()).error().code == ErrorCode::LimitExceeded);
    }

    void refusesWhatIsNoWorkflow_data()
    {
        QTest::addColumn<QString>("json");
        QTest::newRow("list") << u"[]"_qs;
        QTest::newRow("nodes is an object") << uR"({"nodes":{}})"_qs;
        QTest::newRow("node is a number") << uR"({"nodes":[1]})"_qs;
        QTest::newRow("no type") << uR"({"nodes":[{"id":1}]})"_qs;
        QTest::newRow("id is a float") << uR"({"nodes":[{"id":1.5,"type":"A"}]})"_qs;
        QTest::newRow("same id twice") << uR"({"nodes":[{"id":1,"type":"A"},{"id":"1","type":"A"}]})"_qs;
        QTest::newRow("inputs is text") << uR"({"nodes":[{"id":1,"type":"A","inputs":"x"}]})"_qs;
        QTest::newRow("links is an object") << uR"({"nodes":[],"links":{}})"_qs;
        QTest::newRow("a subgraph without id") << uR"({"nodes":[],"definitions":{"subgraphs":[{"nodes":[]}]}})"_qs;
        QTest::newRow("two subgraphs of one id") << uR"({"nodes":[],"definitions":{"subgraphs":[{"id":"a","nodes":[]},{"id":"a","nodes":[]}]}})"_qs;
        QTest::newRow("subgraphs is an object") << uR"({"nodes":[],"definitions":{"subgraphs":{}}})"_qs;
        QTest::newRow("our own type") << uR"({"nodes":[{"id":1,"type":"weft.border"}]})"_qs;
        QTest::newRow("a node that is the border") << uR"({"nodes":[],"definitions":{"subgraphs":[{"id":"a","nodes":[{"id":-10,"type":"A"}]}]}})"_qs;
        QTest::newRow("reroute without id") << uR"({"nodes":[],"extra":{"reroutes":[{"pos":[0,0]}]}})"_qs;
        QTest::newRow("group is a number") << uR"({"nodes":[],"groups":[1]})"_qs;
    }
    void refusesWhatIsNoWorkflow()
    {
        QFETCH(QString, json);
        const auto graph = readWorkflow(*parseJson(json.toStdString()), comfy());
        QVERIFY(!graph);
        QVERIFY(graph.error().code == ErrorCode::JsonNotAWorkflow);
    }

    void apiFormBothWays()
    {
        const Prompt prompt = *toPrompt(graphOf("workflows/classic.json"), comfy());
        const Json api = writeApiJson(prompt);
        QVERIFY(isApiJson(api));
        QVERIFY(*readApiJson(api) == prompt);
        const Graph graph = *graphFromPrompt(prompt, comfy());
        QVERIFY(*toPrompt(graph, comfy()) == prompt);
        QVERIFY(graph.findNode("4")->x < graph.findNode("6")->x);
        QVERIFY(graph.findNode("6")->x < graph.findNode("3")->x);
        QVERIFY(*toPrompt(*readWorkflow(writeWorkflow(graph, comfy()), comfy()), comfy()) == prompt);
    }

    void apiFormOfUnknownTypes()
    {
        const Json api = *parseJson(R"({"4:1":{"class_type":"Mystery","inputs":{"n":3,"t":["x"]}},
            "5":{"class_type":"Riddle","inputs":{"a":["4:1",2]},"_meta":{"title":"Riddle"}}})");
        const Graph graph = *graphFromPrompt(*readApiJson(api), comfy());
        QCOMPARE(graph.findNode("4:1")->outputs.size(), std::size_t {3});
        const Graph again = *readWorkflow(writeWorkflow(graph, comfy()), comfy());
        const Prompt prompt = *toPrompt(again, comfy());
        QCOMPARE(std::get<Json>(prompt.nodes.at("4:1").inputs.at("n")).get<int>(), 3);
        QVERIFY((std::get<SlotRef>(prompt.nodes.at("5").inputs.at("a")) == SlotRef {"4:1", 2}));
    }

    void theDemoIsValid()
    {
        const Graph graph = *readWorkflow(
            readJson(QStringLiteral(WEFT_SOURCE_DIR "/resources/workflows/upscale-two-machines.json")), comfy());
        Prompt prompt = *toPrompt(graph, comfy());
        QCOMPARE(prompt.nodes.size(), std::size_t {7});
        const auto problems = validate(prompt, comfy());
        QCOMPARE(problems.size(), std::size_t {1}); // this ComfyUI has no upscale models
        QCOMPARE(problems[0].node, std::string("2"));
        QCOMPARE(graph.findNode("4")->extra["properties"]["weft.place"].get<std::string>(), std::string("elsewhere"));
    }
};

QTEST_GUILESS_MAIN(TestWorkflowJson)
#include "TestWorkflowJson.moc"
