// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/formats/ApiJson.h"
#include "core/graph/Prompt.h"

#include <QtTest>

using namespace weft;

namespace {

InputSpec inputOf(const char* name, const char* type, const char* options = "{}")
{
    InputSpec input {name, type};
    input.options = *parseJson(options);
    return input;
}

NodeType typeOf(const char* name, std::vector<InputSpec> inputs, std::vector<const char*> outputs, bool isOutput = false)
{
    NodeType type;
    type.name = name;
    type.inputs = std::move(inputs);
    for (const char* output : outputs)
        type.outputs.push_back({output, output, false, false, {}});
    type.isOutput = isOutput;
    return type;
}

Catalogue catalogue()
{
    Catalogue all;
    InputSpec file {"image", "COMBO"};
    file.picksInputFile = true;
    all.add(typeOf("Load", {file}, {"IMAGE", "MASK"}));
    InputSpec combo {"method", "COMBO"};
    combo.choices = {"nearest", "area"};
    InputSpec model {"model", "COMBO", Presence::Optional};
    model.modelFolder = "upscale_models";
    InputSpec many {"many", "COMBO", Presence::Optional};
    many.choices = {"a", "b"};
    many.options["multiselect"] = true;
    InputSpec bounded = inputOf("by", "FLOAT", R"({"min":0.5,"max":8.0})");
    InputSpec seed = inputOf("seed", "INT", R"({"min":0,"max":18446744073709551615})");
    InputSpec small = inputOf("small", "INT", R"({"min":-5,"max":5})");
    InputSpec text {"text", "STRING", Presence::Optional};
    InputSpec flag {"flag", "BOOLEAN", Presence::Optional};
    InputSpec hidden {"id", "UNIQUE_ID", Presence::Hidden};
    for (InputSpec* optional : {&bounded, &seed, &small})
        optional->presence = Presence::Optional;
    all.add(typeOf("Scale", {{"image", "IMAGE"}, combo, bounded, seed, small, text, flag, model, many, hidden}, {"IMAGE"}));
    all.add(typeOf("Any", {{"value", "*"}, {"number", "INT,FLOAT", Presence::Optional}}, {"*"}));
    all.add(typeOf("Save", {{"images", "IMAGE"}}, {}, true));
    all.setModels({{"upscale_models", "x2.safetensors", 1, {}}});
    return all;
}

Prompt promptOf(const std::string& json)
{
    return *readApiJson(*parseJson(json));
}

/// Load -> Scale with `settings` -> Save.
Prompt scaleWith(const std::string& settings)
{
    return promptOf(R"({"1":{"class_type":"Load","inputs":{"image":"any.png"}},
        "2":{"class_type":"Scale","inputs":{"image":["1",0],"method":"area")"
        + (settings.empty() ? "" : "," + settings) + R"(}},"3":{"class_type":"Save","inputs":{"images":["2",0]}}})");
}

} // namespace

Q_DECLARE_METATYPE(weft::ErrorCode)

class TestValidate : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void literalsAreCoerced_data()
    {
        QTest::addColumn<QString>("input");
        QTest::addColumn<QString>("given");
        QTest::addColumn<QString>("becomes");
        const auto row = [](const char* input, const char* given, const char* becomes) {
            QTest::addRow("%s %s", input, given) << QString::fromUtf8(input) << QString::fromUtf8(given) << QString::fromUtf8(becomes);
        };
        row("small", "\"4\"", "4");
        row("small", "\" -4\\n\"", "-4");
        row("small", "4.7", "4");
        row("small", "-4.7", "-4");
        row("small", "true", "1");
        row("seed", "18446744073709551615", "18446744073709551615");
        row("seed", "\"18446744073709551615\"", "18446744073709551615");
        row("seed", "9007199254740993", "9007199254740993");
        row("seed", "1e19", "10000000000000000000");
        row("by", "2", "2.0");
        row("by", "\"+2.5\"", "2.5");
        row("by", "\"1e0\"", "1.0");
        row("text", "1", "\"1\"");
        row("text", "null", "\"None\"");
        row("text", "true", "\"True\"");
        row("text", "{\"__value__\":\"x\"}", "\"x\"");
        row("flag", "1", "true");
        row("flag", "\"\"", "false");
        row("flag", "null", "false");
        row("flag", "0.0", "false");
        row("many", "{\"__value__\":[\"a\",\"b\"]}", "[\"a\",\"b\"]");
        row("model", "\"x2.safetensors\"", "\"x2.safetensors\"");
    }
    void literalsAreCoerced()
    {
        QFETCH(QString, input);
        QFETCH(QString, given);
        QFETCH(QString, becomes);
        Prompt prompt = scaleWith("\"" + input.toStdString() + "\":" + given.toStdString());
        QVERIFY(validate(prompt, catalogue()).empty());
        const Json& value = std::get<Json>(prompt.nodes.at("2").inputs.at(input.toStdString()));
        QCOMPARE(QString::fromStdString(toJsonText(value)), becomes);
        QVERIFY(validate(prompt, catalogue()).empty());
    }

