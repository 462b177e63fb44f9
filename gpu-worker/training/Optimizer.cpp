// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gpu-worker/training/Optimizer.h"

#include <ATen/core/grad_mode.h>
#include <ATen/ops/zeros_like.h>

#include <cmath>

namespace weft {

namespace {

constexpr double kMean = 0.9; // how slowly the running mean of gradients moves
constexpr double kSquare = 0.999; // and that of their squares
constexpr double kRmsSquare = 0.99;
constexpr double kTiny = 1e-8;
constexpr double kDecay = 0.01; // of AdamW, times the rate

std::vector<const char*> memoryOf(Optimizer::Kind kind)
{
    switch (kind) {
    case Optimizer::Kind::Sgd:
        return {};
    case Optimizer::Kind::RmsProp:
        return {"square_avg"};
    default:
        return {"exp_avg", "exp_avg_sq"};
    }
}

} // namespace

std::optional<Optimizer::Kind> Optimizer::kindNamed(std::string_view name)
{
    if (name == "AdamW")
        return Kind::AdamW;
    if (name == "Adam")
        return Kind::Adam;
    if (name == "SGD")
        return Kind::Sgd;
    if (name == "RMSprop")
        return Kind::RmsProp;
    return std::nullopt;
}

void Optimizer::add(const std::string& name, at::Tensor leaf, at::Tensor origin)
{
    Entry entry {std::move(leaf), std::move(origin), {}};
    for (const char* part : memoryOf(m_kind))
        entry.memory[part] = at::zeros_like(entry.leaf, entry.leaf.options().requires_grad(false));
    m_entries[name] = std::move(entry);
}

void Optimizer::step()
{
    const at::NoGradGuard plain;
    ++m_steps;
    for (auto& [name, entry] : m_entries) {
        const at::Tensor gradient = entry.leaf.grad();
        if (!gradient.defined())
            continue;
        change(entry, gradient);
        entry.leaf.mutable_grad().reset();
    }
}

void Optimizer::change(Entry& entry, const at::Tensor& gradient) const
{
    if (m_kind == Kind::Sgd) {
        entry.leaf.add_(gradient, -m_rate);
    } else if (m_kind == Kind::RmsProp) {
        at::Tensor& square = entry.memory.at("square_avg");
        square.mul_(kRmsSquare).addcmul_(gradient, gradient, 1 - kRmsSquare);
        entry.leaf.addcdiv_(gradient, square.sqrt().add_(kTiny), -m_rate);
    } else {
        changeByMoments(entry, gradient);
    }
}

void Optimizer::changeByMoments(Entry& entry, const at::Tensor& gradient) const
{
    if (m_kind == Kind::AdamW) {
        entry.leaf.mul_(1 - m_rate * kDecay);
        if (entry.origin.defined())
            entry.leaf.add_(entry.origin, m_rate * kDecay);
    }
    at::Tensor& mean = entry.memory.at("exp_avg");
    at::Tensor& square = entry.memory.at("exp_avg_sq");
    mean.mul_(kMean).add_(gradient, 1 - kMean);
    square.mul_(kSquare).addcmul_(gradient, gradient, 1 - kSquare);
    const auto steps = static_cast<double>(m_steps);
    const double meanShare = 1 - std::pow(kMean, steps);
    const double squareShare = 1 - std::pow(kSquare, steps);
    const at::Tensor spread = square.sqrt().div_(std::sqrt(squareShare)).add_(kTiny);
    entry.leaf.addcdiv_(mean, spread, -m_rate / meanShare);
}

NamedTensors Optimizer::state() const
{
    NamedTensors state;
    for (const auto& [name, entry] : m_entries) {
        for (const auto& [part, tensor] : entry.memory)
            state[name + "." + part] = tensor.to(at::kCPU, at::kFloat, /*non_blocking=*/false, /*copy=*/true);
    }
    return state;
}

bool Optimizer::restore(const NamedTensors& state, std::int64_t steps)
{
    for (const auto& [name, entry] : m_entries) {
        for (const auto& [part, tensor] : entry.memory) {
            const auto found = state.find(name + "." + part);
            if (found == state.end() || found->second.sizes() != tensor.sizes())
                return false;
        }
    }
    for (auto& [name, entry] : m_entries) {
        for (auto& [part, tensor] : entry.memory)
            tensor.copy_(state.at(name + "." + part));
    }
    m_steps = steps;
    return true;
}

} // namespace weft
