// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gpu-worker/models/VaeFiles.h"
#include "gpu-worker/nodes/Placing.h"
#include "gpu-worker/nodes/VaeNodes.h"
#include "gpu-worker/runtime/Node.h"

#include <array>

namespace weft::worker {

namespace {

/// Small VAEs that ComfyUI knows by name; their two files are in the vae_approx folder.
struct TinyVae {
    std::string_view name;
    double scale;
    double shift;
};

constexpr std::array<TinyVae, 4> kTinyVaes{
    {{"taesd", 0.18215, 0}, {"taesdxl", 0.13025, 0}, {"taesd3", 1.5305, 0.0609}, {"taef1", 0.3611, 0.1159}}};

Result<Weights> opened(Context& context, const std::string& folder, const std::string& name)
{
    WEFT_TRY(const std::string path, context.openModel(folder, name));
    auto weights = Weights::open(path);
    if (!weights)
        return weights.error().with("folder", folder).with("name", name);
    return weights;
}

Result<VaeIn> loadTiny(Context& context, const TinyVae& tiny)
{
    const std::string folder = "vae_approx";
    const std::string name(tiny.name);
    WEFT_TRY(const Weights encoder, opened(context, folder, name + "_encoder.safetensors"));
    WEFT_TRY(const Weights decoder, opened(context, folder, name + "_decoder.safetensors"));
    auto vae = makeTaesd(encoder, decoder, tiny.scale, tiny.shift, vaePlacementOf(context));
    if (!vae)
        return vae.error().with("folder", folder).with("name", name);
    return vae;
}

/// A VAE from a file of its own, or a small one by its name. Source: ComfyUI `VAELoader`.
const bool vaeLoader = node("VAELoader", "loaders")
                           .title("Load VAE")
                           .model("vae_name", "vae")
                           .out<VaeIn>("VAE", {.holdsModel = true})
                           .run([](Context& context, const ModelChoice& choice) -> Result<VaeIn> {
                               for (const TinyVae& tiny : kTinyVaes) {
                                   if (choice.name == tiny.name)
                                       return loadTiny(context, tiny);
                               }
                               WEFT_TRY(const Weights weights, opened(context, choice.folder, choice.name));
                               return fitting(makeVae(weights, vaePlacementOf(context)), choice.folder, choice.name);
                           });

} // namespace

} // namespace weft::worker