    void badInputs_data()
    {
        QTest::addColumn<QString>("settings");
        QTest::addColumn<ErrorCode>("code");
        QTest::addColumn<QString>("args"); // "key=value" that must be among them
        const auto row = [](const char* settings, ErrorCode code, const char* args) {
            QTest::addRow("%s", settings) << QString::fromUtf8(settings) << code << QString::fromUtf8(args);
        };
        row(R"("small":6)", ErrorCode::SettingTooLarge, "max=5,min=-5,received=6,input=small,node=2,type=Scale");
        row(R"("small":-6)", ErrorCode::SettingTooSmall, "min=-5,received=-6");
        row(R"("seed":-1)", ErrorCode::SettingTooSmall, "min=0,max=18446744073709551615");
        row(R"("seed":18446744073709551616)", ErrorCode::SettingInvalid, "expected=INT");
        row(R"("by":8.01)", ErrorCode::SettingTooLarge, "max=8.0,received=8.01");
        row(R"("by":0.49)", ErrorCode::SettingTooSmall, "min=0.5");
        row(R"("small":"4.0")", ErrorCode::SettingInvalid, "received=4.0,expected=INT");
        row(R"("small":"a cat")", ErrorCode::SettingInvalid, "received=a cat,expected=INT");
        row(R"("small":"")", ErrorCode::SettingInvalid, "expected=INT");
        row(R"("small":null)", ErrorCode::SettingInvalid, "received=null");
        row(R"("by":"nan")", ErrorCode::SettingInvalid, "expected=FLOAT");
        row(R"("by":{})", ErrorCode::SettingInvalid, "received={}");
        row(R"("by":[1])", ErrorCode::LinkInvalid, "received=[1]");
        row(R"("by":["1",0,0])", ErrorCode::LinkInvalid, "input=by");
        row(R"("by":[1,0])", ErrorCode::LinkInvalid, "input=by");
        row(R"("by":["1",0])", ErrorCode::TypeMismatch, "received=IMAGE,expected=FLOAT,linked_node=1");
        row(R"("by":["1",2])", ErrorCode::LinkInvalid, "linked_node=1,received=2");
        row(R"("by":["77",0])", ErrorCode::NodeMissing, "linked_node=77");
        row(R"("method":"bicubic")", ErrorCode::SettingNotInList, "received=bicubic,expected=nearest, area");
        row(R"("many":["a","c"])", ErrorCode::SettingNotInList, "received=c");
        row(R"("model":"x4.safetensors")", ErrorCode::ModelMissing, "folder=upscale_models,model=x4.safetensors");
    }
    void badInputs()
    {
        QFETCH(QString, settings);
        QFETCH(ErrorCode, code);
        QFETCH(QString, args);
        Prompt prompt = scaleWith(settings.toStdString());
        const auto problems = validate(prompt, catalogue());
        QCOMPARE(problems.size(), std::size_t {1});
        QCOMPARE(problems[0].node, std::string("2"));
        QCOMPARE(nameOf(problems[0].error.code).data(), nameOf(code).data());
        QString all;
        for (const auto& [key, value] : problems[0].error.args)
            all += u',' + QString::fromStdString(key + "=" + value);
        for (QString pair : args.replace(u", "_qs, u"; "_qs).split(u',')) {
            pair.replace(u"; "_qs, u", "_qs);
            QVERIFY2((all + u',').contains(u',' + pair + u','), qPrintable(all));
        }
        QVERIFY(goodTargets(prompt, catalogue(), problems).empty());
    }

    void missingInputs()
    {
        Prompt prompt = promptOf(R"({"2":{"class_type":"Scale","inputs":{}},"3":{"class_type":"Save","inputs":{"images":["2",0]}}})");
        const auto problems = validate(prompt, catalogue());
        QCOMPARE(problems.size(), std::size_t {2});
        for (const PromptProblem& problem : problems)
            QVERIFY(problem.error.code == ErrorCode::InputMissing && problem.node == "2");
        QCOMPARE(problems[0].error.args.at("input"), std::string("image"));
    }

