// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/values/Safetensors.h"

#include <map>
#include <optional>

namespace weft::golden {

/// A tensor whose numbers are a hash of (seed, name, index): uniform with this deviation around the mean.
struct TinyTensor {
    std::vector<std::int64_t> shape;
    double deviation = 0;
    double mean = 0;
    DType dtype = DType::F16;
    std::optional<float> constant; // instead, for a scalar
};

/// A small checkpoint in the making. Names are the field's own, so that any reader takes it for a trained one.
///
///     key = FNV-1a-64 of "<seed>/<name>";  z = key + (i + 1) * 0x9E3779B97F4A7C15, mixed as in SplitMix64;
///     u = float(z >> 40) * 2^-23 - 1;  w = u * float(sqrt(3) * deviation) + float(mean), rounded to the type
///
/// ComfyUI's golden values were made with checkpoints of these numbers.
class TinyFile {
public:
    explicit TinyFile(int seed = 1, DType dtype = DType::F16)
        : m_seed(seed)
        , m_dtype(dtype)
    {
    }

    void raw(const std::string& name, std::vector<std::int64_t> shape, double deviation, double mean = 0);
    void scalar(const std::string& name, float value);
    /// Deviation gain / sqrt(inputs).
    void weight(const std::string& name, std::vector<std::int64_t> shape, double gain);

    struct Bias {
        bool has = true;
        double deviation = 0.05;
        double mean = 0;
    };
    void linear(const std::string& name, std::int64_t in, std::int64_t out, double gain = 1.0);
    void linearWithoutBias(const std::string& name, std::int64_t in, std::int64_t out, double gain);
    void convolution(
        const std::string& name, std::int64_t in, std::int64_t out, std::int64_t kernel, double gain, Bias bias = {true, 0.05, 0});
    void norm(const std::string& name, std::int64_t channels);

    const std::map<std::string, TinyTensor>& tensors() const { return m_tensors; }
    /// The numbers of one tensor, little-endian.
    std::vector<std::uint8_t> bytesOf(const std::string& name) const;
    SafetensorsFile inMemory() const;
    /// Writes a safetensors file, one tensor after another. Errors: FileUnwritable.
    Done write(const std::string& path) const;

private:
    int m_seed;
    DType m_dtype;
    std::map<std::string, TinyTensor> m_tensors;
};

} // namespace weft::golden
