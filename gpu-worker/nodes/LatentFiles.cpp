// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/values/Safetensors.h"
#include "gpu-worker/runtime/Node.h"
#include "gpu-worker/models/TensorBytes.h"

#include <ATen/ops/zeros.h>

namespace weft::worker {

namespace {

constexpr double kOldScale = 0.18215; // files without a version hold latents as the network sees them
const std::string kTensor = "latent_tensor";
const std::string kVersion = "latent_format_version_0";

Result<SharedBytes> latentFile(const at::Tensor& samples)
{
    SafetensorsFile file;
    WEFT_TRY(file.tensors[kTensor], fromTorch(samples));
    WEFT_TRY(file.tensors[kVersion], fromTorch(at::zeros({0})));
    return writeSafetensors(file);
}

/// A file that LoadLatent, or ComfyUI, opens again. Source: ComfyUI `SaveLatent`.
const bool saveLatent = node("SaveLatent", "_for_testing")
                            .output()
                            .in<Latent>("samples")
                            .in<std::string>("filename_prefix", {.init = "latents/ComfyUI"})
                            .run([](const Latent& latent, const std::string& prefix) -> Result<std::vector<File>> {
                                WEFT_TRY(SharedBytes bytes, latentFile(latent.samples));
                                return std::vector<File>{File{prefix, "application/x-latent", std::move(bytes)}};
                            });

/// Errors: those of parseSafetensors, ValueInvalid without latent. Source: ComfyUI `LoadLatent`.
const bool loadLatent = node("LoadLatent", "_for_testing")
                            .in<File>("latent")
                            .out<Latent>("LATENT")
                            .run([](const File& file) -> Result<Latent> {
                                const auto parsed = parseSafetensors(file.bytes);
                                if (!parsed)
                                    return parsed.error().with("path", file.name);
                                const auto found = parsed->tensors.find(kTensor);
                                if (found == parsed->tensors.end())
                                    return Error{ErrorCode::ValueInvalid, "a file without a latent",
                                        {{"path", file.name}, {"type", "LATENT"}}};
                                WEFT_TRY(const at::Tensor stored, viewInTorch(found->second));
                                if (stored.dim() < 3 || stored.dim() > 5 || stored.numel() == 0)
                                    return Error{ErrorCode::ValueInvalid, "not a latent's shape",
                                        {{"path", file.name}, {"type", "LATENT"}}};
                                Latent latent;
                                latent.samples = stored.to(at::kFloat);
                                if (!parsed->tensors.contains(kVersion))
                                    latent.samples = latent.samples.mul(1 / kOldScale);
                                return latent;
                            });

} // namespace

} // namespace weft::worker
