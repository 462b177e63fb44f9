// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/golden/tiny/TinyModels.h"

#include "tests/golden/tiny/TinyNetworks.h"

namespace weft::golden {

namespace {

constexpr const char* kVae = "first_stage_model.";

TinyFile sd15()
{
    TinyFile file;
    addUnet(file, {});
    addClip(file, "cond_stage_model.transformer.text_model.");
    addKlVae(file, kVae, 4, true);
    return file;
}

/// As large as the real one.
TinyFile sd15Size()
{
    TinyFile file;
    addUnet(file,
        {.widths = {1, 2, 4, 4},
            .blocks = {2, 2, 2, 2},
            .depthsIn = {1, 1, 1, 1, 1, 1, 0, 0},
            .depthsOut = {0, 0, 0, 1, 1, 1, 1, 1, 1, 1, 1, 1}});
    addClip(file, "cond_stage_model.transformer.text_model.");
    addKlVae(file, kVae, 4, true);
    return file;
}

/// With equal widths, and a VAE that takes no time.
TinyFile sd15Taesd()
{
    TinyFile file;
    addUnet(file, {.widths = {1, 1}});
    addClip(file, "cond_stage_model.transformer.text_model.");
    addTaesd(file, kVae, 4);
    return file;
}

TinyFile sd15Inpaint()
{
    TinyFile file(/*seed=*/2);
    addUnet(file, {.inChannels = 9});
    addClip(file, "cond_stage_model.transformer.text_model.");
    addTaesd(file, kVae, 4);
    return file;
}

TinyFile sd2(double spread)
{
    TinyFile file;
    addUnet(file,
        {.widths = {1, 1, 1, 1},
            .blocks = {2, 2, 2, 2},
            .depthsIn = {1, 0, 1, 0, 0, 0, 0, 0},
            .depthsOut = {0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 1},
            .contextDim = 1024,
            .linear = true});
    // The spread of this bias tells a v-prediction model from the others.
    file.raw("model.diffusion_model.output_blocks.11.1.transformer_blocks.0.norm1.bias", {320}, spread);
    addOpenClip(file, "cond_stage_model.model.", 1024, 24, 4096);
    addTaesd(file, kVae, 4);
    return file;
}

TinyFile sd2v()
{
    return sd2(0.2);
}

TinyFile sdxl()
{
    TinyFile file;
    addUnet(file,
        {.widths = {1, 1, 1},
            .blocks = {2, 2, 2},
            .depthsIn = {0, 0, 1, 1, 2, 2},
            .depthsOut = {2, 2, 2, 1, 1, 1, 0, 0, 0},
            .contextDim = 2048,
            .linear = true,
            .admChannels = 2816});
    addClip(file, "conditioner.embedders.0.transformer.text_model.");
    addOpenClip(file, "conditioner.embedders.1.model.", 1280, 32, 5120);
    addTaesd(file, kVae, 4);
    return file;
}

TinyFile sd3()
{
    TinyFile file;
    addMmdit(file, "model.diffusion_model.");
    addClip(file, "text_encoders.clip_l.transformer.text_model.");
    file.weight("text_encoders.clip_l.transformer.text_projection.weight", {768, 768}, 1.0);
    addTaesd(file, kVae, 16);
    return file;
}

TinyFile controlNet()
{
    TinyFile file;
    addControlNet(file, {.prefix = "control_model."});
    return file;
}

TinyFile lora()
{
    TinyFile file;
    addLora(file);
    return file;
}

TinyFile embedding()
{
    TinyFile file;
    file.raw("emb_params", {3, 768}, 0.3);
    return file;
}

TinyFile taesd()
{
    TinyFile file;
    addTaesd(file, "", 4);
    return file;
}

} // namespace

const std::vector<TinyModel>& tinyModels()
{
    static const std::vector<TinyModel> models {{"checkpoints/tiny_sd15.safetensors", sd15},
        {"checkpoints/tiny_sd15_taesd.safetensors", sd15Taesd},
        {"checkpoints/tiny_sd15_inpaint.safetensors", sd15Inpaint}, {"checkpoints/tiny_sd2v.safetensors", sd2v},
        {"checkpoints/tiny_sdxl.safetensors", sdxl}, {"checkpoints/tiny_sd3.safetensors", sd3},
        {"controlnet/tiny_cn.safetensors", controlNet}, {"loras/tiny_lora.safetensors", lora},
        {"embeddings/tinyemb.safetensors", embedding}, {"vae/tiny_taesd.safetensors", taesd},
        {.path = "checkpoints/random_sd15.safetensors", .make = sd15Size, .isLarge = true}};
    return models;
}

} // namespace weft::golden
