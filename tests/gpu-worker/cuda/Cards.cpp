// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
// The kernels against their twins, and networks on a CUDA card against what PyTorch made of them on a CPU. A program of
// its own, without Qt: GPU machines seldom have it. What needs a card is skipped where there is none.
#include "core/values/Safetensors.h"
#include "gpu-worker/cuda/Card.h"
#include "gpu-worker/cuda/Epilogue.h"
#include "gpu-worker/cuda/Gate.h"
#include "gpu-worker/cuda/Normalization.h"
#include "gpu-worker/cuda/Update.h"
#include "gpu-worker/models/TiledUpscale.h"
#include "gpu-worker/models/Unet.h"
#include "gpu-worker/runtime/Device.h"
#include "tests/golden/tiny/TinyNetworks.h"

#include <ATen/ops/conv2d.h>
#include <ATen/ops/full.h>
#include <ATen/ops/gelu.h>
#include <ATen/ops/group_norm.h>
#include <ATen/ops/matmul.h>
#include <ATen/ops/prelu.h>
#include <ATen/ops/rand.h>
#include <ATen/ops/randn.h>
#include <ATen/ops/silu.h>
#include <ATen/ops/where.h>
#include <c10/core/InferenceMode.h>

#include <cstdio>

using namespace weft;

namespace {

const std::string kModels = WEFT_SOURCE_DIR "/resources/models/upscale_models/";
const std::string kData = WEFT_TEST_DATA "/upscale/";
constexpr at::ScalarType kTypes[] = {at::kFloat, at::kHalf, at::kBFloat16};

int failures = 0;

void check(bool good, const std::string& what, const std::string& measured = {})
{
    std::printf("%s: %s%s%s\n", good ? "ok" : "FAILED", what.c_str(), measured.empty() ? "" : ": ", measured.c_str());
    failures += good ? 0 : 1;
}

void checkAtMost(double measured, double limit, const std::string& what)
{
    char text[64];
    std::snprintf(text, sizeof(text), "%.3g, at most %.3g", measured, limit);
    check(measured <= limit, what, text); // false for NaN too
}

double largestDifference(const at::Tensor& a, const at::Tensor& b)
{
    return a.to(at::kCPU, at::kDouble).sub(b.to(at::kCPU, at::kDouble)).abs().max().item<double>();
}

struct Shape {
    std::vector<std::int64_t> sides; // [N, C, H, W]
    at::MemoryFormat format = at::MemoryFormat::Contiguous;
};

std::string nameOf(const Shape& shape, at::ScalarType type)
{
    std::string text = c10::toString(type);
    for (const std::int64_t side : shape.sides)
        text += " " + std::to_string(side);
    return text + (shape.format == at::MemoryFormat::ChannelsLast ? ", channels last" : "");
}

/// Whole packs and broken ones, in both layouts; more planes than a grid has rows; more pixels than blocks.
std::vector<Shape> shapes()
{
    constexpr auto kLast = at::MemoryFormat::ChannelsLast;
    return {{{1, 64, 32, 48}}, {{1, 64, 33, 47}}, {{2, 5, 7, 9}}, {{1, 1, 1, 1}}, {{3, 7, 1, 1}}, {{2, 40'000, 2, 4}},
        {{1, 2, 2048, 2049}}, {{1, 64, 33, 47}, kLast}, {{2, 48, 16, 16}, kLast}, {{2, 5, 7, 9}, kLast},
        {{1, 3, 512, 512}, kLast}, {{1, 64, 512, 512}, kLast}};
}

/// The same numbers into a kernel and its twin.
struct Operands {
    at::Tensor x;
    at::Tensor residual;
    at::Tensor bias;
    at::Tensor slopes;

    static Operands random(const Shape& shape, at::ScalarType type)
    {
        const auto made = [&](std::vector<std::int64_t> sides) { return at::randn(sides).to(type); };
        return {made(shape.sides).contiguous(shape.format), made(shape.sides).contiguous(shape.format),
            made({shape.sides[1]}), made({shape.sides[1]})};
    }
    Operands on(at::Device device) const
    {
        return {x.clone().to(device), residual.to(device), bias.to(device), slopes.to(device)};
    }
};

/// Bit for bit: the numbers are rounded at the same places.
void compareWithTwins(const Shape& shape, at::ScalarType type, at::Device card)
{
    const std::string name = nameOf(shape, type);
    const Operands operands = Operands::random(shape, type);
    const auto same = [&](const std::string& what, const auto& kernel, const auto& twin) {
        const at::Tensor ours = kernel(operands.on(card)).to(at::kCPU);
        const at::Tensor theirs = twin(operands.on(at::kCPU));
        check(ours.equal(theirs), what + " " + name,
            ours.equal(theirs) ? "" : std::to_string(largestDifference(ours, theirs)));
    };
    same(
        "bias and PReLU", [](const Operands& o) { return addBiasPrelu(o.x, o.bias, o.slopes); },
        [](const Operands& o) { return twin::addBiasPrelu(o.x, o.bias, o.slopes); });
    same(
        "bias and leaky ReLU", [](const Operands& o) { return addBiasLeaky(o.x, o.bias, 0.2f); },
        [](const Operands& o) { return twin::addBiasLeaky(o.x, o.bias, 0.2f); });
    same(
        "bias and residual", [](const Operands& o) { return addBiasResidual(o.x, o.bias, 0.2f, o.residual); },
        [](const Operands& o) { return twin::addBiasResidual(o.x, o.bias, 0.2f, o.residual); });
    same(
        "residual", [](const Operands& o) { return addBiasResidual(o.x, {}, 0.2f, o.residual); },
        [](const Operands& o) { return twin::addBiasResidual(o.x, {}, 0.2f, o.residual); });
}

void twinsAreTheOperators()
{
    const Operands o = Operands::random({{2, 6, 9, 5}}, at::kFloat);
    const at::Tensor bias = o.bias.view({1, -1, 1, 1});
    check(twin::addBiasPrelu(o.x.clone(), o.bias, o.slopes).equal(at::prelu(o.x.add(bias), o.slopes)),
        "the twin of PReLU");
    check(twin::addBiasResidual(o.x.clone(), o.bias, 0.2f, o.residual).equal(o.x.add(bias).mul(0.2).add(o.residual)),
        "the twin of the residual");
    check(twin::addBiasLeaky(o.x.clone(), {}, 0.2f).equal(at::where(o.x.gt(0), o.x, o.x.mul(0.2))),
        "the twin of leaky ReLU");
}

/// Sums are taken in another order, GELU and SiLU by another exponential: equal up to the type's own steps.
double stepsOf(at::ScalarType type)
{
    return type == at::kFloat ? 2e-5 : type == at::kHalf ? 4e-3 : 3e-2;
}

/// What stands in networks: GroupNorm with SiLU in both layouts, and gates of whole packs and broken ones.
void compareFusedLayers(at::ScalarType type, at::Device card)
{
    const std::vector<Shape> pictures {{{2, 320, 32, 32}}, {{2, 320, 32, 32}, at::MemoryFormat::ChannelsLast},
        {{1, 32, 1, 1}, at::MemoryFormat::ChannelsLast}, {{3, 96, 7, 9}, at::MemoryFormat::ChannelsLast}, {{3, 96, 7, 9}},
        {{1, 128, 257, 255}}, {{1, 512, 256, 256}, at::MemoryFormat::ChannelsLast}};
    for (const Shape& shape : pictures) {
        const Operands o = Operands::random(shape, type);
        const at::Tensor x = o.x.add(3); // a mean far from 0
        const at::Tensor ours = groupNormSilu(x.to(card), 32, o.bias.to(card), o.slopes.to(card), 1e-5);
        const at::Tensor theirs = twin::groupNormSilu(x.to(at::kFloat), 32, o.bias.to(at::kFloat), o.slopes.to(at::kFloat), 1e-5);
        check(ours.scalar_type() == type && ours.is_contiguous(shape.format), "layout of GroupNorm and SiLU");
        checkAtMost(largestDifference(ours, theirs) / theirs.abs().max().item<double>(), stepsOf(type),
            "GroupNorm and SiLU " + nameOf(shape, type));
        check(ours.equal(groupNormSilu(x.to(card), 32, o.bias.to(card), o.slopes.to(card), 1e-5)), "the same bits again");
    }
    for (const std::vector<std::int64_t>& shape : std::vector<std::vector<std::int64_t>> {{2, 4096, 2560}, {3, 7, 26}, {1, 2}, {5, 10'240}}) {
        const at::Tensor x = at::randn(shape).to(type);
        const at::Tensor theirs = twin::geglu(x.to(at::kFloat));
        checkAtMost(largestDifference(geglu(x.to(card)), theirs) / theirs.abs().max().item<double>(), stepsOf(type),
            std::string("GEGLU ") + c10::toString(type) + " " + std::to_string(shape.back()));
    }
}

/// Bit for bit, as the upscalers' kernels.
void compareUpdates(at::Device card)
{
    for (const std::int64_t count : {1, 255, 4 * 128 * 128, 5'000'001}) {
        const at::Tensor x = at::randn({count});
        const at::Tensor y = at::randn({count});
        check(stepAlongSlope(x.to(card), y.to(card), 3.7f, -0.9f).to(at::kCPU).equal(twin::stepAlongSlope(x, y, 3.7f, -0.9f)),
            "a step along the slope, " + std::to_string(count));
        check(weighedSum(x.to(card), 0.3f, y.to(card), -1.7f).to(at::kCPU).equal(twin::weighedSum(x, 0.3f, y, -1.7f)),
            "a weighed sum, " + std::to_string(count));
    }
}

void fusedTwinsAreTheOperators()
{
    const at::Tensor x = at::randn({2, 64, 5, 7});
    const at::Tensor weight = at::randn({64});
    const at::Tensor bias = at::randn({64});
    check(groupNormSilu(x, 32, weight, bias, 1e-5).equal(at::silu(at::group_norm(x, 32, weight, bias, 1e-5))),
        "the twin of GroupNorm and SiLU");
    const at::Tensor halves = at::randn({3, 5, 8});
    check(geglu(halves).equal(halves.narrow(2, 0, 4).mul(at::gelu(halves.narrow(2, 4, 4)))), "the twin of GEGLU");
    const at::Tensor other = at::randn({2, 64, 5, 7});
    check(stepAlongSlope(x, other, 2, 0.5f).equal(x.add(x.sub(other).div(2).mul(0.5))), "the twin of a step");
    check(weighedSum(x, 2, other, 0.5f).equal(x.mul(2).add(other.mul(0.5))), "the twin of a sum");
}

/// A card with place for a part of the weights computes the same bits as one with place for all.
void streamedIsTheSame(at::Device card)
{
    golden::TinyUnet shape;
    shape.prefix.clear();
    shape.channels = 64;
    shape.contextDim = 64;
    golden::TinyFile file(7, DType::F16);
    golden::addUnet(file, shape);
    const Weights weights(file.inMemory());
    const auto made = [&](const std::shared_ptr<WeightRoom>& room) {
        return Unet::make(ParameterSet::of(weights, {card, at::kHalf, room}).value()).value();
    };
    DenoiserInputs inputs;
    inputs.x = at::randn({2, 4, 16, 16}).to(card);
    inputs.timesteps = at::full({2}, 500.0).to(card, at::kFloat);
    inputs.context = at::randn({2, 7, 64}).to(card);
    const auto plain = made(nullptr);
    const at::Tensor expected = plain->run(inputs);
    const auto room = std::make_shared<WeightRoom>(plain->sizeBytes() / 3);
    const auto streamed = made(room);
    for (int run = 0; run < 2; ++run)
        check(streamed->run(inputs).equal(expected), "weights streamed to the card");
    check(room->streamedBytes() > 0 && room->heldBytes() <= room->limitBytes(), "and within the limit");
}

/// TF32 keeps 10 bits: it would be off by about 3e-4.
void float32IsExact(at::Device card)
{
    const auto relative = [](const at::Tensor& ours, const at::Tensor& exact) {
        return largestDifference(ours, exact) / exact.abs().max().item<double>();
    };
    const at::Tensor a = at::randn({512, 512});
    const at::Tensor b = at::randn({512, 512});
    checkAtMost(relative(at::matmul(a.to(card), b.to(card)), at::matmul(a.to(at::kDouble), b.to(at::kDouble))), 2e-6,
        "a matrix product in float32, relative error");
    const at::Tensor x = at::randn({1, 64, 128, 128});
    const at::Tensor w = at::randn({64, 64, 3, 3});
    checkAtMost(relative(at::conv2d(x.to(card), w.to(card)), at::conv2d(x.to(at::kDouble), w.to(at::kDouble))), 2e-5,
        "a convolution in float32, relative error");
}

double toleranceOf(at::ScalarType type)
{
    return type == at::kFloat ? 1e-4 : type == at::kHalf ? 2e-2 : 1e-1;
}

void networksEqualPyTorch(at::Device card)
{
    const auto inputs = openSafetensors(kData + "inputs.safetensors").value();
    const auto expected = openSafetensors(kData + "expected.safetensors").value();
    for (const auto& [name, stored] : expected.tensors) {
        const std::string picture = name.substr(0, name.find('.'));
        const at::Tensor in = toTorch(inputs.tensors.at(picture)).value();
        const at::Tensor want = toTorch(stored).value();
        for (const at::ScalarType type : kTypes) {
            const auto upscaler = loadUpscaler(kModels + name.substr(name.find('.') + 1) + ".safetensors").value();
            upscaler->to(card, type);
            const auto out = upscaleFitting(*upscaler, in, card, {});
            check(out && out->device().is_cpu() && out->sizes() == want.sizes(), name);
            if (out)
                checkAtMost(largestDifference(*out, want), toleranceOf(type), name + " " + c10::toString(type));
        }
    }
}

void tilesJoinAnywhere(at::Device card)
{
    const auto upscaler = loadUpscaler(kModels + "realesr-animevideov3.safetensors").value();
    const at::Tensor in = at::rand({2, 150, 170, 3});
    const TileOptions onCpu{.tile = 64, .overlap = 16, .joinOnDevice = false};
    const TileOptions onCard{.tile = 64, .overlap = 16, .joinOnDevice = true};
    const auto expected = upscaleTiled(*upscaler, in, at::kCPU, onCpu, {});
    upscaler->to(card, at::kFloat);
    int tiles = 0;
    UpscaleHooks hooks;
    hooks.finished = [&](const at::Tensor& tile) { tiles += tile.size(3) == 3 ? 1 : 0; };
    const auto here = upscaleTiled(*upscaler, in, card, onCard, hooks);
    const auto there = upscaleTiled(*upscaler, in, card, onCpu, {});
    check(expected && here && there && tiles == 2 * 3 * 4, "tiles", std::to_string(tiles));
    if (!expected || !here || !there)
        return;
    checkAtMost(largestDifference(*here, *there), 1e-6, "tiles joined on the card and on the CPU");
    checkAtMost(largestDifference(*here, *expected), 1e-4, "tiles of the card and of the CPU");
    const auto again = upscaleTiled(*upscaler, in, card, onCard, {});
    check(again && again->equal(*here), "a second run gives the same bits");
}

} // namespace

/// --kernels: only these (for memory checkers, which are slow).
int main(int argc, char** argv)
{
    const bool kernelsOnly = argc > 1 && std::string_view(argv[1]) == "--kernels";
    const c10::InferenceMode noGradients;
    twinsAreTheOperators();
    fusedTwinsAreTheOperators();
    const auto card = worker::chooseDevice(worker::DeviceChoice::Cuda);
    if (card) {
        const Card described = describeCard(card->index());
        std::printf("card: %s, %.1f of %.1f GiB free\n", worker::deviceName(*card).c_str(),
            static_cast<double>(described.freeBytes) / (1u << 30), static_cast<double>(described.bytes) / (1u << 30));
        for (const Shape& shape : shapes()) {
            for (const at::ScalarType type : kTypes)
                compareWithTwins(shape, type, *card);
        }
        for (const at::ScalarType type : kTypes)
            compareFusedLayers(type, *card);
        compareUpdates(*card);
    }
    if (card && !kernelsOnly) {
        float32IsExact(*card);
        streamedIsTheSame(*card);
        networksEqualPyTorch(*card);
        tilesJoinAnywhere(*card);
    }
    std::printf("%d failed\n", failures);
    if (!card && failures == 0)
        std::printf("SKIPPED: all but the twins: %s\n", card.error().detail.c_str());
    return failures == 0 ? 0 : 1;
}
