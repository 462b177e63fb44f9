// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/frontdoor/prompts/PromptCheck.h"
#include "tests/app/frontdoor/prompts/FrontData.h"

#include <QTest>

#include <algorithm>
#include <ctime>

using namespace weft;
using namespace weft::testing;

namespace {

constexpr double kQuick = 10; // seconds of the processor; what grows with the square takes minutes

double secondsSince(std::clock_t before) { return double(std::clock() - before) / CLOCKS_PER_SEC; }

bool hasNoFile(const InputSpec&, const std::string& name) { return name == "there.png"; }

Json sorted(Json nodeErrors)
{
    for (auto& [id, entry] : nodeErrors.items()) {
        auto ids = entry["dependent_outputs"].get<std::vector<std::string>>();
        std::ranges::sort(ids);
        entry["dependent_outputs"] = ids;
    }
    return nodeErrors;
}

QString told(const CheckedPrompt& checked)
{
    return QString::fromStdString(toJsonText(checked.error) + " " + toJsonText(sorted(checked.nodeErrors)));
}

/// The one error of the one node that has any: "type: details".
QString oneError(const CheckedPrompt& checked)
{
    if (checked.nodeErrors.size() != 1)
        return QStringLiteral("%1 nodes with errors").arg(checked.nodeErrors.size());
    const Json& errors = checked.nodeErrors.begin().value()["errors"];
    if (errors.size() != 1)
        return QString::fromStdString(toJsonText(errors));
    return QString::fromStdString(stringAt(errors[0], "type") + ": " + stringAt(errors[0], "details"));
}

Json invert(const Json& link) { return {{"class_type", "ImageInvert"}, {"inputs", {{"image", link}}}}; }
Json preview(const Json& link) { return {{"class_type", "PreviewImage"}, {"inputs", {{"images", link}}}}; }
Json link(const std::string& node) { return Json::array({node, 0}); }

} // namespace

class TestPromptCheck : public QObject {
    Q_OBJECT

private Q_SLOTS:
    /// What ComfyUI was seen to answer.
    void transcripts_data()
    {
        QTest::addColumn<int>("index");
        const Json posts = frontData("transcripts.json")["posts"];
        QVERIFY(posts.size() > 20);
        for (std::size_t i = 0; i < posts.size(); ++i)
            QTest::newRow(stringAt(posts[i], "name").c_str()) << static_cast<int>(i);
    }

    void transcripts()
    {
        QFETCH(int, index);
        Json post = frontData("transcripts.json")["posts"][static_cast<std::size_t>(index)];
        if (!post["body"].contains("prompt"))
            QSKIP("the desk's");
        const CheckedPrompt checked =
            checkPrompt(post["body"]["prompt"], m_catalogue, memberAt(post["body"], "partial_execution_targets"), hasNoFile);
        QCOMPARE(checked.error.is_null(), post["status"] == 200);
        CheckedPrompt wanted;
        wanted.error = memberAt(post["answer"], "error");
        wanted.nodeErrors = post["answer"]["node_errors"];
        QCOMPARE(told(checked), told(wanted));
    }

    void literals_data()
    {
        QTest::addColumn<QString>("value"); // of EmptyImage's width, 1..16384
        QTest::addColumn<QString>("becomes"); // or else the error
        QTest::newRow("whole") << "64" << "64";
        QTest::newRow("fraction is cut") << "64.7" << "64";
        QTest::newRow("text") << R"("64")" << "64";
        QTest::newRow("spaces") << R"(" 16 ")" << "16";
        QTest::newRow("underscore") << R"("1_0")" << "10";
        QTest::newRow("true") << "true" << "1";
        QTest::newRow("wrapped") << R"({"__value__": "8"})" << "8";
        QTest::newRow("fraction in text") << R"("64.0")" << "invalid_input_type: width, 64.0, invalid literal for int() with base 10: '64.0'";
        QTest::newRow("empty") << R"("")" << "invalid_input_type: width, , invalid literal for int() with base 10: ''";
        QTest::newRow("null") << "null" << "invalid_input_type: width, None, int() argument must be a string, a bytes-like object or a real number, not 'NoneType'";
        QTest::newRow("object") << R"({"a": [1, "x", null]})" << "invalid_input_type: width, {'a': [1, 'x', None]}, int() argument must be a string, a bytes-like object or a real number, not 'dict'";
        QTest::newRow("huge") << "1e30" << "value_bigger_than_max: width";
        QTest::newRow("huge text") << R"("1000000000000000000000")" << "value_bigger_than_max: width";
        QTest::newRow("false") << "false" << "value_smaller_than_min: width";
        QTest::newRow("list") << "[1, 2, 3]" << "bad_linked_input: width";
        QTest::newRow("empty list") << "[]" << "bad_linked_input: width";
    }

