// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gpu-worker/training/Adapter.h"

#include <ATen/TensorOperators.h>
#include <ATen/ops/conv2d.h>
#include <ATen/ops/empty.h>
#include <ATen/ops/kron.h>
#include <ATen/ops/linear.h>
#include <ATen/ops/mm.h>
#include <ATen/ops/randn.h>
#include <ATen/ops/zeros.h>

#include <algorithm>
#include <cmath>

namespace weft {

namespace {

constexpr double kAlpha = 1;

constexpr const char* kUp = "lora_up.weight";
constexpr const char* kDown = "lora_down.weight";
constexpr const char* kHadaA1 = "hada_w1_a";
constexpr const char* kHadaB1 = "hada_w1_b";
constexpr const char* kHadaA2 = "hada_w2_a";
constexpr const char* kHadaB2 = "hada_w2_b";
constexpr const char* kKronSmall = "lokr_w1";
constexpr const char* kKronLarge = "lokr_w2";

/// LoRA never makes the change itself: x goes through both factors, which is cheaper in time and memory.
class LoraAdapter final : public Adapter {
public:
    LoraAdapter(NamedTensors factors, double alpha)
        : Adapter(std::move(factors), alpha)
        , m_scale(alpha / static_cast<double>(factor(kDown).size(0)))
    {
    }
    at::Tensor ofLinear(const at::Tensor& x) const override
    {
        const auto type = x.scalar_type();
        return at::linear(at::linear(x, factor(kDown).to(type)), factor(kUp).to(type)) * m_scale;
    }
    at::Tensor ofConvolution(const at::Tensor& x, std::int64_t stride, std::int64_t padding) const override
    {
        const auto type = x.scalar_type();
        return at::conv2d(at::conv2d(x, factor(kDown).to(type), {}, stride, padding), factor(kUp).to(type)) * m_scale;
    }

private:
    double m_scale;
};

/// One that makes its change of the weight for every call.
class WholeAdapter : public Adapter {
public:
    using Adapter::Adapter;

