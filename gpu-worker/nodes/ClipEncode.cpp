// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gpu-worker/nodes/ClipEncode.h"

#include "gpu-worker/nodes/Latents.h"
#include "gpu-worker/runtime/Node.h"

#include <algorithm>

namespace weft::worker {

namespace {

using ClipIn = std::shared_ptr<const Clip>;
using ClipPort = std::shared_ptr<Clip>;

const InputOptions kText{.multiline = true, .more = Json{{"dynamicPrompts", true}}};

/// Source: ComfyUI `CLIPTextEncode`.
const bool clipTextEncode = node("CLIPTextEncode", "conditioning")
                                .title("CLIP Text Encode (Prompt)")
                                .doc("Turns a text into what guides a diffusion model towards it.")
                                .in<std::string>("text", kText)
                                .in<ClipPort>("clip")
                                .out<Conditioning>("CONDITIONING")
                                .run([](Context& context, const std::string& text, const ClipIn& clip) {
                                    return encodedText(context, *clip, {text, text, text});
                                });

/// SDXL is told the size of the picture that it should imitate, its crop, and the size that is wanted, in pixels.
/// Source: ComfyUI `CLIPTextEncodeSDXL`.
const bool clipTextEncodeSdxl =
    node("CLIPTextEncodeSDXL", "advanced/conditioning")
        .in<ClipPort>("clip")
        .in<std::int64_t>("width", {.init = 1024, .min = 0, .max = kMaxResolution})
        .in<std::int64_t>("height", {.init = 1024, .min = 0, .max = kMaxResolution})
        .in<std::int64_t>("crop_w", {.init = 0, .min = 0, .max = kMaxResolution})
        .in<std::int64_t>("crop_h", {.init = 0, .min = 0, .max = kMaxResolution})
        .in<std::int64_t>("target_width", {.init = 1024, .min = 0, .max = kMaxResolution})
        .in<std::int64_t>("target_height", {.init = 1024, .min = 0, .max = kMaxResolution})
        .in<std::string>("text_g", kText)
        .in<std::string>("text_l", kText)
        .out<Conditioning>("CONDITIONING")
        .run([](Context& context, const ClipIn& clip, std::int64_t width, std::int64_t height, std::int64_t cropW,
                 std::int64_t cropH, std::int64_t targetWidth, std::int64_t targetHeight, const std::string& g,
                 const std::string& l) {
            return encodedText(context, *clip, {.l = l, .g = g, .t5 = g, .evenLengths = true},
                Json{{"width", width}, {"height", height}, {"crop_w", cropW}, {"crop_h", cropH},
                    {"target_width", targetWidth}, {"target_height", targetHeight}});
        });

/// Source: ComfyUI `CLIPTextEncodeSDXLRefiner`.
const bool clipTextEncodeSdxlRefiner =
    node("CLIPTextEncodeSDXLRefiner", "advanced/conditioning")
        .in<double>("ascore", {.init = 6.0, .min = 0.0, .max = 1000.0, .step = 0.01})
        .in<std::int64_t>("width", {.init = 1024, .min = 0, .max = kMaxResolution})
        .in<std::int64_t>("height", {.init = 1024, .min = 0, .max = kMaxResolution})
        .in<std::string>("text", kText)
        .in<ClipPort>("clip")
        .out<Conditioning>("CONDITIONING")
        .run([](Context& context, double score, std::int64_t width, std::int64_t height, const std::string& text,
                 const ClipIn& clip) {
            return encodedText(context, *clip, {text, text, text},
                Json{{"aesthetic_score", score}, {"width", width}, {"height", height}});
        });

/// empty_padding none: an empty text leaves its encoder out. Source: ComfyUI `CLIPTextEncodeSD3`.
const bool clipTextEncodeSd3 =
    node("CLIPTextEncodeSD3", "advanced/conditioning")
        .in<ClipPort>("clip")
        .in<std::string>("clip_l", kText)
        .in<std::string>("clip_g", kText)
        .in<std::string>("t5xxl", kText)
        .in<Choice>("empty_padding", {.choices = {"none", "empty_prompt"}})
        .out<Conditioning>("CONDITIONING")
        .run([](Context& context, const ClipIn& clip, const std::string& l, const std::string& g, const std::string& t5,
                 const Choice& padding) {
            return encodedText(
                context, *clip, {.l = l, .g = g, .t5 = t5, .evenLengths = true, .emptyIsNothing = padding == "none"});
        });

/// -1 is the last layer. Source: ComfyUI `CLIPSetLastLayer`.
const bool clipSetLastLayer =
    node("CLIPSetLastLayer", "conditioning")
        .title("CLIP Set Last Layer")
        .in<ClipPort>("clip")
        .in<std::int64_t>("stop_at_clip_layer", {.init = -1, .min = -24, .max = -1, .step = 1})
        .out<ClipIn>("CLIP", {.holdsModel = true})
        .run([](const ClipIn& clip, std::int64_t layer) -> Result<ClipIn> {
            constexpr std::int64_t kFar = 1000; // no encoder has as many
            return clip->stoppedAt(static_cast<int>(-std::clamp(layer, -kFar, kFar)));
        });

} // namespace

Result<Conditioning> encodedText(Context& context, const Clip& clip, const Clip::Texts& texts, Json options)
{
    const Clip::EmbeddingFiles embeddings = [&context](const std::string& name) {
        return context.openModel("embeddings", name);
    };
    WEFT_TRY(EncodedText text, clip.encode(texts, embeddings));
    Cond cond;
    cond.cond = std::move(text.cond);
    cond.options = std::move(options);
    if (text.pooled.defined())
        cond.tensors["pooled_output"] = std::move(text.pooled);
    return Conditioning{{std::move(cond)}};
}

} // namespace weft::worker
