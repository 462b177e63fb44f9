// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gpu-worker/models/ClipFiles.h"
#include "gpu-worker/nodes/Placing.h"
#include "gpu-worker/runtime/Node.h"

namespace weft::worker {

namespace {

using ClipIn = std::shared_ptr<const Clip>;

constexpr const char* kFolder = "text_encoders";
constexpr const char* kLoaderCategory = "advanced/loaders";

ClipPurpose purposeOf(std::string_view type)
{
    return type == "sd3" ? ClipPurpose::StableDiffusion3 : ClipPurpose::Any;
}

/// `type`: one of a loader's choices.
Result<ClipIn> loaded(Context& context, const std::vector<ModelChoice>& files, const std::string& type)
{
    std::vector<Weights> weights;
    for (const ModelChoice& file : files) {
        WEFT_TRY(const std::string path, context.openModel(file));
        auto opened = Weights::open(path);
        if (!opened)
            return opened.error().with("folder", file.folder).with("name", file.name);
        weights.push_back(std::move(*opened));
    }
    if (type != "stable_diffusion" && type != "sdxl" && type != "sd3")
        return Error{ErrorCode::ModelUnsupported, "text encoders of this family aren't served: " + type};
    return fitting(makeClip(weights, purposeOf(type), textPlacementOf(context)), kFolder, files.front().name);
}

/// One text encoder, told by its weights; `type` says how SD3 uses it. Source: ComfyUI `CLIPLoader`.
const bool clipLoader =
    node("CLIPLoader", kLoaderCategory)
        .title("Load CLIP")
        .doc("A text encoder from a file of its own: CLIP-L, OpenCLIP-H, OpenCLIP-G, or T5-XXL (for SD3).")
        .model("clip_name", kFolder)
        .in<Choice>("type",
            {.choices = {"stable_diffusion", "stable_cascade", "sd3", "stable_audio", "mochi", "ltxv", "pixart",
                 "cosmos", "lumina2", "wan", "hidream", "chroma", "ace", "omnigen2", "qwen_image", "hunyuan_image"}})
        .in<std::optional<Choice>>("device", {.choices = {"default", "cpu"}, .more = Json{{"advanced", true}}})
        .out<ClipIn>("CLIP", {.holdsModel = true})
        .run([](Context& context, const ModelChoice& file, const Choice& type,
                 const std::optional<Choice>&) -> Result<ClipIn> { return loaded(context, {file}, type.text); });

/// Source: ComfyUI `DualCLIPLoader`.
const bool dualClipLoader =
    node("DualCLIPLoader", kLoaderCategory)
        .doc("Two text encoders for SDXL (L and G) or SD3 (two of L, G and T5).")
        .model("clip_name1", kFolder)
        .model("clip_name2", kFolder)
        .in<Choice>("type", {.choices = {"sdxl", "sd3", "flux", "hunyuan_video", "hidream", "hunyuan_image"}})
        .in<std::optional<Choice>>("device", {.choices = {"default", "cpu"}, .more = Json{{"advanced", true}}})
        .out<ClipIn>("CLIP", {.holdsModel = true})
        .run([](Context& context, const ModelChoice& first, const ModelChoice& second, const Choice& type,
                 const std::optional<Choice>&) -> Result<ClipIn> {
            return loaded(context, {first, second}, type.text);
        });

/// Source: ComfyUI `TripleCLIPLoader`.
const bool tripleClipLoader = node("TripleCLIPLoader", kLoaderCategory)
                                  .doc("Three text encoders for SD3.")
                                  .model("clip_name1", kFolder)
                                  .model("clip_name2", kFolder)
                                  .model("clip_name3", kFolder)
                                  .out<ClipIn>("CLIP", {.holdsModel = true})
                                  .run([](Context& context, const ModelChoice& first, const ModelChoice& second,
                                           const ModelChoice& third) -> Result<ClipIn> {
                                      return loaded(context, {first, second, third}, "sd3");
                                  });

} // namespace

} // namespace weft::worker
