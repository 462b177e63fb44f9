// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gpu-worker/sampling/MultistepCoefficients.h"

#include "gpu-worker/models/Float32.h"

#include <ATen/TensorOperators.h>
#include <ATen/core/Tensor.h>
#include <ATen/ops/exp.h>
#include <ATen/ops/linspace.h>
#include <ATen/ops/sqrt.h>
#include <ATen/ops/sum.h>

#include <cmath>
#include <numbers>

namespace weft {

namespace {

struct GaussPoint {
    double place; // in -1..1
    double weight;
};

/// Gauss-Legendre: n points integrate polynomials of degree 2n - 1 exactly.
std::vector<GaussPoint> gaussPoints(std::size_t n)
{
    std::vector<GaussPoint> points;
    const auto count = static_cast<double>(n);
    for (std::size_t k = 1; k <= n; ++k) {
        double x = std::cos(std::numbers::pi * (static_cast<double>(k) - 0.25) / (count + 0.5));
        double derivative = 1;
        for (int iteration = 0; iteration < 50; ++iteration) {
            double before = 1;
            double value = x;
            for (std::size_t j = 2; j <= n; ++j) {
                const auto degree = static_cast<double>(j);
                const double nextValue = ((2 * degree - 1) * x * value - (degree - 1) * before) / degree;
                before = value;
                value = nextValue;
            }
            derivative = n == 1 ? 1 : count * (x * value - before) / (x * x - 1);
            const double move = value / derivative;
            x -= move;
            if (std::abs(move) < 1e-15)
                break;
        }
        points.push_back({x, n == 1 ? 2 : 2 / ((1 - x * x) * derivative * derivative)});
    }
    return points;
}

/// The Lagrange polynomial that is 1 at nodes[j] and 0 at the others.
template <typename T, typename Node>
T lagrange(const T& at, const std::vector<Node>& nodes, std::size_t j, T one)
{
    T product = std::move(one);
    for (std::size_t k = 0; k < nodes.size(); ++k) {
        if (k != j)
            product = product * ((at - nodes[k]) / (nodes[j] - nodes[k]));
    }
    return product;
}

std::vector<double> nodesBefore(const Sigmas& sigmas, std::size_t i, std::size_t order)
{
    std::vector<double> nodes;
    for (std::size_t k = 0; k < order; ++k)
        nodes.push_back(sigmas[i - k]);
    return nodes;
}

/// beta_min and beta_max of the variance-preserving process whose sigmas run from 0.002 at time 0.001 to 80 at time 1.
struct VpTime {
    float betaD;
    float betaMin;

    VpTime()
    {
        constexpr float kEpsilon = 1e-3F;
        const auto logOfOnePlusSquare = [](float sigma) { return std::log(sigma * sigma + 1.0F); };
        betaD = 2.0F * (logOfOnePlusSquare(0.002F) / kEpsilon - logOfOnePlusSquare(80.0F)) / static_cast<float>(1e-3 - 1);
        betaMin = logOfOnePlusSquare(80.0F) - 0.5F * betaD;
    }
    float timeOf(float sigma) const
    {
        const float root = std::sqrt(betaMin * betaMin + 2.0F * betaD * float32::log(sigma * sigma + 1.0F));
        return (root - betaMin) / betaD;
    }
};

} // namespace

std::vector<float> lmsCoefficients(const Sigmas& sigmas, std::size_t i, std::size_t order)
{
    const std::vector<double> nodes = nodesBefore(sigmas, i, order);
    const double middle = (static_cast<double>(sigmas[i]) + sigmas[i + 1]) / 2;
    const double half = (static_cast<double>(sigmas[i + 1]) - sigmas[i]) / 2;
    const std::vector<GaussPoint> points = gaussPoints(order / 2 + 1);
    std::vector<float> coefficients;
    for (std::size_t j = 0; j < order; ++j) {
        double integral = 0;
        for (const GaussPoint& point : points)
            integral += point.weight * half * lagrange<double, double>(middle + half * point.place, nodes, j, 1.0);
        coefficients.push_back(static_cast<float>(integral));
    }
    return coefficients;
}

std::vector<float> adamsCoefficients(const Sigmas& sigmas, std::size_t i, std::size_t order)
{
    if (order == 1)
        return {1};
    const float h0 = sigmas[i + 1] - sigmas[i];
    const float h1 = sigmas[i] - sigmas[i - 1];
    std::vector<float> c {(2 + h0 / h1) / 2, -(h0 / h1) / 2, 0, 0};
    c.resize(order);
    if (order == 2)
        return c;
    const float h2 = sigmas[i - 1] - sigmas[i - 2];
    const float third = (1 - h0 / (3 * (h0 + h1)) * (h0 * (h0 + h1)) / (h1 * (h1 + h2))) / 2;
    c[0] = c[0] + third;
    c[1] = c[1] - (1 + h1 / h2) * third;
    c[2] = third * h1 / h2;
    if (order == 3)
        return c;
    const float h3 = sigmas[i - 2] - sigmas[i - 3];
    const float ratio = h1 * (h1 + h2) / (h2 * (h2 + h3));
    const float fourth = ((1 - h0 / (3 * (h0 + h1))) / 2 + (1 - h0 / (2 * (h0 + h1))) * h0 / (6 * (h0 + h1 + h2)))
        * (h0 * (h0 + h1) * (h0 + h1 + h2)) / (h1 * (h1 + h2) * (h1 + h2 + h3));
    c[0] = c[0] + fourth;
    c[1] = c[1] - (1 + h1 / h2 + ratio) * fourth;
    c[2] = c[2] + (h1 / h2 + ratio * (1 + h2 / h3)) * fourth;
    c[3] = -fourth * ratio * h1 / h2;
    return c;
}

std::vector<float> deisCoefficients(const Sigmas& sigmas, std::size_t i, std::size_t order)
{
    constexpr std::int64_t kPoints = 10'000;
    static const VpTime vp;
    std::vector<float> nodes;
    for (std::size_t k = 0; k < order; ++k)
        nodes.push_back(vp.timeOf(sigmas[i - k]));
    const float end = vp.timeOf(sigmas[i + 1]);
    const at::Tensor taus = at::linspace(nodes[0], end, kPoints, at::kFloat);
    const float dtau = (end - nodes[0]) / static_cast<float>(kPoints);
    const float slopeOfBeta = (vp.betaD + vp.betaMin) - vp.betaMin;
    const at::Tensor alpha = at::exp(taus * taus * -0.5 * slopeOfBeta - taus * vp.betaMin);
    const at::Tensor logSlope = taus * -slopeOfBeta - vp.betaMin;
    const at::Tensor integrand = logSlope * -0.5 / at::sqrt(alpha * (1 - alpha));
    std::vector<float> coefficients;
    for (std::size_t j = 0; j < order; ++j) {
        const at::Tensor weighted = lagrange<at::Tensor, float>(taus, nodes, j, integrand);
        coefficients.push_back(at::sum(weighted).item<float>() * dtau);
    }
    return coefficients;
}

} // namespace weft
