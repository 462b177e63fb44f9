// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
// bench.preview [SIDE] [fp32|bf16] [ROUNDS]
// What a preview costs beside the step that it shows: CPU-seconds of a guided call of SD1.5's UNet at SIDE x SIDE pixels, and of a
// preview of its latents, JPEG included, by the family's colours and by a TAESD decoder; random weights, taking turns, medians.
#include "gpu-worker/nodes/Previewer.h"
#include "gpu-worker/runtime/MemoryBound.h"
#include "gpu-worker/runtime/PreviewPicture.h"
#include "tests/bench/Sd15.h"
#include "tests/gpu-worker/nodes/FakeContext.h"

#include <c10/core/InferenceMode.h>

#include <algorithm>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <fstream>

#include <unistd.h>

using namespace weft;
using namespace weft::bench;

namespace {

class BenchContext final : public worker::FakeContext {
public:
    void preview(const worker::Image& image) override { sizeBytes = worker::previewJpeg(image).value().size(); }

    std::size_t sizeBytes = 0;
};

void writeDecoder(const std::filesystem::path& path)
{
    constexpr std::string_view kPrefix = "taesd_decoder.";
    golden::TinyFile file(3);
    golden::addTaesd(file, "", 4);
    SafetensorsFile decoder;
    for (auto& [name, tensor] : file.inMemory().tensors) {
        if (name.starts_with(kPrefix))
            decoder.tensors[name.substr(kPrefix.size())] = tensor;
    }
    const SharedBytes bytes = writeSafetensors(decoder).value();
    std::ofstream(path, std::ios::binary).write(reinterpret_cast<const char*>(bytes.data()), static_cast<std::streamsize>(bytes.size()));
}

double median(std::vector<double> values)
{
    std::ranges::nth_element(values, values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2));
    return values[values.size() / 2];
}

} // namespace

int main(int argc, char** argv)
{
    const c10::InferenceMode mode;
    worker::boundMemory(0);
    const std::int64_t side = (argc > 1 ? std::atoi(argv[1]) : 512) / 8;
    const auto type = argc > 2 && std::strcmp(argv[2], "bf16") == 0 ? at::kBFloat16 : at::kFloat;
    const int rounds = argc > 3 ? std::atoi(argv[3]) : 3;
    const auto unet = Unet::make(ParameterSet::of(sd15Unet(), {at::kCPU, type}).value()).value();
    const DenoiserInputs inputs = guidedCall(side);
    const at::Tensor x0 = at::rand({1, 4, side, side});
    const auto path = std::filesystem::temp_directory_path() / ("weft-taesd-" + std::to_string(getpid()) + ".safetensors");
    writeDecoder(path);
    BenchContext plain;
    BenchContext decoding;
    decoding.models["taesd_decoder.safetensors"] = path.string();
    worker::Previewer colours(plain, sd15Latents());
    worker::Previewer decoder(decoding, sd15Latents());
    std::vector<double> steps;
    std::vector<double> byColours;
    std::vector<double> byDecoder;
    for (int i = 0; i <= rounds; ++i) { // the first makes weights ready
        steps.push_back(measured([&] { unet->run(inputs); }));
        byColours.push_back(measured([&] { colours.show(x0); }));
        byDecoder.push_back(measured([&] { decoder.show(x0); }));
        if (i == 0)
            steps.clear(), byColours.clear(), byDecoder.clear();
    }
    std::filesystem::remove(path);
    const double step = median(steps);
    std::printf("a guided step %.3f CPU-s; a preview by colours %.5f (%.2f %% of a step, %zu bytes), by TAESD %.4f (%.2f %%, %zu bytes)\n",
        step, median(byColours), 100 * median(byColours) / step, plain.sizeBytes, median(byDecoder), 100 * median(byDecoder) / step,
        decoding.sizeBytes);
    return 0;
}
