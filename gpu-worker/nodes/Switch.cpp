// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gpu-worker/runtime/Node.h"

namespace weft::worker {

namespace {

/// One of two values; the other isn't computed. Source: ComfyUI `ComfySwitchNode` (newer than 0.3.64).
const bool comfySwitch =
    node("ComfySwitchNode", "logic")
        .title("Switch")
        .experimental()
        .in<bool>("switch")
        .in<Lazy<Any>>("on_false")
        .in<Lazy<Any>>("on_true")
        .out<Any>("output")
        .checkLazy([](bool on, const std::optional<Any>& off,
                       const std::optional<Any>& wanted) -> Result<std::vector<std::string>> {
            if (on && !wanted)
                return std::vector<std::string>{"on_true"};
            if (!on && !off)
                return std::vector<std::string>{"on_false"};
            return std::vector<std::string>{};
        })
        .run([](bool on, const std::optional<Any>& off, const std::optional<Any>& wanted) -> Result<Any> {
            const std::optional<Any>& chosen = on ? wanted : off;
            if (!chosen)
                return Error{ErrorCode::InputMissing, {}, {{"input", on ? "on_true" : "on_false"}}};
            return *chosen;
        });

} // namespace

} // namespace weft::worker
