// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Result.h"
#include "gpu-worker/models/ControlNet.h"
#include "gpu-worker/models/DiffusionModel.h"

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace weft {

/// A rectangle of the latent, in its cells.
struct LatentArea {
    std::int64_t height = 0;
    std::int64_t width = 0;
    std::int64_t y = 0;
    std::int64_t x = 0;

    bool operator==(const LatentArea&) const = default;
    std::int64_t cells() const { return height * width; }
};
/// The same as shares (0..1) of whatever size the latent has.
struct AreaShare {
    double height = 1;
    double width = 1;
    double y = 0;
    double x = 0;
};

/// One text that guides, and where and when it does: an entry of a CONDITIONING as sampling takes it.
struct Condition {
    at::Tensor context; // [1 or B, tokens, dim]
    at::Tensor pooled; // [1 or B, dim], or undefined
    double strength = 1; // its weight beside others in the same place

    std::optional<LatentArea> area;
    std::optional<AreaShare> areaShare; // instead of area
    at::Tensor mask; // [1 or B, H, W] of any size, or undefined
    double maskStrength = 1;
    bool areaFromMask = false; // only the mask's bounding box is computed

    std::optional<double> startPercent; // of the sampling; 0 is its start
    std::optional<double> endPercent;

    ControlPtr control; // or null
    bool controlsNegativeToo = false;

    at::Tensor concatLatent; // [B, C, H, W] unscaled: what an inpaint model sees beside the noise; or undefined
    at::Tensor concatMask; // [B, 1, H, W] or [B, H, W]; or undefined
    std::map<std::string, double> sizes; // "width", "height", "crop_w", "crop_h", "target_width", ..., "aesthetic_score"
};
using Conditions = std::vector<Condition>;

/// A condition made ready for a latent of one size.
struct PreparedCondition {
    Condition condition; // its area is in cells (matchSides cuts it to the latent), its mask [.., H, W] of the latent's size
    std::optional<double> sigmaStart; // active while sigmaEnd <= sigma <= sigmaStart
    std::optional<double> sigmaEnd;
    at::Tensor y; // [1 or B, adm] or undefined
    at::Tensor concat; // [B, channels, H, W] or undefined

    bool isActiveAt(float sigma) const
    {
        return !(sigmaStart && sigma > static_cast<float>(*sigmaStart)) && !(sigmaEnd && sigma < static_cast<float>(*sigmaEnd));
    }
};
using PreparedConditions = std::vector<PreparedCondition>;

/// What conditions are made ready for.
struct LatentFacts {
    std::vector<std::int64_t> shape; // [B, C, H, W]
    at::Tensor latent; // scaled; zeros when empty
    at::Tensor noiseMask; // [B, C, H, W] or undefined
    at::Device device = at::kCPU;
};

/// One side of guidance; `isNegative` matters to models that are told a picture's rating.
struct GuidanceSide {
    PreparedConditions conditions;
    bool isNegative = false;
};

/// Resolves areas, masks and percentages, and builds what the network takes beside the text.
/// Errors: TypeMismatch (the text is for another family, a pooled vector is missing).
Result<GuidanceSide> preparedSide(
    const Conditions& conditions, bool isNegative, const DiffusionModel& model, const LatentFacts& facts);

/// What several sides have to agree about: an area on one gets a partner on the others; a ControlNet of the first side
/// (the positive one) may reach the others. Areas are compared as they were asked for, and cut to the latent behind that,
/// as in ComfyUI 0.3.64. Errors: SettingInvalid (an area outside of the latent).
Done matchSides(const std::vector<GuidanceSide*>& sides, const LatentFacts& facts);

} // namespace weft
