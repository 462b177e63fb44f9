// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/SharedBytes.h"

namespace weft {

enum class DType : std::uint8_t { F32, F16, BF16, F64, I64, I32, I16, I8, U8, Bool };

std::size_t sizeOf(DType type); // bytes per element
std::string_view safetensorsName(DType type); // "F32", "BF16", ...
Result<DType> dtypeFromSafetensorsName(std::string_view name); // Errors: TensorFileInvalid

/// A dense, row-major, little-endian array. Immutable; copies share memory.
struct Tensor {
    DType dtype = DType::F32;
    std::vector<std::int64_t> shape; // {} is a scalar
    SharedBytes data;

    /// Product of the shape, or an error when it overflows, a side is negative, or `data` has another size.
    Result<std::int64_t> checkedCount() const;
    /// Product of the shape; asserts nothing, use after checkedCount().
    std::int64_t count() const;
};

/// From values in memory; asserts that the counts agree.
Tensor floatTensor(std::vector<std::int64_t> shape, const std::vector<float>& values);

} // namespace weft
