// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gpu-worker/models/ClipFiles.h"

#include "gpu-worker/models/ClipNames.h"
#include "gpu-worker/models/TextClip.h"

#include <array>

namespace weft {

namespace {

using Activation = ClipTransformer::Activation;
using Join = TextClip::Join;
using EncoderPtr = std::shared_ptr<const TextEncoder>;

/// Where checkpoints keep their encoders; the first that is there wins.
constexpr std::array<std::string_view, 9> kPrefixes{"text_encoders.clip_l.transformer.",
    "text_encoders.clip_g.transformer.", "text_encoders.t5xxl.transformer.", "conditioner.embedders.0.transformer.", "conditioner.embedders.0.model.",
    "conditioner.embedders.1.model.", "cond_stage_model.transformer.", "cond_stage_model.model.",
    "cond_stage_model.clip_l.transformer."};

EncoderRules rulesL()
{
    return {"clip_l", Activation::QuickGelu, kClipEnd, std::nullopt, true, true};
}
EncoderRules rulesH()
{
    return {"clip_h", Activation::Gelu, 0, -2, true, true};
}
EncoderRules rulesG()
{
    return {"clip_g", Activation::Gelu, 0, -2, false, true};
}

/// L beside G: its states are taken before the last layer, as they are.
EncoderRules rulesLBesideG()
{
    EncoderRules rules = rulesL();
    rules.layer = -2;
    rules.normHidden = false;
    return rules;
}

/// SD3 was trained on the pooled output before its projection.
EncoderRules rulesLOfSd3()
{
    EncoderRules rules = rulesLBesideG();
    rules.projected = false;
    return rules;
}

Result<EncoderPtr> makeEncoder(const Weights& file, EncoderRules rules, const Placement& placement)
{
    WEFT_TRY(const Weights renamed, withTransformersNames(file));
    WEFT_TRY(ParameterSet set, ParameterSet::of(renamed, {placement.device, at::kFloat}));
    WEFT_TRY(TextEncoder made, TextEncoder::make(std::move(set), std::move(rules)));
    return std::make_shared<const TextEncoder>(std::move(made));
}

/// `beside`: it stands next to CLIP's encoders, whose states are padded to SD3's width.
Result<std::shared_ptr<const T5Encoder>> makeT5(
    const Weights& file, ClipPurpose purpose, bool beside, const Placement& placement)
{
    if (purpose != ClipPurpose::StableDiffusion3)
        return Error{ErrorCode::ModelUnsupported, "the text encoder T5 is served for SD3 alone (type sd3)"};
    WEFT_TRY(ParameterSet set, ParameterSet::of(file, {placement.device, at::kFloat}));
    WEFT_TRY(T5Encoder made, T5Encoder::make(std::move(set)));
    if (beside && made.width() != kSd3TextWidth)
        return weightError("shared.weight", "is " + std::to_string(made.width()) + " wide; SD3 takes a T5 of width 4096");
    return std::make_shared<const T5Encoder>(std::move(made));
}

/// The oldest SD1 files lack a part of the name.
Result<Weights> completed(Weights encoder)
{
    if (encoder.has("embeddings.token_embedding.weight")) {
        WEFT_CHECK(encoder.rename([](const std::string& name) { return "text_model." + name; }));
    }
    return encoder;
}

std::vector<Weights> encodersOf(const Weights& checkpoint)
{
    std::vector<Weights> found;
    for (const std::string_view prefix : kPrefixes) {
        Weights part = checkpoint.under(prefix);
        if (!part.names().empty())
            found.push_back(std::move(part));
    }
    return found;
}

struct Found {
    const Weights* l = nullptr;
    const Weights* g = nullptr;
    const Weights* h = nullptr;
    const Weights* t5 = nullptr;

    const Weights*& of(EncoderKind kind)
    {
        switch (kind) {
        case EncoderKind::ClipL: return l;
        case EncoderKind::ClipG: return g;
        case EncoderKind::T5: return t5;
        default: return h;
        }
    }
};

Result<Found> sorted(const std::vector<Weights>& encoders)
{
    Found found;
    for (const Weights& encoder : encoders) {
        const EncoderKind kind = encoderKind(encoder);
        if (kind == EncoderKind::Unknown)
            return Error{ErrorCode::ModelUnsupported, "no text encoder that is known"};
        const Weights*& place = found.of(kind);
        if (place)
            return Error{ErrorCode::ModelUnsupported, "the same text encoder twice"};
        place = &encoder;
    }
    if (!found.l && !found.g && !found.h && !found.t5)
        return Error{ErrorCode::ModelUnsupported, "no text encoder"};
    if (found.h && (found.l || found.g || found.t5))
        return Error{ErrorCode::ModelUnsupported, "OpenCLIP-H isn't used beside another text encoder"};
    return found;
}

} // namespace

bool hasClip(const Weights& weights)
{
    return !encodersOf(weights).empty() || encoderKind(weights) != EncoderKind::Unknown;
}

Result<std::shared_ptr<const Clip>> makeClip(const Weights& checkpoint, const Placement& placement)
{
    std::vector<Weights> encoders;
    for (Weights& part : encodersOf(checkpoint)) {
        WEFT_TRY(Weights complete, completed(std::move(part)));
        encoders.push_back(std::move(complete));
    }
    if (encoders.empty())
        encoders.push_back(checkpoint);
    const bool isSd3 = checkpoint.has("model.diffusion_model.joint_blocks.0.x_block.attn.qkv.weight");
    return makeClip(encoders, isSd3 ? ClipPurpose::StableDiffusion3 : ClipPurpose::Any, placement);
}

Result<std::shared_ptr<const Clip>> makeClip(
    const std::vector<Weights>& encoders, ClipPurpose purpose, const Placement& placement)
{
    WEFT_TRY(const Found found, sorted(encoders));
    const bool isSd3 = purpose == ClipPurpose::StableDiffusion3 && !found.h;
    TextClip::Encoders made;
    if (found.t5) {
        WEFT_TRY(made.t5, makeT5(*found.t5, purpose, found.l || found.g, placement));
    }
    if (found.h) {
        WEFT_TRY(made.l, makeEncoder(*found.h, rulesH(), placement));
    }
    if (found.l) {
        EncoderRules rules = isSd3 ? rulesLOfSd3() : found.g ? rulesLBesideG() : rulesL();
        WEFT_TRY(made.l, makeEncoder(*found.l, std::move(rules), placement));
    }
    if (found.g) {
        WEFT_TRY(made.g, makeEncoder(*found.g, rulesG(), placement));
    }
    const Join join = isSd3 ? Join::Sd3 : made.l && made.g ? Join::Sdxl : Join::Single;
    return std::shared_ptr<const Clip>(std::make_shared<const TextClip>(join, std::move(made)));
}

} // namespace weft
