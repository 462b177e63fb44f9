// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gpu-worker/models/VaeFiles.h"

#include "gpu-worker/models/KlVae.h"
#include "gpu-worker/models/Taesd.h"
#include "gpu-worker/models/VaeNames.h"

#include <array>
#include <charconv>

namespace weft {

namespace {

/// Where checkpoints keep their VAE.
constexpr std::array<std::string_view, 2> kVaePrefixes{"first_stage_model.", "vae."};

Weights vaeOf(const Weights& weights)
{
    for (const std::string_view prefix : kVaePrefixes) {
        Weights part = weights.under(prefix);
        if (!part.names().empty())
            return part;
    }
    return weights;
}

bool isKl(const Weights& vae)
{
    return vae.has("decoder.conv_in.weight")
        && (vae.has("decoder.mid.block_1.conv1.weight") || vae.has("decoder.mid_block.resnets.0.conv1.weight"));
}

/// The one number in a weight, or `fallback`.
double numberIn(const Weights& vae, std::string_view name, double fallback)
{
    if (!vae.has(name))
        return fallback;
    const auto stored = vae.stored(name);
    return stored && stored->numel() == 1 ? stored->item<double>() : fallback;
}

/// diffusers' AutoencoderTiny numbers its layers without the step that bends the latent, which has no weights.
Result<Weights> withTaesdNames(Weights vae)
{
    if (!vae.has("decoder.layers.0.weight"))
        return vae;
    WEFT_CHECK(vae.rename([](const std::string& name) {
        const bool isDecoder = name.starts_with("decoder.layers.");
        if (!isDecoder && !name.starts_with("encoder.layers."))
            return name;
        int layer = 0;
        const auto [end, error] = std::from_chars(name.data() + 15, name.data() + name.size(), layer);
        if (error != std::errc())
            return name;
        return (isDecoder ? "taesd_decoder." : "taesd_encoder.") + std::to_string(isDecoder ? layer + 1 : layer)
            + std::string(end, name.data() + name.size());
    }));
    return vae;
}

} // namespace

bool hasVae(const Weights& weights)
{
    const Weights vae = vaeOf(weights);
    return isKl(vae) || Taesd::recognises(vae) || vae.has("decoder.layers.0.weight");
}

Result<std::shared_ptr<const Vae>> makeVae(const Weights& weights, const Placement& placement)
{
    WEFT_TRY(const Weights vae, withTaesdNames(vaeOf(weights)));
    if (Taesd::recognises(vae)) {
        WEFT_TRY(ParameterSet set, ParameterSet::of(vae, placement));
        return Taesd::make(std::move(set), numberIn(vae, "vae_scale", 1), numberIn(vae, "vae_shift", 0));
    }
    if (!isKl(vae))
        return Error{ErrorCode::ModelUnsupported, "no VAE that is known"};
    WEFT_TRY(const Weights renamed, withLdmVaeNames(vae));
    WEFT_TRY(ParameterSet set, ParameterSet::of(renamed, placement));
    return KlVae::make(std::move(set));
}

Result<std::shared_ptr<const Vae>> makeTaesd(
    const Weights& encoder, const Weights& decoder, double scale, double shift, const Placement& placement)
{
    SafetensorsFile joined;
    for (const auto& [name, tensor] : encoder.file().tensors)
        joined.tensors["taesd_encoder." + name] = tensor;
    for (const auto& [name, tensor] : decoder.file().tensors)
        joined.tensors["taesd_decoder." + name] = tensor;
    WEFT_TRY(ParameterSet set, ParameterSet::of(Weights(std::move(joined)), placement));
    return Taesd::make(std::move(set), scale, shift);
}

} // namespace weft
