// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/catalogue/ModelKinds.h"

#include <algorithm>

namespace weft {

namespace {

constexpr std::size_t kMaxNameBytes = 1000;

constexpr std::array<ModelKind, 14> kModelKinds {{{"checkpoints", {"checkpoints"}}, {"loras", {"loras"}}, {"vae", {"vae"}},
    {"text_encoders", {"text_encoders", "clip"}}, {"diffusion_models", {"diffusion_models", "unet"}},
    {"clip_vision", {"clip_vision"}}, {"style_models", {"style_models"}}, {"embeddings", {"embeddings"}},
    {"vae_approx", {"vae_approx"}}, {"controlnet", {"controlnet", "t2i_adapter"}}, {"gligen", {"gligen"}},
    {"upscale_models", {"upscale_models"}}, {"hypernetworks", {"hypernetworks"}}, {"audio_encoders", {"audio_encoders"}}}};

} // namespace

std::span<const ModelKind> modelKinds() { return kModelKinds; }

const ModelKind* findModelKind(std::string_view name)
{
    const auto it = std::ranges::find(kModelKinds, name, &ModelKind::name);
    return it == kModelKinds.end() ? nullptr : &*it;
}

bool staysInsideFolder(std::string_view name)
{
    if (name.empty() || name.size() > kMaxNameBytes)
        return false;
    const auto isOdd = [](char c) { return c == '\\' || c == ':' || static_cast<unsigned char>(c) < 0x20; };
    if (std::ranges::any_of(name, isOdd))
        return false;
    for (std::size_t begin = 0; begin <= name.size();) {
        const std::size_t end = std::min(name.find('/', begin), name.size());
        const std::string_view part = name.substr(begin, end - begin);
        if (part.empty() || part == "." || part == "..")
            return false;
        begin = end + 1;
    }
    return true;
}

ModelRoot modelRootOf(std::string_view text)
{
    const std::size_t equals = text.find('=');
    if (equals != std::string_view::npos && findModelKind(text.substr(0, equals)))
        return {std::string(text.substr(0, equals)), std::string(text.substr(equals + 1))};
    return {{}, std::string(text)};
}

} // namespace weft
