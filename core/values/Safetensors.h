// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Json.h"
#include "core/values/Tensor.h"

#include <map>

namespace weft {

/// A safetensors file in memory or mapped. Tensors share the bytes. The parser is bounded: header <= 100 MB (as the
/// format says), depth 4, no overlaps, no gaps outside the file, shapes that match their byte ranges, no duplicate names.
/// Source: https://github.com/huggingface/safetensors, "Format".
struct SafetensorsFile {
    std::map<std::string, Tensor, std::less<>> tensors;
    std::map<std::string, std::string> metadata;
};

/// Errors: FileTruncated, TensorFileInvalid (detail says which tensor and why).
Result<SafetensorsFile> parseSafetensors(SharedBytes bytes);
/// Maps the file; pages are read when they are touched. Errors: those above, FileNotFound, FileUnreadable.
Result<SafetensorsFile> openSafetensors(const std::string& path);
/// Canonical: names sorted, no gaps, header padded with spaces to 8 bytes. Errors: TensorInvalid.
Result<SharedBytes> writeSafetensors(const SafetensorsFile& file);

} // namespace weft
