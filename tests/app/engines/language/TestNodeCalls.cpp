// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/engines/language/LanguageCatalogue.h"
#include "app/engines/language/NodeCalls.h"

#include <QTest>

using namespace weft;

namespace {

FragmentNode generate(std::map<std::string, FragmentInput> inputs)
{
    inputs.emplace("model", Json("m"));
    return {"5", "TextGenerate", std::move(inputs)};
}

Result<std::vector<NodeCall>> callsFor(
    const FragmentNode& node, std::vector<ValueList> outside = {}, MadeSlots made = {})
{
    const Catalogue catalogue = languageCatalogue({"m"});
    FragmentJob job;
    job.inputs = std::move(outside);
    return callsOf(node, *catalogue.find(node.type), job, made);
}

} // namespace

class TestNodeCalls : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void defaultsAndCoercion()
    {
        const auto calls = callsFor(generate({{"max_tokens", Json("12")}, {"temperature", Json(1)}}));
        QVERIFY(calls);
        QCOMPARE(calls->size(), std::size_t{1});
        const auto& settings = calls->front().settings;
        QCOMPARE(settings.at("max_tokens").get<int>(), 12);
        QCOMPARE(settings.at("top_p").get<double>(), 0.95);
        QCOMPARE(settings.at("prompt").get<std::string>(), std::string());
        QVERIFY(!settings.contains("messages"));
    }

    void listsAreRepeated()
    {
        const ValueList prompts{literalValue("STRING", "a"), literalValue("STRING", "b"), literalValue("STRING", "c")};
        const ValueList systems{literalValue("STRING", "x"), literalValue("STRING", "y")};
        const auto calls = callsFor(
            generate({{"prompt", BoundaryRef{0}}, {"system", SlotRef{"9", 0}}}), {prompts}, {{{"9", 0}, systems}});
        QVERIFY(calls);
        QCOMPARE(calls->size(), std::size_t{3});
        QCOMPARE((*calls)[2].settings.at("prompt").get<std::string>(), std::string("c"));
        QCOMPARE((*calls)[2].settings.at("system").get<std::string>(), std::string("y"));
    }

    void refused_data()
    {
        QTest::addColumn<QByteArray>("input");
        QTest::addColumn<QByteArray>("literal");
        QTest::addColumn<int>("code");
        const auto row = [](const char* name, const char* input, const char* literal, ErrorCode code) {
            QTest::newRow(name) << QByteArray(input) << QByteArray(literal) << static_cast<int>(code);
        };
        row("another model", "model", "\"else\"", ErrorCode::SettingNotInList);
        row("no tokens", "max_tokens", "0", ErrorCode::SettingTooSmall);
        row("too many", "max_tokens", "32769", ErrorCode::SettingTooLarge);
        row("far too many", "max_tokens", "18446744073709551615", ErrorCode::SettingTooLarge);
        row("no number", "max_tokens", "\"many\"", ErrorCode::SettingInvalid);
        row("null", "prompt", "null", ErrorCode::SettingInvalid);
        row("too hot", "temperature", "2.1", ErrorCode::SettingTooLarge);
        row("below none", "seed", "-1", ErrorCode::SettingTooSmall);
    }
    void refused()
    {
        QFETCH(QByteArray, input);
        QFETCH(QByteArray, literal);
        QFETCH(int, code);
        FragmentNode node = generate({});
        node.inputs[input.toStdString()] = *parseJson(literal.toStdString());
        const auto calls = callsFor(node);
        QVERIFY(!calls);
        QCOMPARE(static_cast<int>(calls.error().code), code);
        QCOMPARE(calls.error().args.at("input"), input.toStdString());
        QCOMPARE(calls.error().args.at("node"), std::string("5"));
    }

    void links()
    {
        QCOMPARE(callsFor(generate({{"prompt", BoundaryRef{1}}}), {{}}).error().code, ErrorCode::LinkInvalid);
        QCOMPARE(callsFor(generate({{"prompt", BoundaryRef{-1}}}), {{}}).error().code, ErrorCode::LinkInvalid);
        QCOMPARE(callsFor(generate({{"prompt", BoundaryRef{0}}}), {{}}).error().code, ErrorCode::InputMissing);
        QCOMPARE(callsFor(generate({{"prompt", SlotRef{"8", 0}}})).error().code, ErrorCode::LinkInvalid);
        const ValueList many(1001, literalValue("STRING", "a"));
        QCOMPARE(callsFor(generate({{"prompt", BoundaryRef{0}}}), {many}).error().code, ErrorCode::LimitExceeded);
        const FragmentNode compare{"6", "EmbeddingSimilarity", {{"a", BoundaryRef{0}}, {"b", BoundaryRef{0}}}};
        QCOMPARE(callsFor(compare, {{literalValue("STRING", "a")}}).error().code, ErrorCode::ValueInvalid);
        const FragmentNode open{"6", "EmbeddingSimilarity", {{"a", BoundaryRef{0}}}};
        QCOMPARE(callsFor(open, {{literalValue("STRING", "a")}}).error().args.at("input"), std::string("b"));
        QCOMPARE(callsFor({"6", "EmbeddingSimilarity", {}}).error().code, ErrorCode::InputMissing);
        const FragmentNode noModel{"5", "TextGenerate", {}};
        QCOMPARE(callsFor(noModel).error().args.at("input"), std::string("model"));
    }
};

QTEST_GUILESS_MAIN(TestNodeCalls)
#include "TestNodeCalls.moc"
