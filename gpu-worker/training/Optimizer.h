// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gpu-worker/models/Weights.h"

#include <optional>

namespace weft {

/// Changes leaves by their gradients. The rules, and their numbers apart from the rate, are PyTorch's defaults.
/// Sources: Adam arXiv 1412.6980, AdamW arXiv 1711.05101, RMSprop (Hinton, 2012).
class Optimizer {
public:
    enum class Kind { AdamW, Adam, Sgd, RmsProp };
    /// "AdamW", "Adam", "SGD", "RMSprop"; nothing for others.
    static std::optional<Kind> kindNamed(std::string_view name);

    Optimizer(Kind kind, double learningRate)
        : m_kind(kind)
        , m_rate(learningRate)
    {
    }

    /// `leaf` decays towards `origin`; undefined: towards 0. Names are those of state().
    void add(const std::string& name, at::Tensor leaf, at::Tensor origin = {});
    /// One step of every leaf that has a gradient, which is forgotten then.
    void step();

    /// What it remembers of the steps before: "NAME.exp_avg" and the like, float32 on the CPU.
    NamedTensors state() const;
    /// Goes on from there after `steps` steps. False, and nothing is changed, where it doesn't fit.
    bool restore(const NamedTensors& state, std::int64_t steps);

private:
    struct Entry {
        at::Tensor leaf;
        at::Tensor origin;
        NamedTensors memory; // like the leaf
    };

    void change(Entry& entry, const at::Tensor& gradient) const;
    void changeByMoments(Entry& entry, const at::Tensor& gradient) const;

    Kind m_kind;
    double m_rate;
    std::int64_t m_steps = 0;
    std::map<std::string, Entry> m_entries;
};

} // namespace weft
