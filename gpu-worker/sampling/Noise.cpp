// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gpu-worker/sampling/Noise.h"

#include <ATen/CPUGeneratorImpl.h>
#include <ATen/ops/cat.h>
#include <ATen/ops/randn.h>

#include <algorithm>
#include <map>

namespace weft {

namespace {

at::Tensor drawn(const std::vector<std::int64_t>& shape, const at::Generator& generator)
{
    return at::randn(shape, generator, at::TensorOptions(at::kFloat));
}

} // namespace

at::Tensor randomNormal(const std::vector<std::int64_t>& shape, std::uint64_t seed)
{
    return drawn(shape, at::detail::createCPUGenerator(seed));
}

Result<at::Tensor> latentNoise(const at::Tensor& latent, std::uint64_t seed, const at::Tensor& batchIndex,
    const std::function<bool()>& cancelled)
{
    std::vector<std::int64_t> shape = latent.sizes().vec();
    if (!batchIndex.defined())
        return randomNormal(shape, seed);
    const at::Tensor index = batchIndex.to(at::kCPU, at::kLong).reshape({-1}).contiguous();
    const std::vector<std::int64_t> places(index.const_data_ptr<std::int64_t>(), index.const_data_ptr<std::int64_t>() + index.numel());
    if (places.empty() || static_cast<std::int64_t>(places.size()) != shape[0])
        return Error {ErrorCode::ValueInvalid, "the latent has another number of batch indexes than pictures"};
    const auto [least, most] = std::ranges::minmax(places);
    if (least < 0 || most > kMaxBatchIndex)
        return Error {ErrorCode::ValueInvalid, "a batch index lies outside of 0.." + std::to_string(kMaxBatchIndex)};
    shape[0] = 1;
    const at::Generator generator = at::detail::createCPUGenerator(seed);
    std::map<std::int64_t, at::Tensor> wanted;
    for (const std::int64_t place : places)
        wanted[place];
    for (std::int64_t place = 0; place <= most; ++place) {
        if (cancelled && cancelled())
            return Error {ErrorCode::Cancelled};
        at::Tensor noise = drawn(shape, generator); // also where nobody wants it: the next one follows from it
        if (const auto found = wanted.find(place); found != wanted.end())
            found->second = std::move(noise);
    }
    std::vector<at::Tensor> rows;
    for (const std::int64_t place : places)
        rows.push_back(wanted.at(place));
    return at::cat(rows);
}

NoiseStream::NoiseStream(std::vector<std::int64_t> shape, std::uint64_t seed)
    : m_shape(std::move(shape))
    , m_seed(seed)
    , m_generator(at::detail::createCPUGenerator(seed))
{
}

at::Tensor NoiseStream::at(std::int64_t n)
{
    if (n < m_next) {
        m_generator = at::detail::createCPUGenerator(m_seed);
        m_next = 0;
    }
    for (; m_next < n; ++m_next)
        drawn(m_shape, m_generator);
    ++m_next;
    return drawn(m_shape, m_generator);
}

} // namespace weft
