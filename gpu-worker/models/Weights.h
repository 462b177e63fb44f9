// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/values/Safetensors.h"

#include <ATen/core/Tensor.h>

namespace weft {

/// A copy of `tensor` in libtorch's memory, same shape and element type. Errors: TensorInvalid.
Result<at::Tensor> toTorch(const Tensor& tensor);

/// The weights of one model file, by name. A network asks for what it needs; what is missing or has another shape gets
/// an error that says which.
class Weights {
public:
    explicit Weights(SafetensorsFile file)
        : m_file(std::move(file))
    {
    }
    /// Errors: those of openSafetensors.
    static Result<Weights> open(const std::string& path);

    bool has(std::string_view name) const { return m_file.tensors.contains(name); }
    /// The shape, or {} when there is no such tensor.
    std::vector<std::int64_t> shapeOf(std::string_view name) const;
    const SafetensorsFile& file() const { return m_file; }

    /// The tensor as float32 on the CPU, whatever it is stored as. Errors: ModelUnsupported (args: key).
    Result<at::Tensor> take(std::string_view name, const std::vector<std::int64_t>& shape) const;

    /// Every name replaced by `rename(name)`. Errors: ModelUnsupported when two names become one.
    Done rename(const std::function<std::string(const std::string&)>& rename);

private:
    SafetensorsFile m_file;
};

} // namespace weft
