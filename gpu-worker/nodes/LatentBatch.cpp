// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gpu-worker/nodes/Latents.h"
#include "gpu-worker/nodes/Resampling.h"
#include "gpu-worker/runtime/Node.h"

#include <ATen/ops/arange.h>
#include <ATen/ops/cat.h>
#include <ATen/ops/ones.h>

#include <algorithm>

namespace weft::worker {

namespace {

constexpr int kMaxRepeats = 64;

/// The latent's own indexes, or 0, 1, ...
at::Tensor indexesOf(const Latent& latent)
{
    return latent.batchIndex ? *latent.batchIndex : at::arange(latent.samples.size(0), at::kLong);
}

/// As many masks as there are pictures.
Result<at::Tensor> repeatedMask(const at::Tensor& mask, std::int64_t pictures)
{
    if (mask.size(0) >= pictures)
        return mask;
    return repeatedTo(mask, pictures);
}

/// The second is resized to the first. Source: ComfyUI `LatentBatch`.
const bool latentBatch = node("LatentBatch", "latent/batch")
                             .in<Latent>("samples1")
                             .in<Latent>("samples2")
                             .out<Latent>("LATENT")
                             .run([](const Latent& a, const Latent& b) -> Result<Latent> {
                                 WEFT_CHECK(checkPictureLatent(a, "samples1"));
                                 WEFT_CHECK(checkPictureLatent(b, "samples2"));
                                 WEFT_TRY(const at::Tensor second, sizedLike(a.samples, b.samples));
                                 WEFT_TRY(at::Tensor both, joined({a.samples, second}));
                                 Latent out = withSamples(a, std::move(both));
                                 out.batchIndex = at::cat({indexesOf(a), indexesOf(b)}, 0);
                                 return out;
                             });

/// fixed: every picture of the batch gets the noise of the first. Source: ComfyUI `LatentBatchSeedBehavior`.
const bool latentBatchSeedBehavior = node("LatentBatchSeedBehavior", "latent/advanced")
                                         .in<Latent>("samples")
                                         .in<Choice>("seed_behavior", {.init = "fixed", .choices = {"random", "fixed"}})
                                         .out<Latent>("LATENT")
                                         .run([](const Latent& latent, const Choice& behavior) -> Result<Latent> {
                                             Latent out = latent;
                                             out.batchIndex.reset();
                                             if (behavior == "fixed" && latent.samples.size(0) > 0)
                                                 out.batchIndex =
                                                     indexesOf(latent).narrow(0, 0, 1).repeat({latent.samples.size(0)});
                                             return out;
                                         });

/// A part of the batch, with the noise that it has in the whole. Source: ComfyUI `LatentFromBatch`.
const bool latentFromBatch =
    node("LatentFromBatch", "latent/batch")
        .title("Latent From Batch")
        .in<Latent>("samples")
        .in<std::int64_t>("batch_index", {.init = 0, .min = 0, .max = kMaxRepeats - 1})
        .in<std::int64_t>("length", {.init = 1, .min = 1, .max = kMaxRepeats})
        .out<Latent>("LATENT")
        .run([](const Latent& latent, std::int64_t index, std::int64_t length) -> Result<Latent> {
            const std::int64_t pictures = latent.samples.size(0);
            if (index < 0 || length < 1 || pictures == 0)
                return tooSmall("length");
            index = std::min(index, pictures - 1);
            length = std::min(length, pictures - index);
            Latent out = withSamples(latent, latent.samples.narrow(0, index, length).clone()); // the cache counts what it keeps
            if (latent.noiseMask && latent.noiseMask->size(0) > 1) {
                WEFT_TRY(const at::Tensor masks, repeatedMask(*latent.noiseMask, pictures));
                out.noiseMask = masks.narrow(0, index, length);
            }
            const at::Tensor indexes = indexesOf(latent);
            const std::int64_t from = std::min(index, indexes.size(0));
            out.batchIndex = indexes.narrow(0, from, std::min(length, indexes.size(0) - from));
            return out;
        });

/// Indexes of copies go on where those before them end. Source: ComfyUI `RepeatLatentBatch`.
const bool repeatLatentBatch =
    node("RepeatLatentBatch", "latent/batch")
        .title("Repeat Latent Batch")
        .in<Latent>("samples")
        .in<std::int64_t>("amount", {.init = 1, .min = 1, .max = kMaxRepeats})
        .out<Latent>("LATENT")
        .run([](const Latent& latent, std::int64_t amount) -> Result<Latent> {
            WEFT_CHECK(checkPictureLatent(latent, "samples"));
            if (amount < 1)
                return tooSmall("amount");
            WEFT_TRY(at::Tensor samples, repeated(latent.samples, amount));
            Latent out = withSamples(latent, std::move(samples));
            if (latent.noiseMask && latent.noiseMask->size(0) > 1) {
                WEFT_TRY(out.noiseMask, repeated(*latent.noiseMask, amount)); // as many as there are, as ComfyUI does
            }
            if (latent.batchIndex && latent.batchIndex->numel() > 0) {
                const at::Tensor& indexes = *latent.batchIndex;
                const at::Tensor step = indexes.max().sub(indexes.min()).add(1);
                out.batchIndex =
                    at::arange(amount, at::kLong).unsqueeze(1).mul(step).add(indexes.unsqueeze(0)).flatten();
            }
            return out;
        });

/// Indexes with a mask for every picture, 8 pixels a cell where there was none.
Result<Latent> completed(const Latent& latent, std::int64_t before)
{
    Latent out = latent;
    const at::Tensor& x = latent.samples;
    if (latent.noiseMask) {
        WEFT_TRY(out.noiseMask, repeatedMask(asMaskBatch(*latent.noiseMask), x.size(0)));
    } else {
        WEFT_CHECK(checkSides({x.size(0), x.size(2) * kLatentCell, x.size(3) * kLatentCell}));
        out.noiseMask = at::ones({x.size(0), 1, x.size(2) * kLatentCell, x.size(3) * kLatentCell});
    }
    if (!latent.batchIndex)
        out.batchIndex = at::arange(before, before + x.size(0), at::kLong);
    return out;
}

bool joins(const Latent& a, const Latent& b)
{
    return a.samples.sizes().slice(1) == b.samples.sizes().slice(1)
        && a.noiseMask->sizes().slice(1) == b.noiseMask->sizes().slice(1);
}

Result<Latent> joinedLatents(const Latent& a, const Latent& b)
{
    WEFT_TRY(at::Tensor samples, joined({a.samples, b.samples}));
    Latent out = withSamples(a, std::move(samples));
    WEFT_TRY(out.noiseMask, joined({*a.noiseMask, *b.noiseMask}));
    out.batchIndex = at::cat({*a.batchIndex, *b.batchIndex}, 0);
    return out;
}

/// Cuts batches of `size`; a mask of ones goes.
void cut(const Latent& all, std::int64_t size, std::vector<Latent>& out)
{
    for (std::int64_t at = 0; at < all.samples.size(0); at += size) {
        const std::int64_t count = std::min(size, all.samples.size(0) - at);
        Latent part = withSamples(all, all.samples.narrow(0, at, count).clone());
        part.noiseMask = all.noiseMask->narrow(0, at, count).contiguous();
        if (part.noiseMask->eq(1).all().item<bool>())
            part.noiseMask.reset();
        part.batchIndex = all.batchIndex->narrow(0, at, count).contiguous();
        out.push_back(std::move(part));
    }
}

/// Neighbours of one size are joined, and cut anew. Source: ComfyUI `RebatchLatents`.
const bool rebatchLatents = node("RebatchLatents", "latent/batch")
                                .title("Rebatch Latents")
                                .inputIsList()
                                .in<Latent>("latents")
                                .in<std::int64_t>("batch_size", {.init = 1, .min = 1, .max = 4096})
                                .outList<Latent>("LATENT")
                                .run([](const std::vector<Latent>& latents,
                                         const std::vector<std::int64_t>& sizes) -> Result<std::vector<Latent>> {
                                    if (sizes.empty() || sizes.front() < 1)
                                        return tooSmall("batch_size");
                                    std::vector<Latent> out;
                                    std::optional<Latent> open;
                                    std::int64_t seen = 0;
                                    for (const Latent& latent : latents) {
                                        WEFT_CHECK(checkPictureLatent(latent, "latents"));
                                        WEFT_TRY(Latent next, completed(latent, seen));
                                        seen += next.batchIndex->size(0);
                                        if (open && !joins(*open, next)) {
                                            cut(*open, sizes.front(), out);
                                            open.reset();
                                        }
                                        if (open) {
                                            WEFT_TRY(next, joinedLatents(*open, next));
                                        }
                                        open = std::move(next);
                                    }
                                    if (open)
                                        cut(*open, sizes.front(), out);
                                    return out;
                                });

} // namespace

} // namespace weft::worker
