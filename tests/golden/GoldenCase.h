// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/job/Fragment.h"
#include "gpu-worker/runtime/Registry.h"

namespace weft::golden {

/// One tensor that ComfyUI produced: part "samples", "value", "noise_mask", "cond.0", ... of a slot's value.
struct Expected {
    SlotRef slot;
    std::string part;
    std::string key; // in the case's safetensors file
    std::vector<std::int64_t> shape;
};

/// An API prompt and what ComfyUI made of it.
struct Case {
    std::string name;
    std::string group; // "seedplus1": as ComfyUI's later releases seed ancestral noise
    std::string file; // a safetensors file beside index.json
    Json prompt;
    std::vector<Expected> expected;
};

/// Reads DIR/index.json. Errors: those of reading and JSON; JsonNotAWorkflow (args: case).
Result<std::vector<Case>> readCases(const std::string& directory);

/// A case as a fragment: the nodes that its expected slots come from, in an order in which each follows those it needs.
struct CaseFragment {
    Fragment fragment;
    std::vector<std::string> files; // per boundary input: the picture of the input folder that enters there
};

/// Errors: GraphCycle, LinkInvalid.
Result<CaseFragment> toFragment(const Case& one, const worker::Registry& registry);

} // namespace weft::golden
