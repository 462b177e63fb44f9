// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gpu-worker/runtime/Node.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>

namespace weft::worker {

namespace {

struct Aspect {
    std::string_view name;
    std::int64_t width;
    std::int64_t height;
};

constexpr std::array<Aspect, 8> kAspects{{{"1:1 (Square)", 1, 1}, {"2:3 (Portrait Photo)", 2, 3}, {"3:2 (Photo)", 3, 2},
    {"3:4 (Portrait Standard)", 3, 4}, {"4:3 (Standard)", 4, 3}, {"9:16 (Portrait Widescreen)", 9, 16},
    {"16:9 (Widescreen)", 16, 9}, {"21:9 (Ultrawide)", 21, 9}}};

std::vector<std::string> aspectNames()
{
    std::vector<std::string> names;
    for (const Aspect& aspect : kAspects)
        names.emplace_back(aspect.name);
    return names;
}

std::int64_t toMultiple(double side, std::int64_t multiple)
{
    return std::llrint(side / static_cast<double>(multiple)) * multiple;
}

using Sides = std::tuple<std::int64_t, std::int64_t>;

/// The smallest sides of exactly this aspect that are multiples, and none below `minimum`.
Sides atLeast(const Aspect& aspect, std::int64_t multiple, std::int64_t minimum)
{
    const std::int64_t stepWidth = multiple / std::gcd(aspect.width, multiple);
    const std::int64_t stepHeight = multiple / std::gcd(aspect.height, multiple);
    const std::int64_t step = std::lcm(stepWidth, stepHeight);
    const std::int64_t shorter = std::min(aspect.width, aspect.height);
    const std::int64_t factor = (minimum + shorter - 1) / shorter;
    const std::int64_t k = (factor + step - 1) / step * step;
    return {aspect.width * k, aspect.height * k};
}

/// Sides in pixels for an aspect and a number of megapixels (of 1024 x 1024), as multiples. Source: ComfyUI
/// `ResolutionSelector` (newer than 0.3.64).
const bool resolutionSelector =
    node("ResolutionSelector", "utilities")
        .title("Resolution Selector")
        .in<Choice>("aspect_ratio", {.choices = aspectNames()})
        .in<double>("megapixels", {.init = 1.0, .min = 0.1, .max = 16.0, .step = 0.1})
        .in<std::int64_t>("multiple", {.init = 8, .min = 8, .max = 128, .step = 4, .optional = true})
        .in<std::int64_t>("minimum", {.init = 256, .min = 32, .max = 4096, .step = 32, .optional = true})
        .out<std::int64_t>("width")
        .out<std::int64_t>("height")
        .run([](const Choice& choice, double megapixels, std::int64_t multiple, std::int64_t minimum) -> Result<Sides> {
            const auto found = std::ranges::find(kAspects, choice.text, &Aspect::name);
            if (found == kAspects.end())
                return Error{ErrorCode::SettingNotInList, {}, {{"input", "aspect_ratio"}, {"received", choice.text}}};
            if (!(megapixels > 0 && megapixels < 1e6) || multiple < 1 || multiple > 4096 || minimum > 1'000'000)
                return Error{ErrorCode::SettingInvalid, "no such size", {{"input", "megapixels"}}};
            const double scale =
                std::sqrt(megapixels * 1024 * 1024 / static_cast<double>(found->width * found->height));
            const std::int64_t width = toMultiple(static_cast<double>(found->width) * scale, multiple);
            const std::int64_t height = toMultiple(static_cast<double>(found->height) * scale, multiple);
            if (width < minimum || height < minimum)
                return atLeast(*found, multiple, minimum);
            return Sides{width, height};
        });

} // namespace

} // namespace weft::worker
