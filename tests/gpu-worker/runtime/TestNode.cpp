// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gpu-worker/runtime/Literals.h"
#include "gpu-worker/runtime/Node.h"

#include <QTest>

using namespace weft;
using namespace weft::worker;

namespace {

struct TestModel {
    static constexpr const char* portType = "TEST_MODEL";
    std::uint64_t sizeBytes() const { return 1234; }
};

class QuietContext : public Context {
public:
    void progress(std::int64_t, std::int64_t) override { }
    void preview(const Image&) override { }
    bool isCancelled() const override { return false; }
    Result<std::string> openModel(const std::string&, const std::string&) const override { return Error {ErrorCode::ModelMissing}; }
    void addFile(File) override { }
    Precision precision() const override { return Precision::Auto; }
    c10::Device device() const override { return c10::kCPU; }
};

Registry& example()
{
    static Registry registry;
    static const bool registered = node(registry, "Mixed", "test/many")
                                       .title("Mixed Inputs")
                                       .doc("Joins what it gets.")
                                       .in<std::int64_t>("count", {.init = 2, .min = 0, .max = 10})
                                       .in<double>("factor", {.init = 0.5, .min = 0, .max = 1, .step = 0.01})
                                       .in<Choice>("method", {.choices = {"one", "two"}})
                                       .in<std::string>("text", {.init = "x", .optional = true})
                                       .in<std::optional<std::int64_t>>("extra")
                                       .model("model_name", "upscale_models")
                                       .out<std::string>("STRING")
                                       .out<std::shared_ptr<TestModel>>("MODEL", {.holdsModel = true})
                                       .outList<std::int64_t>("NUMBERS")
                                       .run([](Context&, std::int64_t count, double factor, const Choice& method,
                                                const std::string& text, const std::optional<std::int64_t>& extra,
                                                const ModelChoice& model)
                                                -> Result<std::tuple<std::string, std::shared_ptr<TestModel>, std::vector<std::int64_t>>> {
                                           std::string joined = std::to_string(count) + method.text + text + model.folder + "/" + model.name;
                                           joined += factor > 0.4 ? "+" : "-";
                                           joined += extra ? "extra" : "none";
                                           return std::tuple {joined, std::make_shared<TestModel>(), std::vector<std::int64_t> {1, 2, 3}};
                                       });
    static const bool second = node(registry, "Sum", "test")
                                   .inputIsList()
                                   .in<std::int64_t>("values")
                                   .in<std::optional<std::shared_ptr<TestModel>>>("model")
                                   .out<std::int64_t>("INT")
                                   .run([](const std::vector<std::int64_t>& values,
                                            const std::vector<std::shared_ptr<const TestModel>>& models) -> Result<std::int64_t> {
                                       std::int64_t sum = static_cast<std::int64_t>(models.size()) * 100;
                                       for (const std::int64_t value : values)
                                           sum += value;
                                       return sum;
                                   });
    static const bool third = node(registry, "Keep", "test")
                                  .output()
                                  .in<File>("image")
                                  .in<Lazy<Image>>("later")
                                  .run([](const File& file, const std::optional<Image>&) -> Result<std::vector<File>> {
                                      return std::vector<File> {file};
                                  });
    Q_ASSERT(registered && second && third);
    return registry;
}

ItemList one(Item item) { return {std::move(item)}; }

} // namespace

class TestNode : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void declarationBecomesData()
    {
        const Catalogue catalogue = example().describe();
        const NodeType* type = catalogue.find("Mixed");
        QVERIFY(type);
        QCOMPARE(type->displayName, "Mixed Inputs");
        QCOMPARE(type->inputs.size(), 6u);
        QCOMPARE(type->findInput("factor")->options["default"].get<double>(), 0.5);
        QCOMPARE(type->findInput("method")->options["default"].get<std::string>(), "one");
        QVERIFY(type->findInput("text")->presence == Presence::Optional);
        QVERIFY(type->findInput("extra")->presence == Presence::Optional);
        QCOMPARE(type->findInput("model_name")->modelFolder, "upscale_models");
        QCOMPARE(type->outputs.at(1).type, "TEST_MODEL");
        QVERIFY(type->outputs.at(1).holdsModel);
        QVERIFY(type->outputs.at(2).isList);
    }

    void flagsFollowFromTypes()
    {
        const NodeType& keep = example().find("Keep")->type;
        QVERIFY(keep.isOutput && keep.readsFile && keep.writesFile);
        QVERIFY(keep.findInput("image")->picksInputFile);
        QVERIFY(keep.findInput("later")->lazy);
        QVERIFY(example().find("Sum")->type.inputIsList);
    }

    /// A seed has 64 bits, however its number is written.
    void seedsOfAllSpellingsFit()
    {
        InputSpec seed;
        seed.name = "seed";
        seed.type = "INT";
        seed.options = {{"min", 0}, {"max", std::uint64_t {0xffffffffffffffff}}};
        for (const Json& literal : {Json(std::int64_t {0}), Json(std::uint64_t {0xffffffffffffffff}), Json("7"), Json(7.0)})
            QVERIFY2(literalItem(seed, literal), toJsonText(literal).c_str());
        const auto negative = literalItem(seed, Json(-1));
        QVERIFY(!negative);
        QCOMPARE(negative.error().code, ErrorCode::SettingTooSmall);
    }

    void callUnpacksAndPacks()
    {
        const NodeDefinition* mixed = example().find("Mixed");
        QuietContext context;
        const CallInputs inputs {one(PortTraits<std::int64_t>::pack(3)), one(PortTraits<std::int64_t>::pack(0)),
            one(PortTraits<std::string>::pack("two")), {}, {}, one(PortTraits<std::string>::pack("a.safetensors"))};
        const auto outputs = mixed->run(mixed->type, context, inputs);
        QVERIFY(outputs);
        QCOMPARE(outputs->slots.size(), 3u);
        QCOMPARE(std::any_cast<std::string>(outputs->slots[0][0].data), "3twoxupscale_models/a.safetensors-none");
        QCOMPARE(outputs->slots[1][0].sizeBytes, std::uint64_t {1234});
        QCOMPARE(outputs->slots[2].size(), 3u);
    }

    void missingAndWrongInputsAreErrors()
    {
        const NodeDefinition* mixed = example().find("Mixed");
        QuietContext context;
        const auto missing = mixed->run(mixed->type, context, CallInputs(6));
        QVERIFY(!missing);
        QCOMPARE(missing.error().code, ErrorCode::InputMissing);
        QCOMPARE(missing.error().args.at("input"), "count");
        CallInputs wrong(6);
        wrong[0] = one(PortTraits<Image>::pack({}));
        const auto mismatch = mixed->run(mixed->type, context, wrong);
        QVERIFY(!mismatch);
        QCOMPARE(mismatch.error().code, ErrorCode::TypeMismatch);
        QCOMPARE(mismatch.error().args.at("input"), "count");
    }

    void listNodeGetsWholeLists()
    {
        const NodeDefinition* sum = example().find("Sum");
        QuietContext context;
        const ItemList values {PortTraits<std::int64_t>::pack(1), PortTraits<std::int64_t>::pack(2)};
        const ItemList models {PortTraits<std::shared_ptr<TestModel>>::pack(std::make_shared<TestModel>())};
        const auto outputs = sum->run(sum->type, context, {values, models});
        QVERIFY(outputs);
        QCOMPARE(std::any_cast<std::int64_t>(outputs->slots[0][0].data), std::int64_t {103});
    }
};

QTEST_GUILESS_MAIN(TestNode)
#include "TestNode.moc"
