// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/network/Pending.h"
#include "core/engine/Engine.h"

#include <QTimer>

namespace weft {

/// An engine without a worker: ImageInvert inverts, StringConcatenate joins its two texts, LoadImage may not be lent.
class TinyEngine final : public Engine, public std::enable_shared_from_this<TinyEngine> {
public:
    std::chrono::milliseconds perNode {20};
    Error failsWith; // unless Internal without words: every run ends so
    int started = 0;
    int cancelled = 0;
    int rested = 0;

    void rest() override { ++rested; }

    static Catalogue makeCatalogue()
    {
        Catalogue catalogue;
        for (const char* name : {"ImageInvert", "StringConcatenate", "LoadImage"}) {
            NodeType type;
            type.name = name;
            type.outputs.push_back({"OUT", std::string(name) == "ImageInvert" ? "IMAGE" : "STRING", false, false, {}});
            type.readsFile = std::string(name) == "LoadImage";
            catalogue.add(type);
        }
        return catalogue;
    }

    std::string id() const override { return "tiny"; }
    std::string displayName() const override { return "Tiny"; }
    QCoro::Task<Result<Catalogue>> catalogue() override { co_return makeCatalogue(); }

    QCoro::Task<FragmentReport> run(FragmentJob job, EventSink events, CancelToken cancel) override
    {
        const auto self = shared_from_this(); // its host may be gone before it ends
        ++started;
        FragmentOutcome outcome;
        std::map<SlotRef, Value> made;
        for (const FragmentNode& node : job.fragment.nodes) {
            events(NodeStarted {node.id});
            co_await pause(cancel);
            if (cancel.isCancelled()) {
                ++cancelled;
                co_return FragmentFailure {Error {ErrorCode::Cancelled, "stopped"}, {}, false, {}, {}};
            }
            if (!failsWith.detail.empty())
                co_return FragmentFailure {failsWith, node.id, false, {}, {}};
            const SlotRef slot {node.id, 0};
            made[slot] = compute(node, job, made);
            events(NodeFinished {node.id, perNode, false});
            if (std::ranges::find(job.fragment.outputs, slot) == job.fragment.outputs.end())
                continue;
            outcome.result.outputs[slot] = {made[slot]};
            events(NodeOutput {node.id, 0, {made[slot]}});
        }
        co_return outcome;
    }

    static Value inverted(const Value& picture)
    {
        const Tensor& tensor = *picture.tensor("value");
        std::vector<std::uint8_t> bytes(tensor.data.size());
        for (std::size_t at = 0; at + 4 <= bytes.size(); at += 4) {
            float value = 0;
            std::memcpy(&value, tensor.data.data() + at, 4);
            value = 1.0f - value;
            std::memcpy(bytes.data() + at, &value, 4);
        }
        return imageValue({DType::F32, tensor.shape, SharedBytes::take(std::move(bytes))});
    }

private:
    QCoro::Task<void> pause(CancelToken cancel)
    {
        Pending<int> pending;
        QTimer::singleShot(perNode, [pending] { pending.set(0); });
        const auto handle = cancel.onCancel([pending] { QTimer::singleShot(0, [pending] { pending.set(1); }); });
        auto awaiter = pending.wait();
        co_await awaiter;
    }

    static Value input(const FragmentNode& node, const char* name, const FragmentJob& job, const std::map<SlotRef, Value>& made)
    {
        const FragmentInput& from = node.inputs.at(name);
        if (const auto* slot = std::get_if<SlotRef>(&from))
            return made.at(*slot);
        if (const auto* outside = std::get_if<BoundaryRef>(&from))
            return job.inputs.at(static_cast<std::size_t>(outside->index)).front();
        return literalValue("STRING", std::get<Json>(from));
    }

    static Value compute(const FragmentNode& node, const FragmentJob& job, const std::map<SlotRef, Value>& made)
    {
        if (node.type == "ImageInvert")
            return inverted(input(node, "image", job, made));
        const auto a = input(node, "string_a", job, made).meta.at("value").get<std::string>();
        const auto b = input(node, "string_b", job, made).meta.at("value").get<std::string>();
        return literalValue("STRING", a + b);
    }
};

} // namespace weft
