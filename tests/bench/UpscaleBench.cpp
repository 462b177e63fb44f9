// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
// bench.upscale MODEL.safetensors PICTURE.png [--device cpu|cuda|auto] [--precision fp32|bf16|fp16] [--repeat N]
//     [--save FILE] [--by-line]
// Milliseconds of one upscaling: "network" alone on one tile (at most 512 pixels a side), its tensors in place; "node"
// all of ImageUpscaleWithModel, from a picture in memory to a picture in memory, "tile" the same of one tile;
// "epilogue" the kernel behind a convolution of 64 channels, "operators" the two of libtorch that it replaces. --repeat
// lays the picture N times beside and below itself. --by-line answers each word on standard input by one measurement,
// so that a peer can take turns. --save writes the node's result as raw float32.
#include "core/values/MappedFile.h"
#include "gpu-worker/cuda/Epilogue.h"
#include "gpu-worker/models/TiledUpscale.h"
#include "gpu-worker/nodes/Picture.h"
#include "gpu-worker/runtime/Device.h"

#include <ATen/ops/prelu.h>
#include <ATen/ops/randn.h>
#include <c10/core/InferenceMode.h>
#include <c10/core/impl/VirtualGuardImpl.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <fstream>
#include <iostream>

using namespace weft;

namespace {

struct Arguments {
    std::vector<std::string> files; // model, picture
    worker::DeviceChoice device = worker::DeviceChoice::Auto;
    Precision precision = Precision::Fp32;
    std::int64_t repeat = 1;
    std::string save;
    bool byLine = false;
};

Precision precisionOf(std::string_view word)
{
    return word == "fp16" ? Precision::Fp16 : word == "bf16" ? Precision::Bf16 : Precision::Fp32;
}

Arguments parse(int argc, char** argv)
{
    Arguments arguments;
    for (int i = 1; i < argc; ++i) {
        const std::string_view word = argv[i];
        const char* value = i + 1 < argc ? argv[i + 1] : "";
        if (word == "--by-line")
            arguments.byLine = true;
        else if (!word.starts_with("--"))
            arguments.files.emplace_back(word);
        else if (++i; word == "--device")
            arguments.device = worker::deviceChoiceOf(value).value_or(worker::DeviceChoice::Auto);
        else if (word == "--precision")
            arguments.precision = precisionOf(value);
        else if (word == "--repeat")
            arguments.repeat = std::max(1, std::atoi(value));
        else if (word == "--save")
            arguments.save = value;
    }
    return arguments;
}

class Bench {
public:
    Bench(std::shared_ptr<Upscaler> upscaler, at::Tensor picture, c10::Device device)
        : m_upscaler(std::move(upscaler))
        , m_picture(std::move(picture))
        , m_device(device)
    {
        constexpr std::int64_t kTile = 512;
        const auto place = at::TensorOptions().device(device).dtype(m_upscaler->elementType());
        m_corner = m_picture.slice(1, 0, kTile).slice(2, 0, kTile).contiguous();
        m_tile = m_corner.permute({0, 3, 1, 2}).contiguous().to(place);
        const auto format = place.dtype() == at::kFloat ? at::MemoryFormat::Contiguous : at::MemoryFormat::ChannelsLast;
        m_features = at::randn({1, 64, m_tile.size(2), m_tile.size(3)}).to(place).contiguous(format);
        m_channels = at::randn({64}).to(place);
    }

    /// -> milliseconds; negative: no such thing.
    double measure(std::string_view what)
    {
        if (what == "network")
            return timed(1, [this] { m_upscaler->run(m_tile); });
        if (what == "node")
            return timed(1, [this] { result(m_picture); });
        if (what == "tile")
            return timed(1, [this] { result(m_corner); });
        constexpr int kTimes = 50;
        if (what == "epilogue")
            return timed(kTimes, [this] { addBiasPrelu(m_features, m_channels, m_channels); });
        if (what == "operators")
            return timed(kTimes, [this] { at::prelu(m_features.add_(m_channels.view({1, -1, 1, 1})), m_channels); });
        return -1;
    }

    at::Tensor result() const { return result(m_picture); }

private:
    at::Tensor result(const at::Tensor& picture) const
    {
        return upscaleFitting(*m_upscaler, picture, m_device, {}).value();
    }

    template <typename F> double timed(int times, const F& work)
    {
        const auto begin = std::chrono::steady_clock::now();
        for (int i = 0; i < times; ++i)
            work();
        if (!m_device.is_cpu())
            c10::impl::VirtualGuardImpl(m_device.type()).getStream(m_device).synchronize();
        return std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - begin).count() / times;
    }

    std::shared_ptr<Upscaler> m_upscaler;
    at::Tensor m_picture;
    c10::Device m_device;
    at::Tensor m_corner;
    at::Tensor m_tile; // the same as the network takes it
    at::Tensor m_features; // what a convolution gives the epilogue
    at::Tensor m_channels;
};

void printMedians(Bench& bench)
{
    constexpr int kRuns = 9;
    for (const char* what : {"network", "tile", "node", "epilogue", "operators"}) {
        bench.measure(what);
        std::vector<double> runs;
        for (int i = 0; i < kRuns; ++i)
            runs.push_back(bench.measure(what));
        std::sort(runs.begin(), runs.end());
        std::printf("%-10s %9.3f ms (%.3f to %.3f)\n", what, runs[kRuns / 2], runs.front(), runs.back());
    }
}

void save(const at::Tensor& result, const std::string& path)
{
    std::ofstream(path, std::ios::binary)
        .write(static_cast<const char*>(result.const_data_ptr()), static_cast<std::streamsize>(result.nbytes()));
}

int run(const Arguments& arguments)
{
    const auto fail = [](const Error& error) {
        std::fprintf(stderr, "%s: %s\n", std::string(nameOf(error.code)).c_str(), error.detail.c_str());
        return 1;
    };
    const auto device = worker::chooseDevice(arguments.device);
    const auto upscaler = loadUpscaler(arguments.files[0]);
    const auto file = readFile(arguments.files[1], 1u << 28);
    if (!device || !upscaler || !file)
        return fail(!device ? device.error() : !upscaler ? upscaler.error() : file.error());
    const auto picture = worker::decodePicture(file->view());
    if (!picture)
        return fail(picture.error());
    (*upscaler)->to(*device, worker::elementTypeFor(arguments.precision, *device));
    std::fprintf(stderr, "device: %s\n", worker::deviceName(*device).c_str());
    Bench bench(*upscaler, worker::pixelsOf(*picture).repeat({1, arguments.repeat, arguments.repeat, 1}), *device);
    if (!arguments.save.empty())
        save(bench.result(), arguments.save);
    if (!arguments.byLine) {
        printMedians(bench);
        return 0;
    }
    for (std::string line; std::getline(std::cin, line);) {
        std::printf("%.4f\n", bench.measure(line));
        std::fflush(stdout);
    }
    return 0;
}

} // namespace

int main(int argc, char** argv)
{
    const c10::InferenceMode noGradients;
    const Arguments arguments = parse(argc, argv);
    if (arguments.files.size() != 2) {
        std::fprintf(stderr,
            "bench.upscale MODEL.safetensors PICTURE.png [--device cpu|cuda|auto]"
            " [--precision fp32|bf16|fp16] [--repeat N] [--save FILE] [--by-line]\n");
        return 2;
    }
    return run(arguments);
}
