// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Json.h"
#include "gpu-worker/models/LearnedChange.h"
#include "gpu-worker/models/NoiseSchedule.h"
#include "gpu-worker/models/WeightPatches.h"

#include <array>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace weft {

/// How latents of a family are scaled, and how they look: x0 [4 or 16 channels] -> RGB by one matrix (latent2rgb).
/// The known ones: LatentFormats.h.
struct LatentFormat {
    std::string name; // "SD15", "SDXL", "SD3"
    std::int64_t channels = 4;
    double scale = 0.18215;
    double shift = 0;
    std::vector<std::array<float, 3>> rgbFactors; // a row per channel
    std::array<float, 3> rgbBias {0, 0, 0};
    std::vector<float> mean; // per channel, or empty; subtracted before scaling
    std::vector<float> deviation; // per channel, or empty; divided by
    std::string tinyDecoder {}; // the small decoder for previews: its file in vae_approx, without the ending

    at::Tensor processIn(const at::Tensor& latent) const;
    at::Tensor processOut(const at::Tensor& latent) const;
};

/// What a ControlNet adds: to the skip connections of the encoder, first block first (input), and to the middle block's
/// output. An undefined tensor adds nothing.
struct ControlResiduals {
    std::vector<at::Tensor> input;
    std::vector<at::Tensor> middle;
    std::vector<at::Tensor> output;
};

/// Where in the network an attention or a block sits, for patches (FreeU, PAG, SAG, ...).
struct BlockPlace {
    enum class Part { Input, Middle, Output } part = Part::Input;
    int block = 0; // index in its part
    int transformer = 0; // index of the transformer block inside
};

/// Changes to the network's computation that nodes ask for. Empty by default; copied with the model.
struct NetworkPatches {
    /// Output blocks: (hidden h, skip) before they are joined. FreeU.
    using JoinPatch = std::function<std::pair<at::Tensor, at::Tensor>(at::Tensor h, at::Tensor skip)>;
    /// Instead of self attention at places where it answers: q, k, v [N, tokens, heads * dim] -> the same shape; nullopt: as usual.
    using AttentionPatch = std::function<std::optional<at::Tensor>(
        const at::Tensor& q, const at::Tensor& k, const at::Tensor& v, const BlockPlace& place, int heads)>;
    /// The hidden state at a place between two blocks (PatchModelAddDownscale).
    using BlockPatch = std::function<at::Tensor(const at::Tensor& h, const BlockPlace& place)>;
    /// A joint block of a transformer (SD3) that leaves rows of the batch as they came. Skip layer guidance.
    struct SkippedBlock {
        int block = 0;
        std::int64_t firstRow = 0;
        std::int64_t rows = -1; // -1: all
    };

    std::vector<JoinPatch> join;
    std::vector<AttentionPatch> selfAttention;
    std::vector<BlockPatch> afterInput; // after an input block: its skip connection sees the change
    std::vector<BlockPatch> afterSkip; // after an input block, once its output was kept for the skip connection
    std::vector<BlockPatch> beforeOutput;
    std::vector<SkippedBlock> skipped;
};

/// How a network runs when its gradient is asked for afterwards.
struct GradientCall {
    bool recomputes = false; // a block's insides are computed again on the way back instead of kept (gradient checkpointing)
    std::function<void()> atBlock; // before each block, on both ways; what it throws ends the call
};

/// One call of the network, a batch of N.
struct DenoiserInputs {
    at::Tensor x; // [N, C, H, W], already scaled; channels that an inpaint model wants beside the latent are joined by the caller
    at::Tensor timesteps; // [N]
    at::Tensor context; // [N, tokens, dim]; the same tensor object in each step as long as the prompts stay the same
    at::Tensor y; // [N, adm] or undefined; likewise
    const ControlResiduals* control = nullptr;
    const NetworkPatches* patches = nullptr;
    double sigma = 0; // for patches that depend on the step
    const GradientCall* gradient = nullptr; // of a network in training
};

