// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gpu-worker/nodes/Composite.h"

#include "gpu-worker/nodes/Resampling.h"

#include <ATen/ops/ones.h>

#include <algorithm>

namespace weft::worker {

Result<at::Tensor> composited(
    const at::Tensor& destination, at::Tensor source, at::Tensor mask, std::int64_t x, std::int64_t y, bool resizeSource)
{
    if (destination.numel() == 0 || source.numel() == 0 || (mask.defined() && mask.numel() == 0))
        return Error {ErrorCode::ValueInvalid, "an empty picture"};
    const std::int64_t height = destination.size(2);
    const std::int64_t width = destination.size(3);
    source = source.narrow(0, 0, std::min(source.size(0), destination.size(0))); // those that are used, before they grow
    if (resizeSource) {
        WEFT_TRY(source, bilinear(source, height, width));
    }
    WEFT_TRY(source, repeatedTo(source, destination.size(0)));
    x = std::clamp<std::int64_t>(x, 0, width);
    y = std::clamp<std::int64_t>(y, 0, height);
    if (mask.defined()) {
        mask = mask.reshape({-1, 1, mask.size(-2), mask.size(-1)});
        mask = mask.narrow(0, 0, std::min(mask.size(0), source.size(0)));
        WEFT_TRY(const at::Tensor sized, bilinear(mask, source.size(2), source.size(3)));
        WEFT_TRY(mask, repeatedTo(sized, source.size(0)));
    } else {
        mask = at::ones({source.size(0), 1, source.size(2), source.size(3)});
    }
    const auto visible = [&](const at::Tensor& t) {
        return t.narrow(2, 0, std::min(t.size(2), height - y)).narrow(3, 0, std::min(t.size(3), width - x));
    };
    const at::Tensor over = visible(source);
    const at::Tensor alpha = visible(mask);
    at::Tensor out = destination.clone();
    at::Tensor under = out.narrow(2, y, over.size(2)).narrow(3, x, over.size(3));
    under.copy_(alpha.mul(over).add(alpha.neg().add(1).mul(under)));
    return out;
}

} // namespace weft::worker
