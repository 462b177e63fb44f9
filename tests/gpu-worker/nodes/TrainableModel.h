// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gpu-worker/models/Unet.h"
#include "tests/gpu-worker/sampling/FormulaModel.h"
#include "tests/golden/tiny/TinyNetworks.h"

namespace weft {

/// A UNet of 32 channels in two levels that was never trained, as SD1, for texts of this width.
inline std::shared_ptr<const DiffusionModel> trainableModel(std::int64_t contextDim)
{
    golden::TinyUnet shape {.contextDim = contextDim};
    shape.prefix.clear();
    shape.channels = 32;
    golden::TinyFile file(/*seed=*/7, DType::F32);
    golden::addUnet(file, shape);
    std::shared_ptr<DiffusionModel> model = formulaModel();
    model->network = Unet::make(ParameterSet::of(Weights(file.inMemory()), {}).value()).value();
    model->family.contextDim = contextDim;
    return model;
}

} // namespace weft
