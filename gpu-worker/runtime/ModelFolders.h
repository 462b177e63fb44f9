// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/catalogue/Catalogue.h"
#include "core/catalogue/ModelKinds.h"

namespace weft::worker {

/// The model files under one or more roots, each laid out like ComfyUI's `models` (checkpoints, loras, vae, ...) or, as
/// "KIND=PATH", of one kind. Only .safetensors: no code in a model file. Names come from strangers and can't lead out of the folders.
class ModelFolders {
public:
    explicit ModelFolders(const std::vector<std::string>& roots = {});

    /// The roots' folders, in their order.
    std::vector<std::string> paths() const;

    /// Every model file, sorted; of two with one name the first root's. sha256 stays null.
    std::vector<ModelFile> scan() const;

    /// Errors: ModelMissing (args: folder, name).
    Result<std::string> resolve(const std::string& folder, const std::string& name) const;

private:
    std::vector<ModelRoot> m_roots;
};

} // namespace weft::worker
