// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/golden/tiny/TinyFile.h"

namespace weft::golden {

/// A file that the golden cases name, "checkpoints/tiny_sd15.safetensors", and what is in it.
struct TinyModel {
    std::string path; // in a folder of models
    TinyFile (*make)();
};

const std::vector<TinyModel>& tinyModels();

} // namespace weft::golden