    void typesOverlap()
    {
        Prompt prompt = promptOf(R"({"1":{"class_type":"Load","inputs":{"image":"a"}},
            "2":{"class_type":"Any","inputs":{"value":["1",1],"number":["4",0]}},
            "4":{"class_type":"Any","inputs":{"value":"literal"}},
            "3":{"class_type":"Save","inputs":{"images":["2",0]}}})");
        QVERIFY(validate(prompt, catalogue()).empty());
    }

    void goodOutputsRun()
    {
        Prompt prompt = scaleWith("");
        prompt.nodes["4"] = {"Scale", "", {{"image", SlotRef {"1", 1}}, {"method", Json("area")}}};
        prompt.nodes["5"] = {"Save", "", {{"images", SlotRef {"4", 0}}}};
        prompt.nodes["6"] = {"Save", "", {}};
        const auto problems = validate(prompt, catalogue());
        QCOMPARE(problems.size(), std::size_t {2});
        QVERIFY((goodTargets(prompt, catalogue(), problems) == std::vector<NodeId> {"3"}));
        QCOMPARE(neededBy(prompt, {"3"}).nodes.size(), std::size_t {3});
        QVERIFY(validate(prompt, catalogue(), {"3"}).empty());
    }

    void unknownTypesAndNoOutput()
    {
        Prompt prompt = promptOf(R"({"1":{"class_type":"Mystery","inputs":{}},"3":{"class_type":"Save","inputs":{"images":["1",9]}}})");
        auto problems = validate(prompt, catalogue());
        QCOMPARE(problems.size(), std::size_t {1});
        QVERIFY(problems[0].error.code == ErrorCode::NodeTypeUnknown && problems[0].error.args.at("type") == "Mystery");
        QVERIFY(goodTargets(prompt, catalogue(), problems).empty());
        Prompt nothing;
        problems = validate(nothing, catalogue());
        QCOMPARE(problems.size(), std::size_t {1});
        QVERIFY(problems[0].error.code == ErrorCode::NoOutputNode);
    }

    void circles()
    {
        Prompt prompt = scaleWith("");
        prompt.nodes["2"].inputs["image"] = SlotRef {"4", 0};
        prompt.nodes["4"] = {"Scale", "", {{"image", SlotRef {"2", 0}}, {"method", Json("area")}}};
        const auto problems = validate(prompt, catalogue());
        QCOMPARE(problems.size(), std::size_t {1});
        QVERIFY(problems[0].error.code == ErrorCode::GraphCycle);
        QVERIFY(goodTargets(prompt, catalogue(), problems).empty());
        const auto order = topologicalOrder(prompt);
        QVERIFY(!order && order.error().code == ErrorCode::GraphCycle);
        Prompt self = scaleWith("");
        self.nodes["2"].inputs["image"] = SlotRef {"2", 0};
        QVERIFY(validate(self, catalogue()).at(0).error.code == ErrorCode::GraphCycle);
    }

    void aHundredThousandNodesDeep()
    {
        Prompt prompt = promptOf(R"({"0":{"class_type":"Load","inputs":{"image":"a"}}})");
        constexpr int kNodes = 99'999; // and the end: as many as a workflow may have
        for (int i = 1; i < kNodes; ++i)
            prompt.nodes[std::to_string(i)] = {"Scale", "", {{"image", SlotRef {std::to_string(i - 1), 0}}, {"method", Json("area")}}};
        prompt.nodes["end"] = {"Save", "", {{"images", SlotRef {std::to_string(kNodes - 1), 0}}}};
        QVERIFY(validate(prompt, catalogue()).empty());
        const auto order = topologicalOrder(prompt);
        QVERIFY(order);
        QCOMPARE(order->front(), std::string("0"));
        QCOMPARE(order->back(), std::string("end"));
        const auto graph = graphFromPrompt(prompt, catalogue());
        QVERIFY(graph);
        QCOMPARE(graph->nodes().size(), std::size_t {kNodes + 1});
        const Prompt again = *toPrompt(*graph, catalogue());
        QVERIFY(again.nodes.at("77").inputs.at("image") == prompt.nodes.at("77").inputs.at("image"));
        prompt.nodes["0"] = prompt.nodes["9"];
        const auto problems = validate(prompt, catalogue());
        QVERIFY(problems.size() == 1 && problems[0].error.code == ErrorCode::GraphCycle);
    }
};

QTEST_GUILESS_MAIN(TestValidate)
#include "TestValidate.moc"
