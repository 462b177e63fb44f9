// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gpu-worker/runtime/ModelFolders.h"

#include <algorithm>
#include <filesystem>

namespace weft::worker {

namespace {

namespace fs = std::filesystem;

constexpr int kMaxDepth = 8; // a folder that links to itself ends here
constexpr std::size_t kMaxModels = 100'000;

bool isModelName(std::string_view name) { return name.ends_with(".safetensors"); }

/// Where files of a kind lie below a root.
std::vector<fs::path> directoriesIn(const ModelRoot& root, const ModelKind& kind)
{
    if (!root.kind.empty())
        return root.kind == kind.name ? std::vector<fs::path> {root.path} : std::vector<fs::path> {};
    std::vector<fs::path> directories;
    for (const std::string_view directory : kind.directories) {
        if (!directory.empty())
            directories.push_back(fs::path(root.path) / directory);
    }
    return directories;
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
        if (!ignored && staysInsideFolder(name))
            models.push_back({std::string(folder), std::move(name), size, {}});
    }
}

} // namespace

ModelFolders::ModelFolders(const std::vector<std::string>& roots)
{
    for (const std::string& root : roots)
        m_roots.push_back(modelRootOf(root));
}

std::vector<std::string> ModelFolders::paths() const
{
    std::vector<std::string> paths;
    for (const ModelRoot& root : m_roots)
        paths.push_back(root.path);
    return paths;
}

std::vector<ModelFile> ModelFolders::scan() const
{
    std::vector<ModelFile> models;
    for (const ModelRoot& root : m_roots) {
        for (const ModelKind& kind : modelKinds()) {
            for (const fs::path& directory : directoriesIn(root, kind))
                scanDirectory(directory, kind.name, models);
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
    const ModelKind* kind = findModelKind(folder);
    if (!kind || !staysInsideFolder(name) || !isModelName(name))
        return missing;
    for (const ModelRoot& root : m_roots) {
        for (const fs::path& directory : directoriesIn(root, *kind)) {
            std::error_code error;
            const fs::path path = directory / name;
            if (fs::is_regular_file(path, error))
                return path.string();
        }
    }
    return missing;
}

} // namespace weft::worker
