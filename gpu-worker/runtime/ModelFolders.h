// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/catalogue/Catalogue.h"

namespace weft::worker {

/// The model files under one or more roots that are laid out like ComfyUI's `models` (checkpoints, loras, vae, ...).
/// Only .safetensors: no code in a model file. Names come from strangers and can't lead out of the folders.
class ModelFolders {
public:
    explicit ModelFolders(std::vector<std::string> roots = {})
        : m_roots(std::move(roots))
    {
    }

    const std::vector<std::string>& roots() const { return m_roots; }

    /// Every model file, sorted; of two with one name the first root's. sha256 stays null.
    std::vector<ModelFile> scan() const;

    /// Errors: ModelMissing (args: folder, name).
    Result<std::string> resolve(const std::string& folder, const std::string& name) const;

private:
    std::vector<std::string> m_roots;
};

} // namespace weft::worker
