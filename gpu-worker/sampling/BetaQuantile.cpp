// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gpu-worker/sampling/BetaQuantile.h"

#include <cmath>
#include <limits>

namespace weft {

namespace {

/// Keeps Lentz's method away from dividing by zero.
double awayFromZero(double x)
{
    constexpr double kTiny = 1e-300;
    return std::abs(x) < kTiny ? kTiny : x;
}

/// The continued fraction of the incomplete beta function (DLMF 8.17.22), by Lentz's method.
double continuedFraction(double x, double a, double b)
{
    constexpr int kMaxTerms = 10'000;
    double c = 1;
    double d = 1 / awayFromZero(1 - (a + b) * x / (a + 1));
    double value = d;
    for (int m = 1; m < kMaxTerms; ++m) {
        const double even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m));
        d = 1 / awayFromZero(1 + even * d);
        c = awayFromZero(1 + even / c);
        value *= d * c;
        const double odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1));
        d = 1 / awayFromZero(1 + odd * d);
        c = awayFromZero(1 + odd / c);
        const double factor = d * c;
        value *= factor;
        if (std::abs(factor - 1) < std::numeric_limits<double>::epsilon())
            break;
    }
    return value;
}

} // namespace

double betaShareBelow(double x, double alpha, double beta)
{
    if (x <= 0)
        return 0;
    if (x >= 1)
        return 1;
    const double logFront = std::lgamma(alpha + beta) - std::lgamma(alpha) - std::lgamma(beta) + alpha * std::log(x)
        + beta * std::log1p(-x);
    // The fraction converges fast on one side of the mean; the other side is its mirror.
    if (x < (alpha + 1) / (alpha + beta + 2))
        return std::exp(logFront) * continuedFraction(x, alpha, beta) / alpha;
    return 1 - std::exp(logFront) * continuedFraction(1 - x, beta, alpha) / beta;
}

double betaQuantile(double share, double alpha, double beta)
{
    if (share <= 0)
        return 0;
    if (share >= 1)
        return 1;
    if (alpha == beta && share == 0.5)
        return 0.5; // schedulers round it: the last bit decides
    double low = 0;
    double high = 1;
    // Halving to the last bit: 60 evaluations are nothing beside one step of a sampler.
    for (int i = 0; i < 60; ++i) {
        const double middle = (low + high) / 2;
        (betaShareBelow(middle, alpha, beta) < share ? low : high) = middle;
    }
    return (low + high) / 2;
}

} // namespace weft