    at::Tensor ofLinear(const at::Tensor& x) const override { return at::linear(x, change().to(x.scalar_type())); }
    at::Tensor ofConvolution(const at::Tensor& x, std::int64_t stride, std::int64_t padding) const override
    {
        return at::conv2d(x, change().to(x.scalar_type()), {}, stride, padding);
    }

private:
    virtual at::Tensor change() const = 0; // float32, of the weight's shape
};

class LohaAdapter final : public WholeAdapter {
public:
    LohaAdapter(NamedTensors factors, double alpha, std::vector<std::int64_t> shape)
        : WholeAdapter(std::move(factors), alpha)
        , m_scale(alpha / static_cast<double>(factor(kHadaB1).size(0)))
        , m_shape(std::move(shape))
    {
    }

private:
    at::Tensor change() const override
    {
        const at::Tensor first = at::mm(factor(kHadaA1), factor(kHadaB1));
        return (first * at::mm(factor(kHadaA2), factor(kHadaB2)) * m_scale).reshape(m_shape);
    }
    double m_scale;
    std::vector<std::int64_t> m_shape;
};

class LokrAdapter final : public WholeAdapter {
public:
    explicit LokrAdapter(NamedTensors factors)
        : WholeAdapter(std::move(factors), std::nullopt)
    {
    }

private:
    at::Tensor change() const override
    {
        const at::Tensor& large = factor(kKronLarge);
        const at::Tensor& small = factor(kKronSmall);
        return at::kron(large.dim() == 4 ? small.unsqueeze(2).unsqueeze(3) : small, large);
    }
};

/// Uniform within +-1/sqrt(inputs of one output), as layers of that shape begin. Source: arXiv 1502.01852, with a = sqrt(5).
at::Tensor startingUniform(at::IntArrayRef shape, at::Generator& generator)
{
    const at::Tensor values = at::empty(shape, at::kFloat);
    const double bound = 1 / std::sqrt(static_cast<double>(std::max<std::int64_t>(1, values[0].numel())));
    return values.uniform_(-bound, bound, generator);
}

at::Tensor leafOn(const at::Tensor& values, at::Device device)
{
    return values.to(device, at::kFloat, /*non_blocking=*/false, /*copy=*/true).requires_grad_(true);
}

AdapterPtr newLora(at::IntArrayRef shape, std::int64_t rank, at::Generator& generator, at::Device device)
{
    std::vector<std::int64_t> down = shape.vec();
    down[0] = rank;
    std::vector<std::int64_t> up(shape.size(), 1);
    up[0] = shape[0];
    up[1] = rank;
    return std::make_shared<LoraAdapter>(
        NamedTensors {{kDown, leafOn(startingUniform(down, generator), device)}, {kUp, leafOn(at::zeros(up), device)}}, kAlpha);
}

AdapterPtr newLoha(at::IntArrayRef shape, std::int64_t rank, at::Generator& generator, at::Device device)
{
    constexpr double kSmall = 0.1;
    const std::int64_t in = c10::multiply_integers(shape.slice(1));
    const auto normal = [&](std::int64_t rows, std::int64_t columns, double deviation) {
        return leafOn(at::randn({rows, columns}, generator, at::TensorOptions(at::kFloat)) * deviation, device);
    };
    NamedTensors factors;
    factors[kHadaA1] = normal(shape[0], rank, kSmall);
    factors[kHadaB1] = normal(rank, in, 1);
    factors[kHadaA2] = leafOn(at::zeros({shape[0], rank}), device);
    factors[kHadaB2] = normal(rank, in, 1);
    return std::make_shared<LohaAdapter>(std::move(factors), kAlpha, shape.vec());
}

/// The largest divisor that is no larger than `most`.
std::int64_t divisorOf(std::int64_t number, std::int64_t most)
{
    std::int64_t divisor = std::min(number, most);
    while (number % divisor != 0)
        --divisor;
    return divisor;
}

AdapterPtr newLokr(at::IntArrayRef shape, std::int64_t rank, at::Generator& generator, at::Device device)
{
    const std::int64_t rows = divisorOf(shape[0], rank);
    const std::int64_t columns = divisorOf(shape[1], rank);
    std::vector<std::int64_t> large = shape.vec();
    large[0] /= rows;
    large[1] /= columns;
    return std::make_shared<LokrAdapter>(NamedTensors {{kKronSmall, leafOn(startingUniform({rows, columns}, generator), device)},
        {kKronLarge, leafOn(at::zeros(large), device)}});
}

/// Takes a module's tensors out of a file.
class ModuleReader {
public:
    ModuleReader(const Weights& file, std::string module, at::Device device)
        : m_file(file)
        , m_module(std::move(module))
        , m_device(device)
    {
    }
    std::string full(const char* name) const { return m_module + "." + name; }
    bool has(const char* name) const { return m_file.has(full(name)); }
    Result<NamedTensors> take(std::initializer_list<const char*> names) const
    {
        NamedTensors factors;
        for (const char* name : names) {
            WEFT_TRY(const at::Tensor stored, m_file.stored(full(name)));
            if (stored.dim() < 2 || stored.numel() == 0)
                return weightError(full(name), "has the shape " + shapeText(stored.sizes()));
            factors[name] = leafOn(stored, m_device);
        }
        return factors;
    }
    Result<double> alpha(double absent) const
    {
        if (!has("alpha"))
            return absent;
        WEFT_TRY(const at::Tensor stored, m_file.stored(full("alpha")));
        if (stored.numel() != 1)
            return weightError(full("alpha"), "isn't one number");
        return stored.item<double>();
    }

private:
    const Weights& m_file;
    std::string m_module;
    at::Device m_device;
};

Result<AdapterPtr> readLoraAdapter(const ModuleReader& reader, at::IntArrayRef shape)
{
    WEFT_TRY(NamedTensors factors, reader.take({kUp, kDown}));
    const std::int64_t rank = factors.at(kDown).size(0);
    std::vector<std::int64_t> up(shape.size(), 1);
    up[0] = shape[0];
    up[1] = rank;
    std::vector<std::int64_t> down = shape.vec();
    down[0] = rank;
    if (factors.at(kUp).sizes() != at::IntArrayRef(up) || factors.at(kDown).sizes() != at::IntArrayRef(down))
        return weightError(reader.full(kUp), "doesn't fit the model that is taught");
    WEFT_TRY(const double alpha, reader.alpha(static_cast<double>(rank)));
    return AdapterPtr(std::make_shared<LoraAdapter>(std::move(factors), alpha));
}

Result<AdapterPtr> readLohaAdapter(const ModuleReader& reader, at::IntArrayRef shape)
{
    WEFT_TRY(NamedTensors factors, reader.take({kHadaA1, kHadaB1, kHadaA2, kHadaB2}));
    const std::int64_t rank = factors.at(kHadaB1).size(0);
    const std::int64_t in = c10::multiply_integers(shape.slice(1));
    for (const auto& [name, factor] : factors) {
        const bool isLeft = name.ends_with("_a");
        if (factor.sizes() != at::IntArrayRef(isLeft ? std::vector {shape[0], rank} : std::vector {rank, in}))
            return weightError(reader.full(name.c_str()), "doesn't fit the model that is taught");
    }
    WEFT_TRY(const double alpha, reader.alpha(static_cast<double>(rank)));
    return AdapterPtr(std::make_shared<LohaAdapter>(std::move(factors), alpha, shape.vec()));
}

Result<AdapterPtr> readLokrAdapter(const ModuleReader& reader, at::IntArrayRef shape)
{
    WEFT_TRY(NamedTensors factors, reader.take({kKronSmall, kKronLarge}));
    const at::Tensor& small = factors.at(kKronSmall);
    std::vector<std::int64_t> product = factors.at(kKronLarge).sizes().vec();
    product[0] *= small.size(0);
    product[1] *= small.size(1);
    if (small.dim() != 2 || at::IntArrayRef(product) != shape)
        return weightError(reader.full(kKronLarge), "doesn't fit the model that is taught");
    return AdapterPtr(std::make_shared<LokrAdapter>(std::move(factors)));
}

} // namespace

std::optional<AdapterKind> adapterKindNamed(std::string_view name)
{
    if (name == "LoRA")
        return AdapterKind::LoRA;
    if (name == "LoHa")
        return AdapterKind::LoHa;
    if (name == "LoKr")
        return AdapterKind::LoKr;
    return std::nullopt;
}

AdapterPtr newAdapter(
    AdapterKind kind, at::IntArrayRef weightShape, std::int64_t rank, at::Generator& generator, at::Device device)
{
    const std::int64_t in = c10::multiply_integers(weightShape.slice(1));
    const std::int64_t most = std::max<std::int64_t>(1, std::min({rank, weightShape[0], in}));
    switch (kind) {
    case AdapterKind::LoHa:
        return newLoha(weightShape, most, generator, device);
    case AdapterKind::LoKr:
        return newLokr(weightShape, most, generator, device);
    case AdapterKind::LoRA:
        break;
    }
    return newLora(weightShape, most, generator, device);
}

Result<AdapterPtr> readAdapter(const Weights& file, const std::string& module, at::IntArrayRef weightShape, at::Device device)
{
    const ModuleReader reader(file, module, device);
    for (const char* other : {"lora_mid.weight", "dora_scale", "hada_t1", "lokr_w1_a", "lokr_w2_a", "lokr_t2"}) {
        if (reader.has(other))
            return weightError(reader.full(other), "is of a form that Weft can't teach on yet");
    }
    if (reader.has(kUp))
        return readLoraAdapter(reader, weightShape);
    if (reader.has(kHadaA1))
        return readLohaAdapter(reader, weightShape);
    if (reader.has(kKronSmall))
        return readLokrAdapter(reader, weightShape);
    return AdapterPtr();
}

} // namespace weft
