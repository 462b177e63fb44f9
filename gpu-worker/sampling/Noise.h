// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Result.h"

#include <ATen/core/Generator.h>
#include <ATen/core/Tensor.h>

#include <cstdint>
#include <functional>
#include <vector>

namespace weft {

/// Standard normal numbers as PyTorch draws them: a new CPU generator with this seed, torch.randn(shape), float32. Always on
/// the CPU, so that a picture doesn't depend on the machine.
at::Tensor randomNormal(const std::vector<std::int64_t>& shape, std::uint64_t seed);

/// The noise of a run's first latent, [B, C, H, W] like `latent`. With `batchIndex` ([B] int64) each picture gets the noise
/// that it would have at that place of a longer batch. Errors: ValueInvalid (an index below 0 or above kMaxBatchIndex, or
/// another number of them than pictures); Cancelled once `cancelled` says so, which is asked before each picture.
Result<at::Tensor> latentNoise(const at::Tensor& latent, std::uint64_t seed, const at::Tensor& batchIndex = {},
    const std::function<bool()>& cancelled = {});

constexpr std::int64_t kMaxBatchIndex = 100'000;

/// The n-th tensor that one generator draws; asking in order costs one draw each, going back starts again.
class NoiseStream {
public:
    NoiseStream(std::vector<std::int64_t> shape, std::uint64_t seed);
    at::Tensor at(std::int64_t n);

private:
    std::vector<std::int64_t> m_shape;
    std::uint64_t m_seed;
    at::Generator m_generator;
    std::int64_t m_next = 0;
};

} // namespace weft
