// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gpu-worker/models/Upscaler.h"

#include "gpu-worker/models/CompactUpscaler.h"
#include "gpu-worker/models/RrdbUpscaler.h"

namespace weft {

namespace {

constexpr const char* kWrappers[] = {"params_ema.", "params.", "module."};

/// Training tools save the weights inside another dictionary; flattened, its name is a prefix of every key.
std::string withoutWrapper(const std::string& name)
{
    for (const std::string_view wrapper : kWrappers) {
        if (name.starts_with(wrapper))
            return name.substr(wrapper.size());
    }
    return name;
}

} // namespace

Result<std::shared_ptr<Upscaler>> makeUpscaler(Weights weights)
{
    WEFT_CHECK(weights.rename(withoutWrapper));
    if (CompactUpscaler::recognises(weights))
        return CompactUpscaler::make(weights);
    WEFT_CHECK(RrdbUpscaler::useCurrentNames(weights));
    if (RrdbUpscaler::recognises(weights))
        return RrdbUpscaler::make(weights);
    return Error {ErrorCode::ModelUnsupported, "these weights belong to no upscaler that Weft knows"};
}

Result<std::shared_ptr<Upscaler>> loadUpscaler(const std::string& path)
{
    WEFT_TRY(Weights weights, Weights::open(path));
    auto upscaler = makeUpscaler(std::move(weights));
    if (!upscaler)
        return upscaler.error().with("path", path);
    return upscaler;
}

} // namespace weft