    void literals()
    {
        QFETCH(QString, value);
        QFETCH(QString, becomes);
        Json prompt = smallPrompt({{"width", *parseJson(value.toStdString())}});
        const CheckedPrompt checked = checkPrompt(prompt, m_catalogue);
        const bool good = checked.error.is_null();
        QCOMPARE(good ? QString::fromStdString(toJsonText(prompt["1"]["inputs"]["width"])) : oneError(checked), becomes);
        QCOMPARE(checked.prompt.nodes.size(), good ? 2u : 0u);
    }

    void links_data()
    {
        QTest::addColumn<QString>("value"); // of PreviewImage's images
        QTest::addColumn<QString>("error"); // empty: none
        QTest::newRow("last output") << R"(["1", -1])" << "";
        QTest::newRow("false is 0") << R"(["1", false])" << "";
        QTest::newRow("before the first") << R"(["1", -2])" << "exception_during_validation: tuple index out of range";
        QTest::newRow("far") << R"(["1", 18446744073709551615])" << "exception_during_validation: tuple index out of range";
        QTest::newRow("slot as text") << R"(["1", "0"])" << "exception_during_validation: tuple indices must be integers or slices, not str";
        QTest::newRow("slot as float") << R"(["1", 0.0])" << "exception_during_validation: tuple indices must be integers or slices, not float";
        QTest::newRow("no slot") << R"(["1", null])" << "exception_during_validation: tuple indices must be integers or slices, not NoneType";
        QTest::newRow("id is a list") << R"([["1"], 0])" << "exception_during_validation: unhashable type: 'list'";
        QTest::newRow("id is an object") << R"([{}, 0])" << "exception_during_validation: unhashable type: 'dict'";
        QTest::newRow("id is a number") << R"([1, 0])" << "exception_during_validation: 1";
        QTest::newRow("nobody") << R"(["9", 0])" << "exception_during_validation: '9'";
        QTest::newRow("no link") << "5" << "";
    }

    void links()
    {
        QFETCH(QString, value);
        QFETCH(QString, error);
        Json prompt = smallPrompt();
        prompt["2"]["inputs"]["images"] = *parseJson(value.toStdString());
        const CheckedPrompt checked = checkPrompt(prompt, m_catalogue);
        QCOMPARE(checked.error.is_null() ? QString() : oneError(checked), error);
        const bool isLinked = error.isEmpty() && value != QLatin1String("5");
        if (isLinked)
            QCOMPARE(std::get<SlotRef>(checked.prompt.nodes.at("2").inputs.at("images")), (SlotRef {"1", 0}));
    }

    /// ComfyUI's check of a file's name, where there is none.
    void fileNames_data()
    {
        QTest::addColumn<QString>("inputs"); // of LoadImage
        QTest::addColumn<QString>("error"); // empty: none
        QTest::newRow("there") << R"({"image": "there.png"})" << "";
        QTest::newRow("wrapped") << R"({"image": {"__value__": "there.png"}})" << "";
        QTest::newRow("not there") << R"({"image": "in.png"})" << "custom_validation_failed: image - Invalid image file: in.png";
        QTest::newRow("missing") << "{}" << "exception_during_inner_validation: LoadImage.VALIDATE_INPUTS() missing 1 required positional argument: 'image'";
        QTest::newRow("null") << R"({"image": null})" << "exception_during_inner_validation: 'NoneType' object has no attribute 'endswith'";
        QTest::newRow("number") << R"({"image": 8})" << "exception_during_inner_validation: 'int' object has no attribute 'endswith'";
        QTest::newRow("list") << R"({"image": [1, 2, 3]})" << "exception_during_inner_validation: 'list' object has no attribute 'endswith'";
        QTest::newRow("link") << R"({"image": ["5", 0]})" << "exception_during_inner_validation: 'NoneType' object has no attribute 'endswith'";
        QTest::newRow("bad slot") << R"({"image": ["5", "0"]})" << "exception_during_inner_validation: tuple indices must be integers or slices, not str";
        QTest::newRow("nobody") << R"({"image": ["9", 0]})" << "exception_during_inner_validation: '9'";
    }

    void fileNames()
    {
        QFETCH(QString, inputs);
        QFETCH(QString, error);
        Json prompt = {{"1", {{"class_type", "LoadImage"}, {"inputs", *parseJson(inputs.toStdString())}}}, {"2", preview(link("1"))},
            {"5", smallPrompt()["1"]}};
        const CheckedPrompt checked = checkPrompt(prompt, m_catalogue, {}, hasNoFile);
        QCOMPARE(checked.error.is_null() ? QString() : oneError(checked), error);
    }

