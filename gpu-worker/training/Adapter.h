// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gpu-worker/models/LearnedChange.h"
#include "gpu-worker/models/Weights.h"

#include <ATen/core/Generator.h>

#include <optional>

namespace weft {

/// How a change of a weight is written with few numbers.
/// LoRA: up down (arXiv 2106.09685). LoHa: (a1 b1) * (a2 b2), element by element (arXiv 2108.06098). LoKr: the Kronecker
/// product of a small matrix and a larger one (arXiv 2309.14859).
enum class AdapterKind { LoRA, LoHa, LoKr };

/// "LoRA", "LoHa", "LoKr"; nothing for others.
std::optional<AdapterKind> adapterKindNamed(std::string_view name);

/// A change of one weight [out, in] or [out, in, k, k] that is being learned.
class Adapter : public LearnedChange {
public:
    /// What is learned, by the ends of its names in a file ("lora_up.weight"): float32 leaves on one device.
    const NamedTensors& factors() const { return m_factors; }
    /// Beside them in the file, or none.
    std::optional<double> alpha() const { return m_alpha; }

protected:
    Adapter(NamedTensors factors, std::optional<double> alpha)
        : m_factors(std::move(factors))
        , m_alpha(alpha)
    {
    }
    const at::Tensor& factor(const char* name) const { return m_factors.at(name); }

private:
    NamedTensors m_factors;
    std::optional<double> m_alpha;
};
using AdapterPtr = std::shared_ptr<const Adapter>;

/// One that changes nothing yet, with alpha 1 as ComfyUI's. `rank` is cut to what the weight allows; the start is drawn on the CPU.
AdapterPtr newAdapter(AdapterKind kind, at::IntArrayRef weightShape, std::int64_t rank, at::Generator& generator, at::Device device);

/// The one that `file` holds for `module` (the name before ".lora_up.weight" and the like), or null where it has none.
/// Errors: ModelUnsupported (args: key): parts are missing, have other shapes, or are of a form that can't be taught on.
Result<AdapterPtr> readAdapter(const Weights& file, const std::string& module, at::IntArrayRef weightShape, at::Device device);

} // namespace weft
