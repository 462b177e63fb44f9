// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gpu-worker/sampling/Resize.h"

#include <ATen/ops/_upsample_nearest_exact2d.h>
#include <ATen/ops/index_select.h>
#include <ATen/ops/tensor.h>
#include <ATen/ops/upsample_bilinear2d.h>

#include <algorithm>
#include <cmath>
#include <vector>

namespace weft {

at::Tensor bilinearTo(const at::Tensor& x, std::int64_t height, std::int64_t width)
{
    if (x.size(-2) == height && x.size(-1) == width)
        return x;
    return at::upsample_bilinear2d(x, {height, width}, false);
}

at::Tensor nearestTo(const at::Tensor& x, std::int64_t height, std::int64_t width)
{
    if (x.size(-2) == height && x.size(-1) == width)
        return x;
    return at::_upsample_nearest_exact2d(x, {height, width});
}

at::Tensor croppedToAspect(const at::Tensor& x, std::int64_t height, std::int64_t width)
{
    const auto oldHeight = static_cast<double>(x.size(-2));
    const auto oldWidth = static_cast<double>(x.size(-1));
    const double oldAspect = oldWidth / oldHeight;
    const double aspect = static_cast<double>(width) / static_cast<double>(height);
    std::int64_t cutX = 0;
    std::int64_t cutY = 0;
    if (oldAspect > aspect)
        cutX = static_cast<std::int64_t>(std::nearbyint((oldWidth - oldWidth * (aspect / oldAspect)) / 2));
    else if (oldAspect < aspect)
        cutY = static_cast<std::int64_t>(std::nearbyint((oldHeight - oldHeight * (oldAspect / aspect)) / 2));
    return x.narrow(-2, cutY, x.size(-2) - 2 * cutY).narrow(-1, cutX, x.size(-1) - 2 * cutX);
}

at::Tensor repeatedToBatch(const at::Tensor& x, std::int64_t count)
{
    if (x.size(0) >= count)
        return x.narrow(0, 0, count);
    std::vector<std::int64_t> times(static_cast<std::size_t>(x.dim()), 1);
    times[0] = (count + x.size(0) - 1) / x.size(0);
    return x.repeat(times).narrow(0, 0, count);
}

at::Tensor spreadToBatch(const at::Tensor& x, std::int64_t count)
{
    const std::int64_t rows = x.size(0);
    if (rows == count)
        return x;
    if (count <= 1)
        return x.narrow(0, 0, count);
    std::vector<std::int64_t> from;
    for (std::int64_t i = 0; i < count; ++i) {
        const auto at = static_cast<double>(i);
        const double place = count < rows
            ? std::nearbyint(at * (static_cast<double>(rows - 1) / static_cast<double>(count - 1)))
            : std::floor((at + 0.5) * (static_cast<double>(rows) / static_cast<double>(count)));
        from.push_back(std::min(static_cast<std::int64_t>(place), rows - 1));
    }
    return at::index_select(x, 0, at::tensor(from).to(x.device()));
}

} // namespace weft
