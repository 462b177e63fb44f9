// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/gpu-worker/runtime/ExampleNodes.h"

#include <ATen/ops/ones.h>

namespace weft::worker {

namespace {

using Numbers = std::vector<std::int64_t>;

void addListNodes(ExampleNodes& nodes)
{
    node(nodes.registry, "Range", "test")
        .in<std::int64_t>("count", {.init = 3, .min = 0, .max = 200'000})
        .outList<std::int64_t>("INT")
        .run([&nodes](std::int64_t count) -> Result<Numbers> {
            ++nodes.calls["Range"];
            Numbers numbers;
            for (std::int64_t i = 0; i < count; ++i)
                numbers.push_back(i);
            return numbers;
        });
    node(nodes.registry, "Add", "test")
        .in<std::int64_t>("a", {.init = 0, .min = -1000, .max = 1000})
        .in<std::int64_t>("b")
        .out<std::int64_t>("INT")
        .run([&nodes](std::int64_t a, std::int64_t b) -> Result<std::int64_t> {
            ++nodes.calls["Add"];
            return a + b;
        });
    node(nodes.registry, "Sum", "test")
        .inputIsList()
        .in<std::int64_t>("values")
        .out<std::int64_t>("INT")
        .run([&nodes](const Numbers& values) -> Result<std::int64_t> {
            ++nodes.calls["Sum"];
            std::int64_t sum = 0;
            for (const std::int64_t value : values)
                sum += value;
            return sum;
        });
}

void addSwitch(ExampleNodes& nodes)
{
    using Number = std::optional<std::int64_t>;
    node(nodes.registry, "Switch", "test")
        .in<bool>("which")
        .in<Lazy<std::int64_t>>("whenTrue")
        .in<Lazy<std::int64_t>>("whenFalse")
        .out<std::int64_t>("INT")
        .checkLazy([](bool which, const Number&, const Number&) -> std::vector<std::string> {
            return {which ? "whenTrue" : "whenFalse"};
        })
        .run([&nodes](bool which, const Number& whenTrue, const Number& whenFalse) -> Result<std::int64_t> {
            ++nodes.calls["Switch"];
            const Number& chosen = which ? whenTrue : whenFalse;
            if (!chosen)
                return Error {ErrorCode::InputMissing};
            return *chosen;
        });
}

void addModelNodes(ExampleNodes& nodes)
{
    using Model = std::shared_ptr<const ExampleModel>;
    node(nodes.registry, "Load", "test")
        .in<std::int64_t>("number")
        .out<Model>("MODEL", {.holdsModel = true})
        .run([&nodes](std::int64_t number) -> Result<Model> {
            ++nodes.calls["Load"];
            return std::make_shared<const ExampleModel>(ExampleModel {number});
        });
    node(nodes.registry, "Use", "test")
        .in<Model>("model")
        .in<std::int64_t>("add", {.init = 0})
        .out<std::int64_t>("INT")
        .run([&nodes](const Model& model, std::int64_t add) -> Result<std::int64_t> {
            ++nodes.calls["Use"];
            return model->number + add;
        });
    node(nodes.registry, "Fresh", "test").notIdempotent().out<std::int64_t>("INT").run([&nodes]() -> Result<std::int64_t> {
        return ++nodes.calls["Fresh"];
    });
}

void addThrowingNodes(ExampleNodes& nodes)
{
    node(nodes.registry, "Throw", "test")
        .in<Choice>("kind", {.choices = {"torch", "memory", "std", "error"}})
        .out<std::int64_t>("INT")
        .run([](const Choice& kind) -> Result<std::int64_t> {
            if (kind == "torch")
                TORCH_CHECK(false, "sizes don't match");
            if (kind == "memory")
                at::ones({std::int64_t {1} << 45});
            if (kind == "std")
                throw std::runtime_error("something else");
            return Error {ErrorCode::ModelMissing, "no file", {{"name", "x"}}};
        });
}

void addLongNodes(ExampleNodes& nodes)
{
    node(nodes.registry, "Long", "test")
        .in<std::int64_t>("cancelAt", {.init = 5})
        .out<std::int64_t>("INT")
        .run([&nodes](Context& context, std::int64_t cancelAt) -> Result<std::int64_t> {
            for (std::int64_t i = 0; i < 10; ++i) {
                context.progress(i + 1, 10);
                if (i == cancelAt)
                    nodes.cancelled = true;
                WEFT_CHECK(context.checkCancelled());
                ++nodes.calls["Long"];
            }
            return 10;
        });
    node(nodes.registry, "Show", "test")
        .output()
        .in<std::int64_t>("value")
        .run([&nodes](Context& context, std::int64_t value) -> Result<std::vector<File>> {
            ++nodes.calls["Show"];
            context.preview({at::ones({1, 700, 900, 3})});
            const std::string text = std::to_string(value);
            const ByteView bytes(reinterpret_cast<const std::uint8_t*>(text.data()), text.size());
            return std::vector<File> {{"number.txt", "text/plain", SharedBytes::copyOf(bytes)}};
        });
}

} // namespace

ExampleNodes::ExampleNodes()
{
    addListNodes(*this);
    addSwitch(*this);
    addModelNodes(*this);
    addThrowingNodes(*this);
    addLongNodes(*this);
}

Heard runFragment(Executor& executor, const Fragment& fragment, const std::atomic<bool>& cancelled,
    const std::vector<BoundaryItems>& inputs)
{
    Heard heard;
    const FragmentEventSink sink = [&heard](const FragmentEvent& event) {
        if (const auto* output = std::get_if<NodeOutput>(&event))
            heard.outputs[{output->node, output->slot}] = output->items;
        else if (const auto* started = std::get_if<NodeStarted>(&event))
            heard.started.push_back(started->node);
        else if (const auto* finished = std::get_if<NodeFinished>(&event); finished && finished->cached)
            heard.cached.push_back(finished->node);
        else if (const auto* progress = std::get_if<NodeProgress>(&event))
            heard.progress.push_back(*progress);
        else if (const auto* preview = std::get_if<NodePreview>(&event))
            heard.previews.push_back(*preview);
    };
    heard.fault = executor.run(fragment, inputs, sink, cancelled);
    return heard;
}

std::vector<std::int64_t> Heard::numbers(const NodeId& node, int slot) const
{
    std::vector<std::int64_t> result;
    const auto it = outputs.find({node, slot});
    if (it == outputs.end())
        return result;
    for (const Value& value : it->second)
        result.push_back(intAt(value.meta, "value", -999));
    return result;
}

} // namespace weft::worker
