// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
// bench.kernels [cpu|cuda]
// The kernels of gpu-worker/cuda beside their twins of libtorch's operators, taking turns, on tensors as SD1.5 has them at
// 512 x 512, both sides in one batch: medians in microseconds, and the ratio. On a CPU both are the twin.
#include "gpu-worker/cuda/Gate.h"
#include "gpu-worker/cuda/Normalization.h"
#include "gpu-worker/cuda/Update.h"
#include "gpu-worker/runtime/Device.h"
#include "tests/bench/Sd15.h"

#include <ATen/ops/randn.h>
#include <c10/core/InferenceMode.h>

#include <algorithm>
#include <cstdio>

using namespace weft;
using namespace weft::bench;

namespace {

using Work = std::function<at::Tensor()>;

constexpr int kRounds = 15;
constexpr int kTimes = 20; // in a row: a card's kernels start while others run

double median(std::vector<double>& values)
{
    std::ranges::sort(values);
    return values[values.size() / 2];
}

void compare(const std::string& what, at::Device device, const Work& kernel, const Work& twin)
{
    const int times = device.is_cpu() ? 1 : kTimes;
    const auto microseconds = [&](const Work& work) {
        return 1e6 / times * measured(
                         [&] {
                             for (int i = 0; i < times; ++i)
                                 work();
                         },
                         device);
    };
    std::vector<double> ours;
    std::vector<double> theirs;
    for (int i = 0; i <= kRounds; ++i) {
        const double a = microseconds(kernel);
        const double b = microseconds(twin);
        if (i == 0)
            continue; // warms up
        ours.push_back(a);
        theirs.push_back(b);
    }
    const double a = median(ours);
    const double b = median(theirs);
    std::printf("%-42s kernel %9.1f us, operators %9.1f us, ratio %.2f\n", what.c_str(), a, b, a / b);
}

void compareIn(at::ScalarType type, at::Device device)
{
    const std::string name = std::string(" ") + c10::toString(type);
    const auto tensor = [&](at::IntArrayRef shape) { return at::randn(shape).to(device, type); };
    const at::Tensor weight = tensor({320});
    const at::Tensor bias = tensor({320});
    for (const auto format : {at::MemoryFormat::Contiguous, at::MemoryFormat::ChannelsLast}) {
        const at::Tensor x = tensor({2, 320, 64, 64}).contiguous(format);
        const bool last = format == at::MemoryFormat::ChannelsLast;
        compare("GroupNorm, SiLU" + name + (last ? ", channels last" : ""), device,
            [&] { return groupNormSilu(x, 32, weight, bias, 1e-5); }, [&] { return twin::groupNormSilu(x, 32, weight, bias, 1e-5); });
    }
    const at::Tensor gated = tensor({2, 4096, 2560});
    compare("GEGLU" + name, device, [&] { return geglu(gated); }, [&] { return twin::geglu(gated); });
}

} // namespace

int main(int argc, char** argv)
{
    const c10::InferenceMode mode;
    const auto choice = worker::deviceChoiceOf(argc > 1 ? argv[1] : "auto").value_or(worker::DeviceChoice::Auto);
    const auto device = worker::chooseDevice(choice);
    if (!device) {
        std::fprintf(stderr, "%s\n", device.error().detail.c_str());
        return 1;
    }
    std::printf("%s\n", worker::deviceName(*device).c_str());
    for (const at::ScalarType type : {at::kFloat, at::kHalf, at::kBFloat16})
        if (device->is_cuda() || type != at::kHalf)
            compareIn(type, *device);
    const at::Tensor x = at::randn({1, 4, 64, 64}).to(*device);
    const at::Tensor other = at::randn({1, 4, 64, 64}).to(*device);
    compare("a sampler's step along the slope", *device, [&] { return stepAlongSlope(x, other, 3, -1); },
        [&] { return twin::stepAlongSlope(x, other, 3, -1); });
    compare("a weighed sum of latents", *device, [&] { return weighedSum(x, 0.5f, other, 2); },
        [&] { return twin::weighedSum(x, 0.5f, other, 2); });
    return 0;
}
