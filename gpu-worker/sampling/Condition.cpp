// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gpu-worker/sampling/Condition.h"

#include "gpu-worker/sampling/ModelInputs.h"
#include "gpu-worker/sampling/Resize.h"

#include <ATen/TensorOperators.h>
#include <ATen/ops/amax.h>
#include <ATen/ops/nonzero.h>

#include <algorithm>
#include <cmath>

namespace weft {

namespace {

LatentArea resolved(const AreaShare& share, std::int64_t height, std::int64_t width)
{
    const auto cells = [](double part, std::int64_t side) { return static_cast<std::int64_t>(std::nearbyint(part * static_cast<double>(side))); };
    return {std::max<std::int64_t>(1, cells(share.height, height)), std::max<std::int64_t>(1, cells(share.width, width)),
        cells(share.y, height), cells(share.x, width)};
}

/// The box around what isn't 0 in any of the masks [B, H, W].
LatentArea boundsOf(const at::Tensor& mask)
{
    constexpr std::int64_t kLeast = 8;
    const at::Tensor places = at::nonzero(at::amax(mask.abs(), 0));
    if (places.size(0) == 0)
        return {kLeast, kLeast, 0, 0};
    const at::Tensor low = std::get<0>(places.min(0));
    const at::Tensor high = std::get<0>(places.max(0));
    const auto y = low[0].item<std::int64_t>();
    const auto x = low[1].item<std::int64_t>();
    return {std::max(kLeast, high[0].item<std::int64_t>() - y + 1), std::max(kLeast, high[1].item<std::int64_t>() - x + 1), y, x};
}

at::Tensor maskOfSize(const at::Tensor& mask, std::int64_t height, std::int64_t width)
{
    const at::Tensor batched = mask.reshape({-1, 1, mask.size(-2), mask.size(-1)});
    return bilinearTo(batched, height, width).squeeze(1);
}

/// Areas reach at most to the latent's edge.
Done clampArea(Condition& condition, std::int64_t height, std::int64_t width)
{
    if (!condition.area)
        return {};
    LatentArea& area = *condition.area;
    area.height = std::min(area.height, height - area.y);
    area.width = std::min(area.width, width - area.x);
    if (area.y < 0 || area.x < 0 || area.height < 1 || area.width < 1)
        return Error {ErrorCode::SettingInvalid, "an area lies outside of the picture", {{"input", "area"}}};
    return {};
}

Done checkText(const Condition& condition, const DiffusionModel& model)
{
    const std::int64_t wanted = model.family.contextDim;
    if (!condition.context.defined() || condition.context.dim() != 3)
        return Error {ErrorCode::TypeMismatch, "a conditioning without text", {{"type", "CONDITIONING"}}};
    if (condition.context.size(2) == wanted)
        return {};
    return Error {ErrorCode::TypeMismatch,
        "the text was encoded for another family: " + std::to_string(condition.context.size(2)) + " numbers a token, the model takes "
            + std::to_string(wanted),
        {{"type", "CONDITIONING"}}};
}

Result<PreparedCondition> prepared(Condition condition, bool isNegative, const DiffusionModel& model, const LatentFacts& facts)
{
    const std::int64_t height = facts.shape[2];
    const std::int64_t width = facts.shape[3];
    WEFT_CHECK(checkText(condition, model));
    condition.context = condition.context.to(facts.device, at::kFloat);
    if (condition.areaShare)
        condition.area = resolved(*condition.areaShare, height, width);
    if (condition.mask.defined()) {
        condition.mask = maskOfSize(condition.mask.to(facts.device, at::kFloat), height, width);
        if (condition.areaFromMask)
            condition.area = boundsOf(condition.mask);
    }
    PreparedCondition result;
    if (condition.startPercent)
        result.sigmaStart = model.schedule->sigmaAtPercent(*condition.startPercent);
    if (condition.endPercent)
        result.sigmaEnd = model.schedule->sigmaAtPercent(*condition.endPercent);
    WEFT_TRY(result.y, vectorInput(condition, isNegative, model, facts));
    result.concat = concatInput(condition, model, facts);
    result.condition = std::move(condition);
    return result;
}

bool liesInside(const LatentArea& inner, const LatentArea& outer)
{
    return inner.y >= outer.y && inner.x >= outer.x && inner.y + inner.height <= outer.y + outer.height
        && inner.x + inner.width <= outer.x + outer.width;
}

/// Where one side computes an area, the others do too: the smallest of theirs that covers it, cut to it.
void addPartner(PreparedConditions& others, const PreparedCondition& one)
{
    if (!one.condition.area)
        return;
    const LatentArea area = *one.condition.area;
    const PreparedCondition* smallest = nullptr;
    for (const PreparedCondition& other : others) {
        const std::optional<LatentArea>& its = other.condition.area;
        if (!its) {
            if (!smallest)
                smallest = &other;
        } else if (liesInside(area, *its)
            && (!smallest || !smallest->condition.area || smallest->condition.area->cells() > its->cells())) {
            smallest = &other;
        }
    }
    if (!smallest || smallest->condition.area == area)
        return;
    PreparedCondition partner = one; // its place and time, the other's text
    partner.condition.context = smallest->condition.context;
    partner.y = smallest->y;
    partner.concat = smallest->concat;
    others.push_back(std::move(partner));
}

/// An old-style ControlNet hangs on the positive side alone and means both.
void shareControls(const PreparedConditions& positive, PreparedConditions& others)
{
    std::vector<ControlPtr> controls;
    for (const PreparedCondition& one : positive) {
        if (one.condition.controlsNegativeToo && one.condition.control && !one.condition.area)
            controls.push_back(one.condition.control);
    }
    std::vector<PreparedCondition*> free;
    for (PreparedCondition& other : others) {
        if (other.condition.area)
            continue;
        if (other.condition.control)
            return;
        free.push_back(&other);
    }
    for (std::size_t i = 0; i < controls.size() && !free.empty(); ++i)
        free[i % free.size()]->condition.control = controls[i];
}

} // namespace

Result<GuidanceSide> preparedSide(
    const Conditions& conditions, bool isNegative, const DiffusionModel& model, const LatentFacts& facts)
{
    GuidanceSide side {{}, isNegative};
    for (const Condition& condition : conditions) {
        WEFT_TRY(PreparedCondition one, prepared(condition, isNegative, model, facts));
        side.conditions.push_back(std::move(one));
    }
    return side;
}

Done matchSides(const std::vector<GuidanceSide*>& sides, const LatentFacts& facts)
{
    for (GuidanceSide* side : sides) {
        for (std::size_t i = 0; i < side->conditions.size(); ++i) {
            for (GuidanceSide* other : sides) {
                if (other != side)
                    addPartner(other->conditions, side->conditions[i]);
            }
        }
    }
    for (std::size_t i = 1; i < sides.size(); ++i)
        shareControls(sides[0]->conditions, sides[i]->conditions);
    for (GuidanceSide* side : sides) {
        for (PreparedCondition& one : side->conditions) {
            WEFT_CHECK(clampArea(one.condition, facts.shape[2], facts.shape[3]));
        }
    }
    return {};
}

} // namespace weft
