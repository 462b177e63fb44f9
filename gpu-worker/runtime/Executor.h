// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gpu-worker/runtime/FragmentLinks.h"
#include "gpu-worker/runtime/MemoCache.h"
#include "gpu-worker/runtime/RunContext.h"

namespace weft::worker {

/// Why a fragment ended without all of its outputs. What was finished before was delivered, and stays in the cache.
struct FragmentFault {
    Error error; // args: node, class, input where they are known
    NodeId node; // empty: not one node's fault
    std::vector<int> needsInputs; // NeedsInput: indexes of the absent boundary inputs that are needed after all
};

struct ExecutorSettings {
    ModelFolders models;
    std::uint64_t cacheBytes = std::uint64_t {2} << 30;
    c10::Device device = c10::kCPU;
    std::uint64_t ancestralSeedOffset = 0; // see Context
    std::uint64_t weightBytes = 0; // what weights may hold on the device; 0: whatever they need
};

/// Runs fragments, one after another, on the thread that calls it. Its cache lives as long as it does.
class Executor {
public:
    Executor(const Registry& registry, ExecutorSettings settings)
        : m_registry(registry)
        , m_settings(std::move(settings))
        , m_cache(m_settings.cacheBytes)
        , m_weightRoom(m_settings.weightBytes > 0 ? std::make_shared<WeightRoom>(m_settings.weightBytes) : nullptr)
    {
    }

    /// Computes the asked slots and all output nodes. `events` gets NodeOutput for each asked slot as soon as it is
    /// finished (slot -1: an output node's files). `cancelled` is looked at between nodes and by nodes that take long.
    /// Success is no fault.
    std::optional<FragmentFault> run(const Fragment& fragment, const std::vector<BoundaryItems>& inputs,
        const FragmentEventSink& events, const std::atomic<bool>& cancelled);

    /// Node types, with the models that the folders have now.
    Catalogue describe() const;

    MemoCache& cache() { return m_cache; }
    /// Lets go of every loaded model and kept result; their memory goes back to the system.
    void unload();
    void setAncestralSeedOffset(std::uint64_t offset) { m_settings.ancestralSeedOffset = offset; }
    c10::Device device() const { return m_settings.device; }
    /// Null without weightBytes.
    const std::shared_ptr<WeightRoom>& weightRoom() const { return m_weightRoom; }

private:
    void giveBack();

    const Registry& m_registry;
    ExecutorSettings m_settings;
    MemoCache m_cache;
    std::shared_ptr<WeightRoom> m_weightRoom;
};

} // namespace weft::worker