    void wrongShapes_data()
    {
        QTest::addColumn<QString>("prompt");
        QTest::addColumn<QString>("type");
        QTest::newRow("empty list") << "[]" << "prompt_no_outputs";
        for (const char* prompt : {"null", "5", R"("class_type")", "[1]", R"({"1": 5})", R"({"1": "class_type"})", R"({"1": []})", R"({"1": null})",
                 R"({"": {"class_type": "EmptyImage"}})", R"({"1": {"class_type": []}})", R"({"1": {"class_type": 5}})", R"({"1": {"class_type": null}})"})
            QTest::newRow(prompt) << prompt << "invalid_prompt";
        for (const char* inputs : {"null", "5", R"("images")", R"(["images"])", "[]", R"("")"})
            QTest::newRow(inputs) << QStringLiteral(R"({"1": {"class_type": "PreviewImage", "inputs": %1}})").arg(QLatin1String(inputs))
                                  << "prompt_outputs_failed_validation";
    }

    void wrongShapes()
    {
        QFETCH(QString, prompt);
        QFETCH(QString, type);
        Json json = *parseJson(prompt.toStdString());
        const CheckedPrompt checked = checkPrompt(json, m_catalogue);
        QCOMPARE(QString::fromStdString(stringAt(checked.error, "type")), type);
        QVERIFY(!stringAt(checked.error, "message").empty());
    }

    void innerException()
    {
        Json prompt = {{"1", invert(link("9"))}, {"2", invert(link("1"))}, {"3", preview(link("2"))}};
        const CheckedPrompt checked = checkPrompt(prompt, m_catalogue);
        QCOMPARE(checked.nodeErrors.size(), 1u);
        COMPARE_JSON(checked.nodeErrors["1"]["errors"][0]["type"], "exception_during_inner_validation");
        COMPARE_JSON(checked.nodeErrors["1"]["errors"][0]["extra_info"]["linked_node"], link("1"));
        COMPARE_JSON(checked.error["details"], "");
    }

    void circle()
    {
        Json prompt = {{"1", invert(link("3"))}, {"3", invert(link("1"))}, {"2", preview(link("1"))}};
        const CheckedPrompt checked = checkPrompt(prompt, m_catalogue);
        QCOMPARE(stringAt(checked.error, "type"), std::string("prompt_outputs_failed_validation"));
        QCOMPARE(oneError(checked), QStringLiteral("dependency_cycle: image"));
    }

    void targets()
    {
        Json prompt = smallPrompt();
        prompt["3"] = preview(link("1"));
        QCOMPARE(checkPrompt(prompt, m_catalogue).outputs, (std::vector<NodeId> {"2", "3"}));
        COMPARE_JSON(checkPrompt(prompt, m_catalogue, Json::array({"3", 7, "1"})).outputs, std::vector<NodeId> {"3"});
        QCOMPARE(stringAt(checkPrompt(prompt, m_catalogue, Json::array()).error, "type"), std::string("prompt_no_outputs"));
    }

    void unknownLinksAreIgnored()
    {
        Json prompt = smallPrompt();
        prompt["2"]["inputs"]["other"] = link("8");
        prompt["8"] = invert(link("1"));
        const CheckedPrompt checked = checkPrompt(prompt, m_catalogue);
        QVERIFY(checked.error.is_null());
        QCOMPARE(checked.prompt.nodes.size(), 2u);
    }

    void deepGraph()
    {
        constexpr int kDepth = 10'000;
        Json nodes = Json::object();
        Json::object_t::Container& entries = nodes.get_ref<Json::object_t&>();
        entries.emplace_back("n0", smallPrompt()["1"]);
        for (int i = 1; i < kDepth; ++i)
            entries.emplace_back("n" + std::to_string(i), invert(link("n" + std::to_string(i - 1))));
        entries.emplace_back("end", preview(link("n" + std::to_string(kDepth - 1))));
        const std::clock_t before = std::clock();
        const CheckedPrompt checked = checkPrompt(nodes, m_catalogue);
        QVERIFY(checked.error.is_null());
        QCOMPARE(checked.prompt.nodes.size(), std::size_t {kDepth + 1});
        QVERIFY2(secondsSince(before) < kQuick, qPrintable(QString::number(secondsSince(before))));
    }

    void manyBadOutputs()
    {
        Json nodes = Json::object();
        Json::object_t::Container& entries = nodes.get_ref<Json::object_t&>();
        Json targets = Json::array();
        for (int i = 0; i < 10'000; ++i) {
            entries.emplace_back("o" + std::to_string(i), preview(Json::array()));
            targets.push_back("o" + std::to_string(i));
        }
        const std::clock_t before = std::clock();
        const CheckedPrompt checked = checkPrompt(nodes, m_catalogue, targets);
        QCOMPARE(checked.nodeErrors.size(), 10'000u);
        QVERIFY(toJsonText(checked.nodeErrors).size() < (16u << 20));
        QVERIFY2(secondsSince(before) < kQuick, qPrintable(QString::number(secondsSince(before))));
    }

private:
    const Catalogue m_catalogue = frontCatalogue();
};

QTEST_GUILESS_MAIN(TestPromptCheck)
#include "TestPromptCheck.moc"
