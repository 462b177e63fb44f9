// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gpu-worker/nodes/Conditionings.h"

#include <algorithm>

namespace weft::worker {

Conditioning changed(const Conditioning& conditioning, const std::function<void(Cond&)>& change)
{
    Conditioning copy = conditioning;
    std::ranges::for_each(copy.conds, change);
    return copy;
}

Conditioning withOptions(const Conditioning& conditioning, const Json& options)
{
    return changed(conditioning, [&options](Cond& cond) {
        for (const auto& [name, value] : options.items())
            cond.options[name] = value;
    });
}

Done checkTexts(const Conditioning& conditioning, const char* input)
{
    const auto isText = [](const Cond& cond) { return cond.cond.defined() && cond.cond.dim() == 3; };
    if (conditioning.conds.empty() || !std::ranges::all_of(conditioning.conds, isText))
        return Error{ErrorCode::TypeMismatch, "not the conditioning of a text", {{"input", input}}};
    return {};
}

} // namespace weft::worker
