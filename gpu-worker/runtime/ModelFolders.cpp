// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gpu-worker/runtime/ModelFolders.h"

#include <algorithm>
#include <array>
#include <filesystem>

namespace weft::worker {

namespace {

namespace fs = std::filesystem;

constexpr int kMaxDepth = 8; // a folder that links to itself ends here
constexpr std::size_t kMaxModels = 100'000;

/// A kind of model, and the directories that hold it: ComfyUI's newer name and its older one.
struct Folder {
    std::string_view name;
    std::array<std::string_view, 2> directories;
};

constexpr std::array<Folder, 14> kFolders {{{"checkpoints", {"checkpoints"}}, {"loras", {"loras"}}, {"vae", {"vae"}},
    {"text_encoders", {"text_encoders", "clip"}}, {"diffusion_models", {"diffusion_models", "unet"}},
    {"clip_vision", {"clip_vision"}}, {"style_models", {"style_models"}}, {"embeddings", {"embeddings"}},
    {"vae_approx", {"vae_approx"}}, {"controlnet", {"controlnet", "t2i_adapter"}}, {"gligen", {"gligen"}},
    {"upscale_models", {"upscale_models"}}, {"hypernetworks", {"hypernetworks"}}, {"audio_encoders", {"audio_encoders"}}}};

bool isModelName(std::string_view name) { return name.ends_with(".safetensors"); }

/// No empty part, no "." or "..", no backslash, nothing that isn't text.
bool staysInside(std::string_view name)
{
    if (name.empty() || name.size() > 1000)
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

void scanDirectory(const fs::path& directory, std::string_view folder, std::vector<ModelFile>& models)
{
    std::error_code error;
    const auto options = fs::directory_options::follow_directory_symlink | fs::directory_options::skip_permission_denied;
    for (auto it = fs::recursive_directory_iterator(directory, options, error);
         !error && it != fs::recursive_directory_iterator() && models.size() < kMaxModels; it.increment(error)) {
        if (it.depth() >= kMaxDepth)
            it.disable_recursion_pending();
        std::error_code ignored;
        if (!isModelName(it->path().native()) || !it->is_regular_file(ignored))
            continue;
        std::string name = it->path().lexically_relative(directory).generic_string();
        const std::uintmax_t size = it->file_size(ignored);
        if (!ignored && staysInside(name))
            models.push_back({std::string(folder), std::move(name), size, {}});
    }
}

} // namespace

std::vector<ModelFile> ModelFolders::scan() const
{
    std::vector<ModelFile> models;
    for (const std::string& root : m_roots) {
        for (const Folder& folder : kFolders) {
            for (const std::string_view directory : folder.directories) {
                if (!directory.empty())
                    scanDirectory(fs::path(root) / directory, folder.name, models);
            }
        }
    }
    const auto key = [](const ModelFile& model) { return std::tie(model.folder, model.name); };
    std::ranges::stable_sort(models, {}, key);
    const auto [first, last] = std::ranges::unique(models, {}, key);
    models.erase(first, last);
    return models;
}

Result<std::string> ModelFolders::resolve(const std::string& folder, const std::string& name) const
{
    const Error missing {ErrorCode::ModelMissing, {}, {{"folder", folder}, {"name", name}}};
    const auto known = std::ranges::find(kFolders, folder, &Folder::name);
    if (known == kFolders.end() || !staysInside(name) || !isModelName(name))
        return missing;
    for (const std::string& root : m_roots) {
        for (const std::string_view directory : known->directories) {
            std::error_code error;
            const fs::path path = fs::path(root) / directory / name;
            if (!directory.empty() && fs::is_regular_file(path, error))
                return path.string();
        }
    }
    return missing;
}

} // namespace weft::worker
