// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/golden/tiny/TinyFile.h"

namespace weft::golden {

/// A file that the golden cases or benchmarks name, "checkpoints/tiny_sd15.safetensors", and what is in it.
struct TinyModel {
    std::string path; // in a folder of models
    TinyFile (*make)();
    bool isLarge = false; // for benchmarks: made only when it is named
};

const std::vector<TinyModel>& tinyModels();

} // namespace weft::golden
