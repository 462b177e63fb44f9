// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gpu-worker/nodes/GrowingInputs.h"
#include "gpu-worker/nodes/Latents.h"
#include "gpu-worker/nodes/Resampling.h"

#include <ATen/ops/arange.h>
#include <ATen/ops/cat.h>

#include <algorithm>

namespace weft::worker {

namespace {

constexpr int kMost = 50;

/// All as large as the first, and with as many channels as any has (missing ones are opaque).
Result<Image> batched(const std::vector<Image>& images)
{
    std::int64_t channels = 0;
    std::int64_t count = 0;
    for (const Image& image : images) {
        channels = std::max(channels, image.pixels.size(3));
        count += image.pixels.size(0);
    }
    const at::Tensor& first = images.front().pixels;
    WEFT_CHECK(checkSides({count, first.size(1), first.size(2), channels})); // before the first of them is resized
    std::vector<at::Tensor> parts;
    for (const Image& image : images) {
        at::Tensor pixels = withChannels(image.pixels, channels);
        if (pixels.size(1) != first.size(1) || pixels.size(2) != first.size(2)) {
            WEFT_TRY(pixels, resampledPixels(pixels, first.size(2), first.size(1), "bilinear", true));
        }
        parts.push_back(pixels);
    }
    WEFT_TRY(at::Tensor all, joined(parts));
    return Image{std::move(all)};
}

Result<Mask> batched(const std::vector<Mask>& masks)
{
    const at::Tensor& first = masks.front().values;
    std::int64_t count = 0;
    for (const Mask& mask : masks)
        count += asMaskBatch(mask.values).size(0);
    WEFT_CHECK(checkSides({count, first.size(-2), first.size(-1)}));
    std::vector<at::Tensor> parts;
    for (const Mask& mask : masks) {
        at::Tensor values = asMaskBatch(mask.values);
        if (values.size(2) != first.size(-2) || values.size(3) != first.size(-1)) {
            WEFT_TRY(values, resampled(values, first.size(-1), first.size(-2), "bilinear", true));
        }
        parts.push_back(values.squeeze(1));
    }
    WEFT_TRY(at::Tensor all, joined(parts));
    return Mask{std::move(all)};
}

Result<Latent> batched(const std::vector<Latent>& latents)
{
    Latent out = latents.front();
    std::int64_t numbers = 0;
    for (const Latent& latent : latents) {
        WEFT_CHECK(checkPictureLatent(latent, "latents.latent0"));
        numbers += latent.samples.size(0) * (out.samples.numel() / out.samples.size(0));
        WEFT_CHECK(checkSides({numbers}));
    }
    std::vector<at::Tensor> parts;
    std::vector<at::Tensor> indexes;
    for (const Latent& latent : latents) {
        WEFT_TRY(at::Tensor samples, sizedLike(latents.front().samples, latent.samples));
        indexes.push_back(latent.batchIndex ? *latent.batchIndex : at::arange(latent.samples.size(0), at::kLong));
        parts.push_back(std::move(samples));
    }
    WEFT_TRY(out.samples, joined(parts));
    out.batchIndex = at::cat(indexes, 0);
    return out;
}

template <typename T>
NodeDefinition batchDefinition(std::string name, std::string title, std::string category, const std::string& prefix)
{
    NodeDefinition definition;
    definition.type.name = std::move(name);
    definition.type.displayName = std::move(title);
    definition.type.category = std::move(category);
    const TypeName port = PortTraits<T>::type;
    addGrowingInputs(definition.type, numberedNames(prefix, kMost), port, 2);
    definition.type.outputs = {{port, port}};
    definition.run = [](const NodeType& type, Context&, const CallInputs& inputs) -> Result<CallOutputs> {
        WEFT_TRY(const std::vector<T> given, takeGrowing<T>(type, inputs, 0));
        WEFT_TRY(T out, batched(given));
        CallOutputs outputs;
        outputs.slots.push_back(ItemList{PortTraits<T>::pack(std::move(out))});
        return outputs;
    };
    return definition;
}

/// Source: ComfyUI `BatchImagesNode`, `BatchMasksNode`, `BatchLatentsNode` (newer than 0.3.64).
const bool batchImages =
    Registry::builtIn().add(batchDefinition<Image>("BatchImagesNode", "Batch Images", "image", "images.image"));
const bool batchMasks =
    Registry::builtIn().add(batchDefinition<Mask>("BatchMasksNode", "Batch Masks", "mask", "masks.mask"));
const bool batchLatents =
    Registry::builtIn().add(batchDefinition<Latent>("BatchLatentsNode", "Batch Latents", "latent", "latents.latent"));

} // namespace

} // namespace weft::worker
