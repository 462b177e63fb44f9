// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gpu-worker/models/TiledUpscale.h"

#include "core/base/Limits.h"

#include <ATen/ops/empty.h>
#include <ATen/ops/ones.h>
#include <ATen/ops/zeros.h>
#include <c10/util/Exception.h>

namespace weft {

namespace {

struct Span {
    std::int64_t begin = 0;
    std::int64_t length = 0;
};

/// Where the tiles of one axis lie; the last one may be shorter.
std::vector<Span> spansOf(std::int64_t size, const TileOptions& options)
{
    if (size <= options.tile)
        return {{0, size}};
    std::vector<Span> spans;
    for (std::int64_t begin = 0; begin < size - options.overlap; begin += options.tile - options.overlap)
        spans.push_back({begin, std::min(options.tile, size - begin)});
    return spans;
}

/// The weights of one axis of a tile: 1 inside, rising from 1/feather to 1 at both ends.
at::Tensor axisWeights(std::int64_t length, std::int64_t feather)
{
    at::Tensor weights = at::ones({length});
    if (feather >= length)
        return weights;
    auto* w = weights.mutable_data_ptr<float>();
    for (std::int64_t i = 0; i < feather; ++i) {
        const float rise = static_cast<float>(i + 1) / static_cast<float>(feather);
        w[i] *= rise;
        w[length - 1 - i] *= rise;
    }
    return weights;
}

at::Tensor asPicture(const at::Tensor& x) // [1, 3, h, w] -> [1, h, w, 3], 0..1
{
    return x.permute({0, 2, 3, 1}).clamp(0, 1).contiguous();
}

/// One pass over a batch with one size of tiles.
class Pass {
public:
    Pass(const Upscaler& upscaler, at::Device device, TileOptions options, const UpscaleHooks& hooks)
        : m_upscaler(upscaler)
        , m_device(device)
        , m_options(options)
        , m_hooks(hooks)
    {
    }

    Result<at::Tensor> run(const at::Tensor& pixels)
    {
        const std::int64_t scale = m_upscaler.scale();
        const auto rows = spansOf(pixels.size(1), m_options);
        const auto columns = spansOf(pixels.size(2), m_options);
        m_total = pixels.size(0) * static_cast<std::int64_t>(rows.size() * columns.size());
        at::Tensor out = at::empty({pixels.size(0), pixels.size(1) * scale, pixels.size(2) * scale, 3});
        for (std::int64_t b = 0; b < pixels.size(0); ++b) {
            const at::Tensor picture = pixels.narrow(0, b, 1).permute({0, 3, 1, 2}).contiguous();
            WEFT_TRY(const at::Tensor enlarged, enlargedPicture(picture, rows, columns));
            out.narrow(0, b, 1).copy_(asPicture(enlarged));
        }
        return out;
    }

private:
    Result<at::Tensor> enlargedPicture(
        const at::Tensor& picture, const std::vector<Span>& rows, const std::vector<Span>& columns)
    {
        if (rows.size() * columns.size() == 1)
            return enlargedTile(picture);
        const std::int64_t scale = m_upscaler.scale();
        at::Tensor sum = at::zeros({1, 3, picture.size(2) * scale, picture.size(3) * scale});
        at::Tensor weight = at::zeros({1, 1, sum.size(2), sum.size(3)});
        for (const Span& row : rows) {
            for (const Span& column : columns) {
                const auto part = [&](const at::Tensor& x, std::int64_t s) {
                    return x.narrow(2, row.begin * s, row.length * s).narrow(3, column.begin * s, column.length * s);
                };
                WEFT_TRY(const at::Tensor tile, enlargedTile(part(picture, 1)));
                const at::Tensor blend = tileWeights(row.length * scale, column.length * scale);
                part(sum, scale).add_(tile.mul(blend));
                part(weight, scale).add_(blend);
            }
        }
        return sum.div_(weight);
    }

    at::Tensor tileWeights(std::int64_t height, std::int64_t width) const
    {
        const std::int64_t feather = m_options.overlap * m_upscaler.scale();
        return axisWeights(height, feather).view({1, 1, height, 1}).mul(axisWeights(width, feather).view({1, 1, 1, width}));
    }

    Result<at::Tensor> enlargedTile(const at::Tensor& tile)
    {
        if (m_hooks.cancelled && m_hooks.cancelled())
            return Error {ErrorCode::Cancelled};
        const at::Tensor enlarged = m_upscaler.run(tile.contiguous().to(m_device)).to(at::kCPU);
        ++m_done;
        if (m_hooks.progress)
            m_hooks.progress(m_done, m_total);
        if (m_hooks.finished)
            m_hooks.finished(asPicture(enlarged));
        return enlarged;
    }

    const Upscaler& m_upscaler;
    at::Device m_device;
    TileOptions m_options;
    const UpscaleHooks& m_hooks;
    std::int64_t m_done = 0;
    std::int64_t m_total = 1;
};

Done checkSizes(const Upscaler& upscaler, const at::Tensor& pixels)
{
    if (pixels.dim() != 4 || pixels.size(3) != 3)
        return Error {ErrorCode::TypeMismatch, "the upscaler takes pictures with 3 channels", {{"input", "image"}}};
    if (pixels.numel() == 0)
        return Error {ErrorCode::ValueInvalid, "an empty picture", {{"input", "image"}}};
    const auto scale = static_cast<std::uint64_t>(upscaler.scale());
    if (static_cast<std::uint64_t>(pixels.numel()) > kMaxValueBytes / sizeof(float) / (scale * scale))
        return Error {ErrorCode::PictureTooLarge, "the enlarged picture", {{"limit", std::to_string(kMaxValueBytes)}}};
    return {};
}

/// The CPU's allocator throws a plain Error.
bool isOutOfMemory(const c10::Error& error)
{
    return dynamic_cast<const c10::OutOfMemoryError*>(&error) != nullptr
        || std::string_view(error.what_without_backtrace()).find("can't allocate memory") != std::string_view::npos;
}

} // namespace

Result<at::Tensor> upscaleTiled(
    const Upscaler& upscaler, const at::Tensor& pixels, at::Device device, TileOptions options, const UpscaleHooks& hooks)
{
    WEFT_CHECK(checkSizes(upscaler, pixels));
    return Pass(upscaler, device, options, hooks).run(pixels);
}

Result<at::Tensor> upscaleFitting(
    const Upscaler& upscaler, const at::Tensor& pixels, at::Device device, const UpscaleHooks& hooks)
{
    TileOptions options;
    for (; options.tile >= kMinTile; options.tile /= 2) {
        try {
            return upscaleTiled(upscaler, pixels, device, options, hooks);
        } catch (const c10::Error& error) {
            if (!isOutOfMemory(error))
                throw;
        } catch (const std::bad_alloc&) { // smaller tiles may fit
        }
    }
    return Error {ErrorCode::OutOfMemory, "even tiles of 128 pixels don't fit"};
}

} // namespace weft
