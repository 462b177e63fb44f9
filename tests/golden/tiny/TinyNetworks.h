// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/golden/tiny/TinyFile.h"

namespace weft::golden {

/// A UNet in ldm's names. The depths are those of the residual blocks in their order.
struct TinyUnet {
    std::string prefix = "model.diffusion_model.";
    std::vector<std::int64_t> widths {1, 2}; // of the levels, times `channels`
    std::vector<int> blocks {1, 1}; // residual blocks per level
    std::vector<int> depthsIn {1, 1};
    int depthMiddle = 1;
    std::vector<int> depthsOut {1, 1, 1, 1};
    std::int64_t contextDim = 768;
    bool linear = false;
    std::int64_t inChannels = 4;
    std::int64_t admChannels = 0;
    std::int64_t channels = 320;
};

void addUnet(TinyFile& file, const TinyUnet& unet);
void addControlNet(TinyFile& file, const TinyUnet& unet, std::int64_t hintChannels = 3);
/// SD3's transformer: `depth` joint blocks of 64 * depth channels.
void addMmdit(TinyFile& file, const std::string& prefix, int depth = 2);

/// CLIP-L in the names of its first release.
void addClip(TinyFile& file, const std::string& prefix);
/// A CLIP-L of another size.
struct TinyClip {
    std::int64_t width = 64;
    int layers = 2;
    std::int64_t feedForward = 128;
};
void addClip(TinyFile& file, const std::string& prefix, const TinyClip& clip);
/// OpenCLIP's text encoder.
void addOpenClip(TinyFile& file, const std::string& prefix, std::int64_t width, int layers, std::int64_t feedForward);

/// The autoencoder with a KL term; `quantised`: with the two 1x1 convolutions that SD3 dropped.
void addKlVae(TinyFile& file, const std::string& prefix, std::int64_t latentChannels, bool quantised);
void addTaesd(TinyFile& file, const std::string& prefix, std::int64_t latentChannels);

/// A LoRA in kohya's names for the first of the checkpoints.
void addLora(TinyFile& file);

} // namespace weft::golden
