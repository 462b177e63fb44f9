// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gpu-worker/models/TensorBytes.h"

#include <ATen/ops/empty.h>
#include <ATen/ops/from_blob.h>

#include <cstring>

namespace weft {

namespace {

c10::ScalarType scalarType(DType type)
{
    switch (type) {
    case DType::F32:
        return c10::kFloat;
    case DType::F16:
        return c10::kHalf;
    case DType::BF16:
        return c10::kBFloat16;
    case DType::F64:
        return c10::kDouble;
    case DType::I64:
        return c10::kLong;
    case DType::I32:
        return c10::kInt;
    case DType::I16:
        return c10::kShort;
    case DType::I8:
        return c10::kChar;
    case DType::U8:
        return c10::kByte;
    case DType::Bool:
        return c10::kBool;
    }
    return c10::kFloat;
}

Result<DType> dtypeOf(c10::ScalarType type)
{
    for (const DType candidate : {DType::F32, DType::F16, DType::BF16, DType::F64, DType::I64, DType::I32, DType::I16,
             DType::I8, DType::U8, DType::Bool}) {
        if (scalarType(candidate) == type)
            return candidate;
    }
    return Error {ErrorCode::TensorInvalid, std::string("no such element type in a value: ") + c10::toString(type)};
}

/// A Bool of any other byte than 0 and 1 would be undefined behaviour in libtorch's kernels.
Done checkBools(const Tensor& tensor)
{
    if (tensor.dtype != DType::Bool)
        return {};
    for (const std::uint8_t byte : tensor.data.view()) {
        if (byte > 1)
            return Error {ErrorCode::TensorInvalid, "a truth value is neither 0 nor 1"};
    }
    return {};
}

} // namespace

Result<at::Tensor> toTorch(const Tensor& tensor)
{
    WEFT_CHECK(tensor.checkedCount());
    WEFT_CHECK(checkBools(tensor));
    at::Tensor copy = at::empty(tensor.shape, at::TensorOptions(scalarType(tensor.dtype)));
    if (!tensor.data.empty())
        std::memcpy(copy.mutable_data_ptr(), tensor.data.data(), tensor.data.size());
    return copy;
}

Result<at::Tensor> viewInTorch(const Tensor& tensor)
{
    WEFT_CHECK(tensor.checkedCount());
    const bool aligned = reinterpret_cast<std::uintptr_t>(tensor.data.data()) % sizeOf(tensor.dtype) == 0;
    if (tensor.data.empty() || !aligned)
        return toTorch(tensor);
    WEFT_CHECK(checkBools(tensor));
    void* bytes = const_cast<std::uint8_t*>(tensor.data.data());
    const auto release = [owner = tensor.data](void*) {};
    return at::from_blob(bytes, tensor.shape, release, at::TensorOptions(scalarType(tensor.dtype)));
}

Result<Tensor> fromTorch(const at::Tensor& tensor)
{
    if (!tensor.defined())
        return Error {ErrorCode::TensorInvalid, "a tensor without elements or shape"};
    WEFT_TRY(const DType dtype, dtypeOf(tensor.scalar_type()));
    const auto owner = std::make_shared<const at::Tensor>(tensor.detach().to(c10::kCPU).contiguous());
    const ByteView view(static_cast<const std::uint8_t*>(owner->const_data_ptr()), owner->nbytes());
    return Tensor {dtype, owner->sizes().vec(), SharedBytes(owner, view)};
}

} // namespace weft
