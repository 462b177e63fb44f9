// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gpu-worker/nodes/Placing.h"

#include "gpu-worker/models/Bfloat16Attention.h"

namespace weft::worker {

namespace {

at::ScalarType typeOf(const Context& context)
{
    const Precision precision = context.precision();
    const bool onCpu = context.device().is_cpu();
    if (precision == Precision::Bf16 && (!onCpu || cpuMultipliesBfloat16()))
        return at::kBFloat16;
    return precision == Precision::Fp32 || onCpu ? at::kFloat : at::kHalf;
}

} // namespace

Placement placementOf(const Context& context)
{
    return {context.device(), typeOf(context), context.weightRoom()};
}

Placement textPlacementOf(const Context& context)
{
    Placement placement = placementOf(context);
    if (context.device().is_cpu())
        placement.dtype = at::kFloat;
    return placement;
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
