// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gpu-worker/runtime/Executor.h"
#include "gpu-worker/runtime/Node.h"

namespace weft::worker {

/// Node types for tests of the executor; `calls` counts how often each class ran.
struct ExampleNodes {
    Registry registry;
    std::map<std::string, int> calls;
    std::atomic<bool> cancelled {false};

    ExampleNodes();
};

struct ExampleModel {
    static constexpr const char* portType = "EXAMPLE_MODEL";
    std::int64_t number = 0;
    std::uint64_t sizeBytes() const { return 1000; }
};

/// Everything that one run said.
struct Heard {
    std::optional<FragmentFault> fault;
    std::map<SlotRef, ValueList> outputs; // slot -1: files
    std::vector<NodeId> started;
    std::vector<NodeId> cached;
    std::vector<NodeProgress> progress;
    std::vector<NodePreview> previews;

    /// The INT items of a slot.
    std::vector<std::int64_t> numbers(const NodeId& node, int slot = 0) const;
};

Heard runFragment(Executor& executor, const Fragment& fragment, const std::atomic<bool>& cancelled,
    const std::vector<BoundaryItems>& inputs = {});

} // namespace weft::worker
