// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gpu-worker/sampling/SigmaCurves.h"

#include <algorithm>
#include <cmath>
#include <map>

namespace weft {

namespace {

/// The published noise levels for 10 steps.
const std::map<std::string, std::vector<double>, std::less<>>& publishedLevels()
{
    static const std::map<std::string, std::vector<double>, std::less<>> levels {
        {"SD1", {14.6146412293, 6.4745760956, 3.8636745985, 2.6946151520, 1.8841921177, 1.3943805092, 0.9642583904,
                    0.6523686016, 0.3977456272, 0.1515232662, 0.0291671582}},
        {"SDXL", {14.6146412293, 6.3184485287, 3.7681790315, 2.1811480769, 1.3405244945, 0.8620721141, 0.5550693289,
                     0.3798540708, 0.2332364134, 0.1114188177, 0.0291671582}},
        {"SVD", {700.00, 54.5, 15.886, 7.977, 4.248, 1.789, 0.981, 0.403, 0.173, 0.034, 0.002}},
    };
    return levels;
}

} // namespace

std::vector<double> logInterpolated(const std::vector<double>& levels, std::int64_t count)
{
    const double spans = static_cast<double>(levels.size()) - 1;
    std::vector<double> result;
    for (std::int64_t i = 0; i < count; ++i) {
        const double position = count > 1 ? spans * static_cast<double>(i) / static_cast<double>(count - 1) : spans;
        const auto left = static_cast<std::size_t>(std::min(std::floor(position), spans - 1));
        const double weight = position - static_cast<double>(left);
        result.push_back(std::exp((1 - weight) * std::log(levels[left]) + weight * std::log(levels[left + 1])));
    }
    return result;
}

Result<Sigmas> alignYourSteps(std::string_view model, std::int64_t steps, double denoise)
{
    const auto found = publishedLevels().find(model);
    if (found == publishedLevels().end())
        return Error {ErrorCode::SettingNotInList, {}, {{"input", "model_type"}, {"received", std::string(model)}}};
    if (!(denoise > 0))
        return Sigmas {};
    const bool published = steps + 1 == static_cast<std::int64_t>(found->second.size());
    const std::vector<double> levels = published ? found->second : logInterpolated(found->second, steps + 1);
    const Sigmas sigmas(levels.begin(), levels.end());
    const double kept = denoise < 1 ? std::nearbyint(static_cast<double>(steps) * denoise) : static_cast<double>(steps);
    Sigmas last = lastSteps(sigmas, static_cast<std::int64_t>(kept));
    last.back() = 0;
    return last;
}

} // namespace weft
