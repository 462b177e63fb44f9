// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gpu-worker/nodes/Conditionings.h"
#include "gpu-worker/nodes/Resampling.h"
#include "gpu-worker/runtime/Node.h"

#include <ATen/ops/cat.h>
#include <ATen/ops/constant_pad_nd.h>
#include <ATen/ops/zeros_like.h>

#include <algorithm>

namespace weft::worker {

namespace {

constexpr std::size_t kMostEntries = 1000; // each is a call of the network in every step

constexpr const char* kPooled = "pooled_output";

/// Both, one after the other. Source: ComfyUI `ConditioningCombine`.
const bool conditioningCombine = node("ConditioningCombine", "conditioning")
                                     .title("Conditioning (Combine)")
                                     .in<Conditioning>("conditioning_1")
                                     .in<Conditioning>("conditioning_2")
                                     .out<Conditioning>("CONDITIONING")
                                     .run([](const Conditioning& a, const Conditioning& b) -> Result<Conditioning> {
                                         if (a.conds.size() + b.conds.size() > kMostEntries)
                                             return Error{ErrorCode::LimitExceeded, "the entries of a conditioning",
                                                 {{"limit", std::to_string(kMostEntries)}}};
                                         Conditioning out = a;
                                         out.conds.insert(out.conds.end(), b.conds.begin(), b.conds.end());
                                         return out;
                                     });

/// The tokens of the first entry of `conditioning_from` behind those of every other. Source: ComfyUI
/// `ConditioningConcat`.
const bool conditioningConcat =
    node("ConditioningConcat", "conditioning")
        .title("Conditioning (Concat)")
        .in<Conditioning>("conditioning_to")
        .in<Conditioning>("conditioning_from")
        .out<Conditioning>("CONDITIONING")
        .run([](const Conditioning& to, const Conditioning& from) -> Result<Conditioning> {
            WEFT_CHECK(checkTexts(to, "conditioning_to"));
            WEFT_CHECK(checkTexts(from, "conditioning_from"));
            const at::Tensor& tokens = from.conds.front().cond;
            for (const Cond& cond : to.conds) {
                WEFT_CHECK(checkSides({cond.cond.size(0), cond.cond.size(1) + tokens.size(1), cond.cond.size(2)}));
            }
            return changed(to, [&tokens](Cond& cond) { cond.cond = at::cat({cond.cond, tokens}, 1); });
        });

/// `from` with as many tokens as `to`: cut, or filled with zeros.
at::Tensor fitted(const at::Tensor& from, const at::Tensor& to)
{
    const std::int64_t tokens = std::min(from.size(1), to.size(1));
    return at::constant_pad_nd(from.narrow(1, 0, tokens), {0, 0, 0, to.size(1) - tokens});
}

at::Tensor average(const at::Tensor& to, const at::Tensor& from, double strength)
{
    return to.mul(strength).add(from.mul(1 - strength));
}

/// Only the first entry of `conditioning_from` counts. Source: ComfyUI `ConditioningAverage`.
const bool conditioningAverage =
    node("ConditioningAverage", "conditioning")
        .in<Conditioning>("conditioning_to")
        .in<Conditioning>("conditioning_from")
        .in<double>("conditioning_to_strength", {.init = 1.0, .min = 0.0, .max = 1.0, .step = 0.01})
        .out<Conditioning>("CONDITIONING")
        .run([](const Conditioning& to, const Conditioning& from, double strength) -> Result<Conditioning> {
            WEFT_CHECK(checkTexts(to, "conditioning_to"));
            WEFT_CHECK(checkTexts(from, "conditioning_from"));
            const Cond& other = from.conds.front();
            const auto pooled = other.tensors.find(kPooled);
            return changed(to, [&](Cond& cond) {
                cond.cond = average(cond.cond, fitted(other.cond, cond.cond), strength);
                if (pooled == other.tensors.end())
                    return;
                const auto own = cond.tensors.find(kPooled);
                cond.tensors[kPooled] = own == cond.tensors.end() ? average(pooled->second, pooled->second, strength)
                                                                  : average(own->second, pooled->second, strength);
            });
        });

/// Zeros in place of text and pooled output. Source: ComfyUI `ConditioningZeroOut`.
const bool conditioningZeroOut = node("ConditioningZeroOut", "advanced/conditioning")
                                     .in<Conditioning>("conditioning")
                                     .out<Conditioning>("CONDITIONING")
                                     .run([](const Conditioning& conditioning) -> Result<Conditioning> {
                                         return changed(conditioning, [](Cond& cond) {
                                             cond.cond = at::zeros_like(cond.cond);
                                             const auto pooled = cond.tensors.find(kPooled);
                                             if (pooled != cond.tensors.end())
                                                 pooled->second = at::zeros_like(pooled->second);
                                         });
                                     });

} // namespace

} // namespace weft::worker
