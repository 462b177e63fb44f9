// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gpu-worker/nodes/Placing.h"

namespace weft::worker {

Placement placementOf(const Context& context)
{
    const Precision precision = context.precision();
    if (precision == Precision::Bf16)
        return {context.device(), at::kBFloat16};
    if (precision == Precision::Fp32 || context.device().is_cpu())
        return {context.device(), at::kFloat};
    return {context.device(), at::kHalf};
}

Placement textPlacementOf(const Context& context)
{
    return context.device().is_cpu() ? Placement {context.device(), at::kFloat} : placementOf(context);
}

Placement vaePlacementOf(const Context& context)
{
    Placement placement = placementOf(context);
    if (placement.dtype == at::kHalf)
        placement.dtype = at::kBFloat16;
    return placement;
}

Result<Weights> openWeights(const Context& context, const ModelChoice& model)
{
    WEFT_TRY(const std::string path, context.openModel(model));
    auto weights = Weights::open(path);
    if (!weights)
        return weights.error().with("folder", model.folder).with("name", model.name);
    return weights;
}

} // namespace weft::worker
