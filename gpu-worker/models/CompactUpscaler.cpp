// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gpu-worker/models/CompactUpscaler.h"

#include <ATen/ops/_upsample_nearest_exact2d.h>
#include <ATen/ops/pixel_shuffle.h>

#include <array>

namespace weft {

namespace {

constexpr int kMaxBodyLayers = 256;
constexpr std::int64_t kChannels = 3;

std::string layer(int index)
{
    return "body." + std::to_string(index);
}

/// Convolutions stand at even places; the last one has no PReLU behind it.
int countConvolutions(const Weights& weights)
{
    int count = 0;
    while (count < kMaxBodyLayers && weights.has(layer(2 * count) + ".weight"))
        ++count;
    return count;
}

int scaleOf(std::int64_t outputs)
{
    for (const int scale : std::array {1, 2, 3, 4, 8}) {
        if (outputs == kChannels * scale * scale)
            return scale;
    }
    return 0;
}

} // namespace

bool CompactUpscaler::recognises(const Weights& weights)
{
    return weights.shapeOf("body.0.weight").size() == 4 && weights.shapeOf("body.1.weight").size() == 1;
}

Result<std::shared_ptr<Upscaler>> CompactUpscaler::make(const Weights& weights)
{
    const std::int64_t features = weights.shapeOf("body.0.weight")[0];
    const int count = countConvolutions(weights);
    const std::string last = layer(2 * (count - 1)) + ".weight";
    const auto lastShape = weights.shapeOf(last);
    const int scale = count < 2 || lastShape.empty() ? 0 : scaleOf(lastShape[0]);
    if (scale == 0)
        return Error {ErrorCode::ModelUnsupported, "the number of output channels is no scale of 1, 2, 3, 4 or 8",
            {{"key", last}}};

    std::shared_ptr<CompactUpscaler> net(new CompactUpscaler(scale));
    for (int i = 0; i < count; ++i) {
        const bool isLast = i == count - 1;
        const std::int64_t outputs = isLast ? kChannels * scale * scale : features;
        WEFT_TRY(Convolution convolution, Convolution::load(weights, layer(2 * i), outputs, i == 0 ? kChannels : features));
        net->m_convolutions.push_back(std::move(convolution));
        if (isLast)
            break;
        WEFT_TRY(at::Tensor slope, weights.take(layer(2 * i + 1) + ".weight", {features}));
        net->m_slopes.push_back(std::move(slope));
    }
    return std::shared_ptr<Upscaler>(std::move(net));
}

at::Tensor CompactUpscaler::run(const at::Tensor& x) const
{
    at::Tensor features = x;
    for (std::size_t i = 0; i < m_slopes.size(); ++i)
        features = m_convolutions[i].prelu(features, m_slopes[i]);
    const at::Tensor residual = at::pixel_shuffle(m_convolutions.back()(features), scale());
    return residual.add(at::_upsample_nearest_exact2d(x, at::IntArrayRef({x.size(2) * scale(), x.size(3) * scale()})));
}

void CompactUpscaler::move(at::Device device, at::ScalarType type)
{
    for (Convolution& convolution : m_convolutions)
        convolution.to(device, type);
    for (at::Tensor& slope : m_slopes)
        slope = slope.to(device, type);
}

std::uint64_t CompactUpscaler::sizeBytes() const
{
    std::uint64_t bytes = 0;
    for (const Convolution& convolution : m_convolutions)
        bytes += convolution.sizeBytes();
    for (const at::Tensor& slope : m_slopes)
        bytes += slope.nbytes();
    return bytes;
}

} // namespace weft
