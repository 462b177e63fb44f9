// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gpu-worker/models/Parameter.h"

namespace weft {

/// The shape of a UNet of the latent diffusion kind, as its weights (ldm names) tell it. Nothing is known beforehand: any
/// widths, any number of levels and blocks, any depth of the transformers.
struct UnetLayout {
    /// One entry of input_blocks or output_blocks.
    struct Block {
        enum class Kind { Convolution, Residual, Downsample } kind = Kind::Residual;
        std::int64_t channels = 0; // of what leaves it
        int depth = 0; // transformer blocks; 0: no transformer
        bool upsamples = false;
    };

    std::int64_t modelChannels = 0;
    std::int64_t inChannels = 0;
    std::int64_t outChannels = 0; // 0: an encoder without output blocks (ControlNet)
    std::int64_t embeddingDim = 0;
    std::int64_t contextDim = 0; // 0: no transformer anywhere
    std::int64_t admChannels = 0; // width of the vector beside the text; 0: none
    bool linearProjections = false; // around the transformers; SD1 has convolutions there
    std::vector<Block> input;
    bool hasMiddle = false;
    int middleDepth = 0; // 0: one residual block and nothing else
    std::vector<Block> output;

    /// SD1 has 8 heads of any width; those with linear projections have heads of 64 channels, where that goes.
    std::int64_t headsOf(std::int64_t channels) const;
};

/// Whether there is a UNet at all.
bool isUnet(const ParameterSet& set);
/// Errors: ModelUnsupported (args: key).
Result<UnetLayout> readUnetLayout(const ParameterSet& set);

} // namespace weft
