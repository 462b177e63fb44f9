// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/values/Tensor.h"

#include <array>
#include <cassert>

namespace weft {

namespace {

struct DTypeRow {
    DType type;
    std::string_view name;
    std::size_t size;
};

constexpr std::array kRows {DTypeRow {DType::F32, "F32", 4}, DTypeRow {DType::F16, "F16", 2},
    DTypeRow {DType::BF16, "BF16", 2}, DTypeRow {DType::F64, "F64", 8}, DTypeRow {DType::I64, "I64", 8},
    DTypeRow {DType::I32, "I32", 4}, DTypeRow {DType::I16, "I16", 2}, DTypeRow {DType::I8, "I8", 1},
    DTypeRow {DType::U8, "U8", 1}, DTypeRow {DType::Bool, "BOOL", 1}};

} // namespace

std::size_t sizeOf(DType type)
{
    return kRows[static_cast<std::size_t>(type)].size;
}

std::string_view safetensorsName(DType type)
{
    return kRows[static_cast<std::size_t>(type)].name;
}

Result<DType> dtypeFromSafetensorsName(std::string_view name)
{
    for (const DTypeRow& row : kRows) {
        if (row.name == name)
            return row.type;
    }
    return Error {ErrorCode::TensorFileInvalid, "unknown dtype " + std::string(name.substr(0, 20))};
}

Result<std::int64_t> Tensor::checkedCount() const
{
    std::int64_t product = 1;
    for (const std::int64_t side : shape) {
        if (side < 0 || __builtin_mul_overflow(product, side, &product))
            return Error {ErrorCode::TensorInvalid, "shape out of range"};
    }
    std::int64_t bytes = 0;
    if (__builtin_mul_overflow(product, static_cast<std::int64_t>(sizeOf(dtype)), &bytes)
        || bytes != static_cast<std::int64_t>(data.size()))
        return Error {ErrorCode::TensorInvalid, "shape doesn't match its bytes"};
    return product;
}

std::int64_t Tensor::count() const
{
    std::int64_t product = 1;
    for (const std::int64_t side : shape)
        product *= side;
    return product;
}

Tensor floatTensor(std::vector<std::int64_t> shape, const std::vector<float>& values)
{
    const auto* bytes = reinterpret_cast<const std::uint8_t*>(values.data());
    Tensor tensor {DType::F32, std::move(shape), SharedBytes::copyOf({bytes, values.size() * sizeof(float)})};
    assert(tensor.count() == static_cast<std::int64_t>(values.size()));
    return tensor;
}

} // namespace weft
