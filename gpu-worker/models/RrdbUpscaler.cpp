// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gpu-worker/models/RrdbUpscaler.h"

#include <ATen/ops/_upsample_nearest_exact2d.h>
#include <ATen/ops/cat.h>
#include <ATen/ops/pad.h>
#include <ATen/ops/pixel_unshuffle.h>

namespace weft {

namespace {

constexpr int kMaxRrdbBlocks = 128;
constexpr int kMaxEnlargements = 4;
constexpr std::int64_t kPictureChannels = 3;

std::string blockName(int block, int dense)
{
    return "body." + std::to_string(block) + ".rdb" + std::to_string(dense);
}

int countBlocks(const Weights& weights)
{
    int count = 0;
    while (count < kMaxRrdbBlocks && weights.has(blockName(count, 1) + ".conv1.weight"))
        ++count;
    return count;
}

int countEnlargements(const Weights& weights)
{
    int count = 0;
    while (count < kMaxEnlargements && weights.has("conv_up" + std::to_string(count + 1) + ".weight"))
        ++count;
    return count;
}

int foldOf(std::int64_t inputs)
{
    for (const int fold : {1, 2, 4}) {
        if (inputs == kPictureChannels * fold * fold)
            return fold;
    }
    return 0;
}

at::Tensor doubled(const at::Tensor& x)
{
    return at::_upsample_nearest_exact2d(x, at::IntArrayRef({x.size(2) * 2, x.size(3) * 2}));
}

} // namespace

bool RrdbUpscaler::recognises(const Weights& weights)
{
    return weights.shapeOf("conv_first.weight").size() == 4 && weights.has(blockName(0, 1) + ".conv1.weight");
}

Result<std::shared_ptr<Upscaler>> RrdbUpscaler::make(const Weights& weights)
{
    const int fold = foldOf(weights.shapeOf("conv_first.weight")[1]);
    if (fold == 0)
        return Error {ErrorCode::ModelUnsupported, "it doesn't take pictures of 3 channels", {{"key", "conv_first.weight"}}};
    const int enlargements = countEnlargements(weights);
    const int scale = (1 << enlargements) / fold;
    if (scale < 1)
        return Error {ErrorCode::ModelUnsupported, "it makes pictures smaller", {{"key", "conv_up1.weight"}}};
    std::shared_ptr<RrdbUpscaler> net(new RrdbUpscaler(scale, fold));
    WEFT_CHECK(net->load(weights, countBlocks(weights), enlargements));
    return std::shared_ptr<Upscaler>(std::move(net));
}

Done RrdbUpscaler::load(const Weights& weights, int blocks, int enlargements)
{
    const std::int64_t features = weights.shapeOf("conv_first.weight")[0];
    WEFT_TRY(m_first, Convolution::load(weights, "conv_first", features, kPictureChannels * m_fold * m_fold));
    for (int i = 0; i < blocks; ++i) {
        Block block;
        for (int dense = 0; dense < 3; ++dense) {
            WEFT_TRY(block[dense], loadDenseBlock(weights, blockName(i, dense + 1), features));
        }
        m_blocks.push_back(std::move(block));
    }
    WEFT_TRY(m_body, Convolution::load(weights, "conv_body", features, features));
    for (int i = 1; i <= enlargements; ++i) {
        WEFT_TRY(Convolution convolution, Convolution::load(weights, "conv_up" + std::to_string(i), features, features));
        m_enlargements.push_back(std::move(convolution));
    }
    WEFT_TRY(m_high, Convolution::load(weights, "conv_hr", features, features));
    WEFT_TRY(m_last, Convolution::load(weights, "conv_last", kPictureChannels, features));
    return {};
}

Result<RrdbUpscaler::DenseBlock> RrdbUpscaler::loadDenseBlock(
    const Weights& weights, const std::string& name, std::int64_t features)
{
    const auto first = weights.shapeOf(name + ".conv1.weight");
    if (first.size() != 4)
        return Error {
            ErrorCode::ModelUnsupported, "'" + name + ".conv1.weight' is missing", {{"key", name + ".conv1.weight"}}};
    const std::int64_t growth = first[0];
    DenseBlock block;
    for (int i = 0; i < 5; ++i) {
        const std::int64_t outputs = i == 4 ? features : growth;
        WEFT_TRY(block[i],
            Convolution::load(weights, name + ".conv" + std::to_string(i + 1), outputs, features + i * growth));
    }
    return block;
}

at::Tensor RrdbUpscaler::runDenseBlock(const DenseBlock& block, const at::Tensor& x)
{
    at::Tensor all = x;
    for (int i = 0; i < 4; ++i)
        all = at::cat({all, block[i].leaky(all)}, 1);
    return block[4].addTo(x, all);
}

at::Tensor RrdbUpscaler::runBlock(const Block& block, const at::Tensor& x)
{
    at::Tensor out = x;
    for (const DenseBlock& dense : block)
        out = runDenseBlock(dense, out);
    return scaledOnto(x, out);
}

at::Tensor RrdbUpscaler::run(const at::Tensor& x) const
{
    at::Tensor in = x;
    if (m_fold > 1) {
        const std::int64_t right = (m_fold - x.size(3) % m_fold) % m_fold;
        const std::int64_t bottom = (m_fold - x.size(2) % m_fold) % m_fold;
        in = at::pixel_unshuffle(at::pad(x, {0, right, 0, bottom}, "replicate"), m_fold);
    }
    const at::Tensor first = m_first(in);
    at::Tensor features = first;
    for (const Block& block : m_blocks)
        features = runBlock(block, features);
    features = m_body(features).add_(first);
    for (const Convolution& convolution : m_enlargements)
        features = convolution.leaky(doubled(features));
    const at::Tensor out = m_last(m_high.leaky(features));
    return out.narrow(2, 0, x.size(2) * scale()).narrow(3, 0, x.size(3) * scale());
}

void RrdbUpscaler::forEach(const std::function<void(Convolution&)>& visit)
{
    for (Block& block : m_blocks) {
        for (DenseBlock& dense : block) {
            for (Convolution& convolution : dense)
                visit(convolution);
        }
    }
    for (Convolution& convolution : m_enlargements)
        visit(convolution);
    for (Convolution* convolution : {&m_first, &m_body, &m_high, &m_last})
        visit(*convolution);
}

void RrdbUpscaler::move(at::Device device, at::ScalarType type)
{
    forEach([&](Convolution& convolution) { convolution.to(device, type); });
}

std::uint64_t RrdbUpscaler::sizeBytes() const
{
    std::uint64_t bytes = 0;
    const_cast<RrdbUpscaler*>(this)->forEach([&](Convolution& convolution) { bytes += convolution.sizeBytes(); });
    return bytes;
}

} // namespace weft