/// UNet or transformer. Immutable once loaded; used from one thread at a time.
class Denoiser {
public:
    virtual ~Denoiser() = default;
    /// -> the network's raw output [N, C', H, W]. libtorch's exceptions pass through.
    virtual at::Tensor run(const DenoiserInputs& inputs) const = 0;
    /// A copy that shares every weight but the patched ones. Unknown names are the caller's business (see weightNames).
    virtual std::shared_ptr<const Denoiser> patched(const WeightPatches& patches) const = 0;
    /// A copy to train, with tensors of its own; null: a network that can't be trained. To be made, and run, where gradients
    /// are recorded (not in libtorch's inference mode).
    virtual std::shared_ptr<const Denoiser> inTraining(const Learning&) const { return nullptr; }
    virtual std::vector<std::string> weightNames() const = 0;
    /// {} when there is no such weight.
    virtual std::vector<std::int64_t> weightShape(const std::string&) const { return {}; }
    /// float32 on the CPU, patched; undefined when there is no such weight.
    virtual at::Tensor weight(const std::string&) const { return {}; }
    /// The same in the type that the file stores it in.
    virtual at::Tensor storedWeight(const std::string&) const { return {}; }
    virtual std::uint64_t sizeBytes() const = 0;
};

/// Which family a network is of, as read from its weights.
struct ModelFamily {
    std::string name; // "SD15", "SD15_inpaint", "SD20", "SD21Unclip", "SDXL", "SDXLRefiner", "SD3"
    std::int64_t contextDim = 768;
    std::int64_t admChannels = 0; // 0: none
    std::int64_t inChannels = 4; // 9: latent, mask, masked latent
    Json details = Json::object();
};

/// MODEL: a network, how it sees noise, and what nodes have hung on it. Immutable: a node copies it (cheap, weights are shared)
/// and changes the copy.
struct DiffusionModel {
    static constexpr const char* portType = "MODEL";

    std::shared_ptr<const Denoiser> network;
    ModelFamily family;
    LatentFormat latentFormat;
    NoiseSchedulePtr schedule;
    NetworkPatches patches;

    /// Arguments of the functions below, one per guided step. Everything is in "x0" unless named otherwise; [B, C, H, W].
    struct GuidanceStep {
        at::Tensor cond; // x0 of the positive side
        at::Tensor uncond; // x0 of the negative side; undefined when it was skipped
        at::Tensor x; // the noisy latent
        at::Tensor sigma; // [B]
        double scale = 1;
        const DiffusionModel* model = nullptr;
        /// Runs the positive (or negative) side once more with other patches or another x; for PAG and SAG.
        std::function<at::Tensor(const at::Tensor& x, const NetworkPatches& patches, bool positive)> again;
    };
    /// What guidance knows about one call of the network, for patches that depend on it.
    struct NetworkCall {
        double sigma = 0;
        std::vector<int> sides; // of each chunk of the batch: 0 positive, 1 negative
        std::int64_t chunk = 1; // rows of a chunk
        std::int64_t height = 0; // of the latent (or the area of it) that is computed, in cells
        std::int64_t width = 0;
    };
    /// Adds patches for one call (PatchModelAddDownscale: only while sigma is in its range).
    std::vector<std::function<void(NetworkPatches& patches, const NetworkCall& call)>> callPatches;
    /// Changes x0 of the two sides before they are joined: (positive, negative). APG, TCFG.
    std::vector<std::function<void(at::Tensor& cond, at::Tensor& uncond, const GuidanceStep&)>> beforeGuidance;
    /// Replaces u + (c - u) * scale (RescaleCFG). Returns x0.
    std::function<at::Tensor(const GuidanceStep&)> guidance;
    /// Run after it, in order, each given the result so far (PAG, SAG). Returns x0.
    std::vector<std::function<at::Tensor(const at::Tensor& result, const GuidanceStep&)>> afterGuidance;
    bool keepUncond = false; // the negative side is computed even at scale 1
    /// The noise mask [B, C, H, W] as one step sees it (DifferentialDiffusion); `sigmas` are those of the whole run.
    std::function<at::Tensor(const at::Tensor& mask, double sigma, const std::vector<float>& sigmas, const NoiseSchedule&)>
        maskAtStep;

    std::uint64_t sizeBytes() const { return network ? network->sizeBytes() : 0; }
};

} // namespace weft
