// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gpu-worker/sampling/Schedulers.h"

#include "gpu-worker/sampling/BetaQuantile.h"
#include "gpu-worker/sampling/SigmaCurves.h"

#include <ATen/core/Tensor.h>
#include <ATen/ops/full.h>
#include <ATen/ops/linspace.h>

#include <algorithm>
#include <array>
#include <cmath>

namespace weft {

namespace {

constexpr float kNearlyZero = 0.00001F;

std::vector<float> tableOf(const NoiseSchedule& schedule)
{
    const at::Tensor table = schedule.sigmas().to(at::kCPU, at::kFloat).contiguous();
    const float* data = table.const_data_ptr<float>();
    return {data, data + table.numel()};
}

Sigmas simple(const NoiseSchedule& schedule, std::int64_t steps)
{
    const std::vector<float> table = tableOf(schedule);
    const double stride = static_cast<double>(table.size()) / static_cast<double>(steps);
    Sigmas sigmas;
    for (std::int64_t i = 0; i < steps; ++i)
        sigmas.push_back(table[table.size() - 1 - static_cast<std::size_t>(static_cast<double>(i) * stride)]);
    sigmas.push_back(0);
    return sigmas;
}

Sigmas ddimUniform(const NoiseSchedule& schedule, std::int64_t steps)
{
    const std::vector<float> table = tableOf(schedule);
    // A table that begins at zero needs no zero of its own.
    const bool endsAtZero = table.size() > 1 && table[1] <= kNearlyZero;
    Sigmas sigmas;
    if (!endsAtZero)
        sigmas.push_back(0);
    const auto size = static_cast<std::int64_t>(table.size());
    const std::int64_t stride = std::max<std::int64_t>(size / (endsAtZero ? steps + 1 : steps), 1);
    for (std::int64_t i = 1; i < size; i += stride)
        sigmas.push_back(table[static_cast<std::size_t>(i)]);
    std::ranges::reverse(sigmas);
    return sigmas;
}

/// Even in timesteps. `open` leaves the last point away (sgm_uniform).
Sigmas uniform(const NoiseSchedule& schedule, std::int64_t steps, bool open)
{
    const auto timestepOf = [&](double sigma) { return schedule.timestep(at::full({1}, sigma, at::kFloat)).item<float>(); };
    const float start = timestepOf(schedule.sigmaMax());
    const float end = timestepOf(schedule.sigmaMin());
    const bool endsAtZero = !open && std::abs(schedule.sigmaAt(end)) <= kNearlyZero;
    const std::int64_t points = open || endsAtZero ? steps + 1 : steps;
    const at::Tensor timesteps = at::linspace(start, end, points, at::kFloat);
    Sigmas sigmas;
    for (std::int64_t i = 0; i < (open ? points - 1 : points); ++i)
        sigmas.push_back(static_cast<float>(schedule.sigmaAt(timesteps[i].item<float>())));
    if (!endsAtZero)
        sigmas.push_back(0);
    return sigmas;
}

/// Mochi's: half of the steps take away a small, even share of the noise, the rest goes on quadratically.
Sigmas linearQuadratic(const NoiseSchedule& schedule, std::int64_t steps)
{
    const auto largest = static_cast<float>(schedule.sigmaMax());
    if (steps == 1)
        return {largest, 0};
    constexpr double kThreshold = 0.025;
    const std::int64_t linearSteps = steps / 2;
    const auto n = static_cast<double>(linearSteps);
    const auto quadraticSteps = static_cast<double>(steps - linearSteps);
    const double difference = n - kThreshold * static_cast<double>(steps);
    const double quadratic = difference / (n * quadraticSteps * quadraticSteps);
    const double linear = kThreshold / n - 2 * difference / (quadraticSteps * quadraticSteps);
    Sigmas sigmas;
    for (std::int64_t i = 0; i < steps; ++i) {
        const auto at = static_cast<double>(i);
        const double done = i < linearSteps ? at * kThreshold / n : quadratic * at * at + linear * at + quadratic * n * n;
        sigmas.push_back(static_cast<float>(1 - done) * largest);
    }
    sigmas.push_back(0);
    return sigmas;
}

using Scheduler = Sigmas (*)(const NoiseSchedule&, std::int64_t);

struct NamedScheduler {
    const char* name;
    Scheduler make;
};

constexpr std::array<NamedScheduler, 9> kSchedulers {{
    {"simple", simple},
    {"sgm_uniform", [](const NoiseSchedule& s, std::int64_t n) { return uniform(s, n, true); }},
    {"karras", [](const NoiseSchedule& s, std::int64_t n) { return karrasSigmas(n, s.sigmaMin(), s.sigmaMax(), 7); }},
    {"exponential", [](const NoiseSchedule& s, std::int64_t n) { return exponentialSigmas(n, s.sigmaMin(), s.sigmaMax()); }},
    {"ddim_uniform", ddimUniform},
    {"beta", nullptr}, // asks whether it is cancelled
    {"normal", [](const NoiseSchedule& s, std::int64_t n) { return uniform(s, n, false); }},
    {"linear_quadratic", linearQuadratic},
    {"kl_optimal", [](const NoiseSchedule& s, std::int64_t n) { return klOptimalSigmas(n, s.sigmaMin(), s.sigmaMax()); }},
}};

Done checkSteps(std::int64_t steps)
{
    const std::map<std::string, std::string> args {{"input", "steps"}, {"received", std::to_string(steps)}};
    if (steps < 1)
        return Error {ErrorCode::SettingTooSmall, "there is no step to take", args}.with("min", "1");
    if (steps > kMaxCurve)
        return Error {ErrorCode::SettingTooLarge, "too many steps", args}.with("max", std::to_string(kMaxCurve));
    return {};
}

} // namespace

const std::vector<std::string>& schedulerNames()
{
    static const std::vector<std::string> names = [] {
        std::vector<std::string> all;
        for (const NamedScheduler& scheduler : kSchedulers)
            all.emplace_back(scheduler.name);
        return all;
    }();
    return names;
}

Sigmas lastSteps(const Sigmas& sigmas, std::int64_t count)
{
    const auto kept = static_cast<std::ptrdiff_t>(std::min<std::size_t>(sigmas.size(), static_cast<std::size_t>(count) + 1));
    return {sigmas.end() - kept, sigmas.end()};
}

Result<Sigmas> scheduledSigmas(
    const NoiseSchedule& schedule, std::string_view scheduler, std::int64_t steps, const std::function<bool()>& cancelled)
{
    WEFT_CHECK(checkSteps(steps));
    for (const NamedScheduler& known : kSchedulers) {
        if (known.name == scheduler) {
            if (!known.make)
                return betaSigmas(schedule, steps, 0.6, 0.6, cancelled);
            return known.make(schedule, steps);
        }
    }
    return Error {
        ErrorCode::SettingNotInList, "unknown scheduler", {{"input", "scheduler"}, {"received", std::string(scheduler)}}};
}

Result<Sigmas> betaSigmas(const NoiseSchedule& schedule, std::int64_t steps, double alpha, double beta,
    const std::function<bool()>& cancelled)
{
    WEFT_CHECK(checkSteps(steps));
    if (!(alpha > 0 && beta > 0))
        return Error {ErrorCode::SettingTooSmall, "not a beta distribution",
            {{"input", alpha > 0 ? "beta" : "alpha"}, {"received", std::to_string(alpha > 0 ? beta : alpha)}, {"min", "0.01"}}};
    const std::vector<float> table = tableOf(schedule);
    const double last = static_cast<double>(table.size()) - 1;
    Sigmas sigmas;
    double previous = -1;
    for (std::int64_t i = 0; i < steps; ++i) {
        if (cancelled && cancelled())
            return Error {ErrorCode::Cancelled};
        const double share = 1 - static_cast<double>(i) * (1.0 / static_cast<double>(steps));
        const double position = std::clamp(std::nearbyint(betaQuantile(share, alpha, beta) * last), 0.0, last);
        if (position != previous)
            sigmas.push_back(table[static_cast<std::size_t>(position)]);
        previous = position;
    }
    sigmas.push_back(0);
    return sigmas;
}

Result<Sigmas> ksamplerSigmas(const NoiseSchedule& schedule, std::string_view scheduler, std::string_view sampler,
    std::int64_t steps, double denoise, const std::function<bool()>& cancelled)
{
    constexpr double kWhole = 0.9999;
    static constexpr std::array<std::string_view, 4> kDropPenultimate {"dpm_2", "dpm_2_ancestral", "uni_pc", "uni_pc_bh2"};
    if (!(denoise > 0))
        return Sigmas {};
    WEFT_CHECK(checkSteps(steps));
    const bool drops = std::ranges::find(kDropPenultimate, sampler) != kDropPenultimate.end();
    const double stretched = denoise > kWhole ? static_cast<double>(steps) : std::trunc(static_cast<double>(steps) / denoise);
    const auto total = static_cast<std::int64_t>(std::min(stretched, 1e9));
    WEFT_TRY(Sigmas sigmas, scheduledSigmas(schedule, scheduler, total + (drops ? 1 : 0), cancelled));
    if (drops && sigmas.size() >= 2)
        sigmas.erase(sigmas.end() - 2);
    return denoise > kWhole ? sigmas : lastSteps(sigmas, steps);
}

} // namespace weft
