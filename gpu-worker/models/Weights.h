// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/values/Safetensors.h"
#include "gpu-worker/models/TensorBytes.h"

#include <map>

namespace weft {

using NamedTensors = std::map<std::string, at::Tensor>;

/// ModelUnsupported with the weight to blame (args: key).
Error weightError(std::string_view name, const std::string& why);
std::string shapeText(at::IntArrayRef shape); // "[320, 4, 3, 3]"

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

    /// The tensor as it is stored, without a copy (see viewInTorch); only numbers with a fraction.
    /// Errors: ModelUnsupported (args: key).
    Result<at::Tensor> stored(std::string_view name) const;

    /// The weights whose names begin with `prefix`, without it. They share the file.
    Weights under(std::string_view prefix) const;
    std::vector<std::string> names() const;

    /// Every name replaced by `rename(name)`. Errors: ModelUnsupported when two names become one.
    Done rename(const std::function<std::string(const std::string&)>& rename);

private:
    SafetensorsFile m_file;
};

} // namespace weft
