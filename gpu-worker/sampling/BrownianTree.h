// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <ATen/core/Tensor.h>

#include <cstdint>
#include <map>
#include <utility>
#include <vector>

namespace weft {

/// Brownian motion between two times that depends on its seed alone, not on which increments are asked for, nor in which
/// order: each half of an interval is drawn from a seed of its own (a Brownian bridge, halved until the asked times are
/// met). Times are rounded to 6 decimals. Source: arXiv 2101.12195; the numbers are those of torchsde's BrownianTree.
class BrownianTree {
public:
    /// start < end, after rounding.
    BrownianTree(std::vector<std::int64_t> shape, double start, double end, std::uint64_t seed);

    /// W(to) - W(from), float32 on the CPU; times outside are moved to the ends.
    at::Tensor increment(double from, double to);

private:
    struct Interval {
        double start = 0;
        double end = 0;
        std::uint64_t key = 0; // which of its depth
        std::uint64_t depth = 0;
        at::Tensor increment;
    };

    at::Tensor between(const Interval& interval, double from, double to);
    at::Tensor leftHalf(const Interval& interval, double middle);

    std::vector<std::int64_t> m_shape;
    std::uint64_t m_seed;
    Interval m_root;
    std::map<std::pair<std::uint64_t, std::uint64_t>, at::Tensor> m_halves; // by depth and key; the last few
};

/// Noise for a step between two sigmas: the tree's increment, scaled to variance 1. [shape].
class BrownianNoise {
public:
    BrownianNoise(std::vector<std::int64_t> shape, float sigmaMin, float sigmaMax, std::uint64_t seed)
        : m_tree(std::move(shape), sigmaMin, sigmaMax, seed)
    {
    }
    at::Tensor at(float sigma, float sigmaNext);

private:
    BrownianTree m_tree;
};

} // namespace weft
