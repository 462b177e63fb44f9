// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gpu-worker/nodes/ModelExport.h"

#include "core/base/Limits.h"
#include "core/base/SizeText.h"
#include "core/values/SafetensorsPieces.h"
#include "gpu-worker/models/ClipNames.h"
#include "gpu-worker/models/TensorBytes.h"
#include "gpu-worker/runtime/MemoryBound.h"

#include <ATen/ops/zeros.h>

#include <algorithm>

namespace weft::worker {

namespace {

/// Only schedules that end in pure noise go that far; the others end near 14.6.
constexpr double kLargestPlainSigma = 1000;
constexpr std::uint64_t kHeaderRoom = std::uint64_t {16} << 20; // beside the weights
constexpr std::uint64_t kPieceBytes = std::uint64_t {1} << 30; // a value that is copied twice on its way

void addPrefixed(NamedTensors& to, const std::string& prefix, const NamedTensors& from)
{
    for (const auto& [name, tensor] : from)
        to[prefix + name] = tensor;
}

/// Where a checkpoint has an encoder, and whether under OpenCLIP's names.
struct Home {
    std::string prefix;
    bool open = false;
};

Home homeOf(const std::string& encoder, Clip::Layout layout)
{
    if (layout == Clip::Layout::Sd3)
        return {"text_encoders." + encoder + ".transformer."};
    if (layout == Clip::Layout::Sdxl)
        return encoder == "clip_g" ? Home {"conditioner.embedders.1.model.", true} : Home {"conditioner.embedders.0.transformer."};
    if (encoder == "clip_g")
        return {"conditioner.embedders.0.model.", true};
    return encoder == "clip_h" ? Home {"cond_stage_model.model.", true} : Home {"cond_stage_model.transformer."};
}

bool isV(const DiffusionModel& model)
{
    return model.schedule && model.schedule->prediction() == Prediction::V;
}

} // namespace

NamedTensors networkForCheckpoint(const DiffusionModel& model)
{
    NamedTensors tensors;
    for (const std::string& name : model.network->weightNames())
        tensors["model.diffusion_model." + name] = model.network->storedWeight(name);
    if (isV(model)) {
        tensors["v_pred"] = at::zeros({0});
        if (model.schedule->sigmaMax() > kLargestPlainSigma)
            tensors["ztsnr"] = at::zeros({0});
    }
    return tensors;
}

std::map<std::string, NamedTensors> encodersForFiles(const Clip& clip)
{
    std::map<std::string, NamedTensors> encoders;
    for (const std::string& name : clip.weightNames()) {
        const std::size_t dot = std::min(name.find('.'), name.size() - 1);
        encoders[name.substr(0, dot)][name.substr(dot + 1)] = clip.storedWeight(name);
    }
    return encoders;
}

NamedTensors clipForCheckpoint(const Clip& clip)
{
    NamedTensors tensors;
    for (const auto& [encoder, weights] : encodersForFiles(clip)) {
        const Home home = homeOf(encoder, clip.layout());
        addPrefixed(tensors, home.prefix, home.open ? withOpenClipNames(weights) : weights);
    }
    return tensors;
}

NamedTensors vaeForFile(const Vae& vae)
{
    NamedTensors tensors;
    for (const std::string& name : vae.weightNames())
        tensors[name] = vae.storedWeight(name);
    return tensors;
}

NamedTensors vaeForCheckpoint(const Vae& vae)
{
    NamedTensors tensors;
    addPrefixed(tensors, "first_stage_model.", vaeForFile(vae));
    return tensors;
}

std::map<std::string, std::string> metadataOf(const DiffusionModel& model)
{
    std::map<std::string, std::string> metadata;
    const std::string& family = model.family.name;
    if (family == "SDXL" || family == "SDXLRefiner") {
        metadata["modelspec.sai_model_spec"] = "1.0.0";
        metadata["modelspec.implementation"] = "sgm";
        metadata["modelspec.architecture"] = std::string("stable-diffusion-xl-v1-") + (family == "SDXL" ? "base" : "refiner");
    }
    if (isV(model))
        metadata["modelspec.predict_key"] = "v";
    else if (model.schedule && model.schedule->prediction() == Prediction::Epsilon)
        metadata["modelspec.predict_key"] = "epsilon";
    return metadata;
}

Result<std::vector<File>> modelFileInPieces(const std::string& name, const NamedTensors& tensors,
    std::map<std::string, std::string> metadata, std::uint64_t pieceBytes)
{
    SafetensorsFile file;
    file.metadata = std::move(metadata);
    for (const auto& [key, tensor] : tensors) {
        WEFT_TRY(file.tensors[key], fromTorch(tensor));
    }
    WEFT_TRY(const std::vector<SharedBytes> pieces, safetensorsPieces(file, pieceBytes));
    std::vector<File> files;
    for (const SharedBytes& piece : pieces) {
        files.push_back({name, "application/x-safetensors", piece});
        if (pieces.size() > 1)
            files.back().meta = Json {{"piece", files.size() - 1}, {"pieces", pieces.size()}};
    }
    return files;
}

Result<std::vector<File>> modelFile(
    const std::string& name, const NamedTensors& tensors, std::map<std::string, std::string> metadata)
{
    std::uint64_t bytes = kHeaderRoom;
    for (const auto& [key, tensor] : tensors)
        bytes += tensor.nbytes();
    if (bytes / kPieceBytes >= kMostPieces)
        return Error {ErrorCode::LimitExceeded, "a model file of " + sizeText(bytes) + " is too large to hand over",
            {{"size", sizeText(bytes)}, {"limit", sizeText(kMostPieces * kPieceBytes)}}};
    WEFT_CHECK(checkFitsMemory(heldTensorBytes() + bytes));
    return modelFileInPieces(name, tensors, std::move(metadata), bytes <= kMaxValueBytes ? kMaxValueBytes : kPieceBytes);
}

} // namespace weft::worker
