// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gpu-worker/nodes/Resampling.h"
#include "gpu-worker/runtime/Node.h"

#include <ATen/TensorOperators.h>
#include <ATen/ops/maximum.h>
#include <ATen/ops/minimum.h>
#include <ATen/ops/where.h>
#include <ATen/ops/zeros_like.h>

#include <algorithm>
#include <array>

namespace weft::worker {

namespace {

using T = at::Tensor;

T rest(const T& x)
{
    return x.neg().add(1);
}

/// Colours are premultiplied with their alpha. s, d: source and destination; sa, da: their alphas.
struct Layers {
    T s, d, sa, da;

    T bothAlphas() const { return sa + da - sa * da; }
    /// What each shows where the other isn't.
    T outside() const { return rest(da) * s + rest(sa) * d; }
};

struct Composed {
    T color;
    T alpha;
};

struct Mode {
    std::string_view name;
    Composed (*compose)(const Layers& l);
};

Composed overlay(const Layers& l)
{
    const T dark = 2 * l.s * l.d;
    const T light = l.sa * l.da - 2 * (l.da - l.s) * (l.sa - l.d);
    return {at::where((2 * l.d).lt(l.da), dark, light), l.bothAlphas()};
}

/// Source: Porter and Duff 1984; the blend modes as ComfyUI has them.
constexpr std::array<Mode, 18> kModes{{
    {"ADD",
        [](const Layers& l) {
            return Composed{(l.s + l.d).clamp(0, 1), (l.sa + l.da).clamp(0, 1)};
        }},
    {"CLEAR",
        [](const Layers& l) {
            return Composed{at::zeros_like(l.d), at::zeros_like(l.da)};
        }},
    {"DARKEN",
        [](const Layers& l) {
            return Composed{l.outside() + at::minimum(l.s, l.d), l.bothAlphas()};
        }},
    {"DST",
        [](const Layers& l) {
            return Composed{l.d, l.da};
        }},
    {"DST_ATOP",
        [](const Layers& l) {
            return Composed{l.sa * l.d + rest(l.da) * l.s, l.sa};
        }},
    {"DST_IN",
        [](const Layers& l) {
            return Composed{l.d * l.sa, l.sa * l.da};
        }},
    {"DST_OUT",
        [](const Layers& l) {
            return Composed{rest(l.sa) * l.d, rest(l.sa) * l.da};
        }},
    {"DST_OVER",
        [](const Layers& l) {
            return Composed{l.d + rest(l.da) * l.s, l.da + rest(l.da) * l.sa};
        }},
    {"LIGHTEN",
        [](const Layers& l) {
            return Composed{l.outside() + at::maximum(l.s, l.d), l.bothAlphas()};
        }},
    {"MULTIPLY",
        [](const Layers& l) {
            return Composed{l.s * l.d, l.sa * l.da};
        }},
    {"OVERLAY", overlay},
    {"SCREEN",
        [](const Layers& l) {
            return Composed{l.s + l.d - l.s * l.d, l.bothAlphas()};
        }},
    {"SRC",
        [](const Layers& l) {
            return Composed{l.s, l.sa};
        }},
    {"SRC_ATOP",
        [](const Layers& l) {
            return Composed{l.da * l.s + rest(l.sa) * l.d, l.da};
        }},
    {"SRC_IN",
        [](const Layers& l) {
            return Composed{l.s * l.da, l.sa * l.da};
        }},
    {"SRC_OUT",
        [](const Layers& l) {
            return Composed{rest(l.da) * l.s, rest(l.da) * l.sa};
        }},
    {"SRC_OVER",
        [](const Layers& l) {
            return Composed{l.s + rest(l.sa) * l.d, l.sa + rest(l.sa) * l.da};
        }},
    {"XOR",
        [](const Layers& l) {
            return Composed{l.outside(), rest(l.da) * l.sa + rest(l.sa) * l.da};
        }},
}};

std::vector<std::string> modeNames()
{
    std::vector<std::string> names;
    for (const Mode& mode : kModes)
        names.emplace_back(mode.name);
    return names;
}

/// [B, C, H, W] as large as `like`.
Result<T> sized(const T& x, const T& like)
{
    if (x.size(2) == like.size(2) && x.size(3) == like.size(3))
        return x;
    return resampled(x, like.size(3), like.size(2), "bicubic", true);
}

constexpr double kInvisible = 1e-5; // below this alpha there is no colour

/// Two pictures with masks (1: transparent); sizes follow the destination. Source: ComfyUI `PorterDuffImageComposite`.
const bool porterDuffImageComposite =
    node("PorterDuffImageComposite", "mask/compositing")
        .title("Porter-Duff Image Composite")
        .in<Image>("source")
        .in<Mask>("source_alpha")
        .in<Image>("destination")
        .in<Mask>("destination_alpha")
        .in<Choice>("mode", {.init = "DST", .choices = modeNames()})
        .out<Image>("IMAGE")
        .out<Mask>("MASK")
        .run([](const Image& source, const Mask& sourceMask, const Image& destination, const Mask& destinationMask,
                 const Choice& choice) -> Result<std::tuple<Image, Mask>> {
            const std::int64_t batch = std::min({source.pixels.size(0), sourceMask.values.size(0),
                destination.pixels.size(0), destinationMask.values.size(0)});
            if (batch == 0 || source.pixels.size(3) != destination.pixels.size(3))
                return Error{
                    ErrorCode::TypeMismatch, "pictures with different numbers of channels", {{"input", "source"}}};
            const T d = destination.pixels.narrow(0, 0, batch).movedim(-1, 1);
            const auto alpha = [batch](const Mask& mask) { return mask.values.narrow(0, 0, batch).unsqueeze(1); };
            WEFT_TRY(const T da, sized(alpha(destinationMask), d));
            WEFT_TRY(const T s, sized(source.pixels.narrow(0, 0, batch).movedim(-1, 1), d));
            WEFT_TRY(const T sa, sized(alpha(sourceMask), d));
            const Layers layers{s * rest(sa), d * rest(da), rest(sa), rest(da)};
            const auto mode = std::ranges::find(kModes, choice.text, &Mode::name);
            const Composed out = (mode == kModes.end() ? kModes[3] : *mode).compose(layers);
            const T color = at::where(out.alpha.gt(kInvisible), out.color / out.alpha, at::zeros_like(out.color));
            return std::tuple{Image{color.clamp(0, 1).movedim(1, -1).contiguous()}, Mask{rest(out.alpha).squeeze(1)}};
        });

} // namespace

} // namespace weft::worker
