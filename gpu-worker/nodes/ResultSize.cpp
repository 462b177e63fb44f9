// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gpu-worker/nodes/ResultSize.h"

#include "core/base/Limits.h"
#include "core/base/SizeText.h"

#include <ATen/ops/cat.h>

#include <algorithm>
#include <limits>

namespace weft::worker {

namespace {

/// Of so many numbers of these sizes; what 64 bits don't hold is the largest that they do.
std::uint64_t floatBytes(std::initializer_list<std::int64_t> sides)
{
    constexpr std::uint64_t kMost = std::numeric_limits<std::uint64_t>::max();
    std::uint64_t bytes = sizeof(float);
    for (const std::int64_t side : sides) {
        const auto factor = static_cast<std::uint64_t>(side);
        bytes = bytes > kMost / factor ? kMost : bytes * factor;
    }
    return bytes;
}

} // namespace

Done checkSides(std::initializer_list<std::int64_t> sides)
{
    if (std::ranges::any_of(sides, [](std::int64_t side) { return side <= 0; }))
        return Error {ErrorCode::ValueInvalid, "a side of 0"};
    const std::uint64_t bytes = floatBytes(sides);
    if (bytes <= kMaxValueBytes)
        return {};
    return Error {ErrorCode::PictureTooLarge, "the result would be " + sizeText(bytes) + " large",
        {{"size", sizeText(bytes)}, {"limit", sizeText(kMaxValueBytes)}}};
}

Result<at::Tensor> joined(const std::vector<at::Tensor>& parts, std::int64_t side)
{
    std::int64_t numbers = 0;
    for (const at::Tensor& part : parts)
        numbers += part.numel(); // each is in memory, so their sum is a number
    WEFT_CHECK(checkSides({numbers}));
    return at::cat(parts, side);
}

Result<at::Tensor> repeated(const at::Tensor& x, std::int64_t times)
{
    WEFT_CHECK(checkSides({times, x.numel()}));
    std::vector<std::int64_t> each(static_cast<std::size_t>(x.dim()), 1);
    each[0] = times;
    return x.repeat(each);
}

Result<at::Tensor> repeatedTo(const at::Tensor& x, std::int64_t count)
{
    if (x.size(0) >= count)
        return x.narrow(0, 0, count);
    if (x.numel() == 0)
        return Error {ErrorCode::ValueInvalid, "an empty batch can't be repeated"};
    WEFT_CHECK(checkSides({count, x.numel() / x.size(0)}));
    WEFT_TRY(const at::Tensor all, repeated(x, (count + x.size(0) - 1) / x.size(0)));
    return all.narrow(0, 0, count);
}

} // namespace weft::worker
