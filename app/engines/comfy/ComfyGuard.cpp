// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/engines/comfy/ComfyGuard.h"

#include <algorithm>
#include <array>
#include <utility>

namespace weft {

namespace {

/// Core classes that take and give values, and of files only the models that the owner's folders hold. Not here:
/// whatever saves, loads from the input folder, trains, compiles, downloads, records, reads configurations, or runs
/// regular expressions (which can be made to run for ever). Source: ComfyUI 0.3.64's /object_info and what its
/// documentation says of each.
constexpr std::string_view kComputes =
    " KSampler CheckpointLoaderSimple CLIPTextEncode CLIPSetLastLayer VAEDecode VAEEncode VAEEncodeForInpaint VAELoader"
    " EmptyLatentImage LatentUpscale LatentUpscaleBy LatentFromBatch RepeatLatentBatch ImageScale ImageScaleBy "
    "ImageInvert"
    " ImageBatch ImagePadForOutpaint EmptyImage ConditioningAverage ConditioningCombine ConditioningConcat "
    "ConditioningSetArea"
    " ConditioningSetAreaPercentage ConditioningSetAreaStrength ConditioningSetMask KSamplerAdvanced SetLatentNoiseMask"
    " LatentComposite LatentBlend LatentRotate LatentFlip LatentCrop LoraLoader CLIPLoader UNETLoader DualCLIPLoader"
    " CLIPVisionEncode StyleModelApply unCLIPConditioning ControlNetApply ControlNetApplyAdvanced ControlNetLoader"
    " DiffControlNetLoader CLIPVisionLoader VAEDecodeTiled VAEEncodeTiled unCLIPCheckpointLoader "
    "InpaintModelConditioning"
    " ConditioningZeroOut ConditioningSetTimestepRange LoraLoaderModelOnly LatentAdd LatentSubtract LatentMultiply"
    " LatentInterpolate LatentConcat LatentCut LatentBatch LatentBatchSeedBehavior LatentApplyOperation "
    "LatentApplyOperationCFG"
    " LatentOperationTonemapReinhard LatentOperationSharpen UpscaleModelLoader ImageUpscaleWithModel ImageBlend "
    "ImageBlur"
    " ImageQuantize ImageSharpen ImageScaleToTotalPixels LatentCompositeMasked ImageCompositeMasked MaskToImage "
    "ImageToMask"
    " ImageColorToMask SolidMask InvertMask CropMask MaskComposite FeatherMask GrowMask ThresholdMask "
    "PorterDuffImageComposite"
    " SplitImageWithAlpha JoinImageWithAlpha RebatchLatents RebatchImages ModelMergeSimple ModelMergeBlocks "
    "ModelMergeSubtract"
    " ModelMergeAdd CLIPMergeSimple CLIPMergeSubtract CLIPMergeAdd TomePatchModel CLIPTextEncodeSDXLRefiner "
    "CLIPTextEncodeSDXL"
    " Canny FreeU FreeU_V2 SamplerCustom BasicScheduler KarrasScheduler ExponentialScheduler PolyexponentialScheduler"
    " LaplaceScheduler VPScheduler BetaSamplingScheduler SDTurboScheduler KSamplerSelect SamplerEulerAncestral"
    " SamplerEulerAncestralCFGPP SamplerLMS SamplerDPMPP_3M_SDE SamplerDPMPP_2M_SDE SamplerDPMPP_SDE "
    "SamplerDPMPP_2S_Ancestral"
    " SamplerDPMAdaptative SamplerER_SDE SamplerSASolver SplitSigmas SplitSigmasDenoise FlipSigmas SetFirstSigma"
    " ExtendIntermediateSigmas SamplingPercentToSigma CFGGuider DualCFGGuider BasicGuider RandomNoise DisableNoise "
    "AddNoise"
    " SamplerCustomAdvanced HyperTile ModelSamplingDiscrete ModelSamplingContinuousEDM ModelSamplingContinuousV"
    " ModelSamplingStableCascade ModelSamplingSD3 ModelSamplingAuraFlow ModelSamplingFlux RescaleCFG "
    "PatchModelAddDownscale"
    " ImageCrop RepeatImageBatch ImageFromBatch ImageAddNoise ImageStitch ResizeAndPadImage GetImageSize ImageRotate "
    "ImageFlip"
    " ImageScaleToMaxDimension ImageOnlyCheckpointLoader SVD_img2vid_Conditioning VideoLinearCFGGuidance"
    " VideoTriangleCFGGuidance SelfAttentionGuidance PerpNeg PerpNegGuider SD_4XUpscale_Conditioning "
    "CLIPTextEncodeControlnet"
    " Morphology ImageRGBToYUV ImageYUVToRGB DifferentialDiffusion InstructPixToPixConditioning "
    "PerturbedAttentionGuidance"
    " AlignYourStepsScheduler SamplerLCMUpscale SamplerEulerCFGpp TripleCLIPLoader EmptySD3LatentImage "
    "CLIPTextEncodeSD3"
    " ControlNetApplySD3 SkipLayerGuidanceSD3 GITSScheduler SetUnionControlNetType CLIPTextEncodeHunyuanDiT"
    " EmptyHunyuanLatentVideo HunyuanImageToVideo CLIPTextEncodeFlux FluxGuidance FluxDisableGuidance "
    "FluxKontextImageScale"
    " EmptyMochiLatentVideo SkipLayerGuidanceDiT Mahiro EmptyLTXVLatentVideo LTXVImgToVideo ModelSamplingLTXV "
    "LTXVConditioning"
    " LTXVScheduler LTXVAddGuide LTXVPreprocess LTXVCropGuides EmptyCosmosLatentVideo CosmosImageToVideoLatent"
    " CLIPTextEncodeLumina2 RenormCFG WanImageToVideo WanFunControlToVideo WanFunInpaintToVideo "
    "WanFirstLastFrameToVideo"
    " WanVaceToVideo TrimVideoLatent Wan22ImageToVideoLatent PrimitiveString PrimitiveStringMultiline PrimitiveInt"
    " PrimitiveFloat PrimitiveBoolean CFGZeroStar CFGNorm OptimalStepsScheduler QuadrupleCLIPLoader "
    "CLIPTextEncodeHiDream FreSca"
    " APG StringConcatenate StringSubstring StringLength CaseConverter StringTrim StringContains StringCompare "
    "ReferenceLatent"
    " TCFG TextEncodeQwenImageEdit TextEncodeQwenImageEditPlus ";

struct WarningWord {
    std::string_view word;
    ComfyReach reach;
};

constexpr std::array<WarningWord, 19> kWarningWords {{{"path", ComfyReach::Files}, {"dir", ComfyReach::Files}, {"folder", ComfyReach::Files}, {"file", ComfyReach::Files},
    {"save", ComfyReach::Files}, {"load", ComfyReach::Files}, {"url", ComfyReach::Network}, {"http", ComfyReach::Network}, {"download", ComfyReach::Network},
    {"upload", ComfyReach::Network}, {"fetch", ComfyReach::Network}, {"api", ComfyReach::Network}, {"key", ComfyReach::Network}, {"code", ComfyReach::Code},
    {"script", ComfyReach::Code}, {"python", ComfyReach::Code}, {"eval", ComfyReach::Code}, {"expression", ComfyReach::Code}, {"command", ComfyReach::Code}}};

/// What a word may end in and mean the same: "files", "loader", "filename", "directory", "evaluate".
constexpr std::string_view kEndings = " s r rs d er ers ed ing name names path paths ectory ectories uate uates ";

bool isUpper(char c) { return c >= 'A' && c <= 'Z'; }
bool isLower(char c) { return c >= 'a' && c <= 'z'; }

/// "WAS LoadImage_fromURL" -> was, load, image, from, url
std::vector<std::string> wordsIn(const std::string& text)
{
    std::vector<std::string> words;
    std::string word;
    for (std::size_t i = 0; i <= text.size(); ++i) {
        const char c = i < text.size() ? text[i] : ' ';
        const bool endsCapitals = isUpper(c) && i + 1 < text.size() && isLower(text[i + 1]);
        const bool begins = i > 0 && isUpper(c) && (isLower(text[i - 1]) || endsCapitals);
        const bool isLetter = isUpper(c) || isLower(c);
        if ((begins || !isLetter) && !word.empty())
            words.push_back(std::exchange(word, {}));
        if (isLetter)
            word += isUpper(c) ? static_cast<char>(c - 'A' + 'a') : c;
    }
    return words;
}

bool isFormOf(const std::string& word, std::string_view base)
{
    if (!word.starts_with(base))
        return false;
    const std::string ending = word.substr(base.size());
    return ending.empty() || kEndings.find(" " + ending + " ") != std::string_view::npos;
}

bool isCoreModule(const std::string& module)
{
    return module == "nodes" || module.starts_with("comfy_extras.");
}

bool isKnownCore(const std::string& name)
{
    return name.find(' ') == std::string::npos && kComputes.find(" " + name + " ") != std::string_view::npos;
}

} // namespace

ComfyVerdict comfyVerdict(const std::string& name, const Json& entry, const std::set<std::string>& ownerLists)
{
    const std::string module = stringAt(entry, "python_module");
    if (boolAt(entry, "api_node") || module.starts_with("comfy_api_nodes"))
        return ComfyVerdict::Elsewhere;
    if (ownerLists.contains(name))
        return ComfyVerdict::Allowed;
    if (!isKnownCore(name))
        return ComfyVerdict::Unlisted;
    return isCoreModule(module) ? ComfyVerdict::Allowed : ComfyVerdict::Replaced;
}

std::vector<std::string> comfyWarnings(const std::string& name, const Json& entry)
{
    std::string text = name + " " + stringAt(entry, "display_name") + " " + stringAt(entry, "description");
    for (const char* group : {"required", "optional"}) {
        const Json& inputs = memberAt(memberAt(entry, "input"), group);
        if (!inputs.is_object())
            continue;
        for (const auto& [input, spec] : inputs.items())
            text += " " + input;
    }
    const std::vector<std::string> words = wordsIn(text);
    std::vector<std::string> found;
    for (const WarningWord& one : kWarningWords) {
        if (std::ranges::any_of(words, [&](const std::string& word) { return isFormOf(word, one.word); }))
            found.emplace_back(one.word);
    }
    return found;
}

std::set<ComfyReach> comfyReaches(const std::vector<std::string>& warnings)
{
    std::set<ComfyReach> reaches;
    for (const WarningWord& one : kWarningWords) {
        if (std::ranges::find(warnings, one.word) != warnings.end())
            reaches.insert(one.reach);
    }
    return reaches;
}

Catalogue comfyOffered(const Catalogue& whole, const Json& objectInfo, const ComfyGuests& guests)
{
    Catalogue offered;
    for (const auto& [name, type] : whole.types()) {
        const bool isAsked = !guests.only || guests.only->contains(name);
        if (isAsked && comfyVerdict(name, memberAt(objectInfo, name), guests.listed) == ComfyVerdict::Allowed)
            offered.add(type);
    }
    offered.setModels(whole.models());
    return offered;
}

std::vector<ComfyJudgement> comfyJudgements(const Json& objectInfo)
{
    std::vector<ComfyJudgement> all;
    if (!objectInfo.is_object())
        return all;
    for (const auto& [name, entry] : objectInfo.items())
        all.push_back({name, stringAt(entry, "display_name", name), stringAt(entry, "python_module"), comfyVerdict(name, entry), comfyWarnings(name, entry)});
    return all;
}

} // namespace weft
