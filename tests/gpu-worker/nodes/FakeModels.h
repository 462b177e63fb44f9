// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/values/Safetensors.h"
#include "gpu-worker/models/Clip.h"
#include "gpu-worker/models/Vae.h"

#include <ATen/ops/_upsample_nearest_exact2d.h>
#include <ATen/ops/adaptive_avg_pool2d.h>
#include <ATen/ops/cat.h>
#include <ATen/ops/full.h>

namespace weft {

/// A VAE without a network: a cell of the latent is the mean of its pixels, the fourth channel is their brightness.
class FakeVae final : public Vae {
public:
    at::Tensor toLatent(const at::Tensor& x) const override
    {
        const at::Tensor mean = at::adaptive_avg_pool2d(x, at::IntArrayRef({x.size(2) / 8, x.size(3) / 8}));
        return at::cat({mean, mean.mean(at::IntArrayRef({1}), true)}, 1);
    }
    at::Tensor toPixels(const at::Tensor& latent) const override
    {
        return at::_upsample_nearest_exact2d(
            latent.narrow(1, 0, 3), at::IntArrayRef({latent.size(2) * 8, latent.size(3) * 8}));
    }
    std::vector<std::string> weightNames() const override { return {"decoder.conv_in.weight"}; }
    at::Tensor storedWeight(const std::string&) const override { return at::full({2, 2}, 0.5, at::kFloat); }
    std::int64_t latentChannels() const override { return 4; }
    std::uint64_t sizeBytes() const override { return 0; }
};

/// A text encoder without a network: every number is the text's length.
class FakeClip final : public Clip {
public:
    explicit FakeClip(std::int64_t width)
        : m_width(width)
    {
    }
    using Clip::encode;
    Result<EncodedText> encode(const Texts& texts, const EmbeddingFiles&) const override
    {
        const auto length = static_cast<double>(texts.l.size());
        return EncodedText{at::full({1, 77, m_width}, length, at::kFloat), at::full({1, m_width}, length, at::kFloat)};
    }
    std::shared_ptr<const Clip> stoppedAt(int) const override { return std::make_shared<FakeClip>(m_width); }
    std::shared_ptr<const Clip> patched(const WeightPatches&) const override
    {
        return std::make_shared<FakeClip>(m_width);
    }
    std::vector<std::string> weightNames() const override { return {"clip_l.text_model.some.weight"}; }
    std::vector<std::int64_t> weightShape(const std::string&) const override { return {2, 2}; }
    at::Tensor weight(const std::string&) const override { return at::full({2, 2}, 0.5, at::kFloat); }
    at::Tensor storedWeight(const std::string& name) const override { return weight(name); }
    std::uint64_t sizeBytes() const override { return 0; }

private:
    std::int64_t m_width;
};

/// What SaveLatent writes: four channels, two cells a side.
inline SharedBytes latentFileBytes()
{
    SafetensorsFile file;
    file.tensors["latent_tensor"] = floatTensor({1, 4, 2, 2}, std::vector<float>(16, 0.5F));
    file.tensors["latent_format_version_0"] = floatTensor({0}, {});
    return writeSafetensors(file).value();
}

} // namespace weft
