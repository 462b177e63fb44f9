// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gpu-worker/models/TiledUpscale.h"

#include "core/base/Limits.h"

#include <ATen/ops/empty.h>
#include <ATen/ops/ones.h>
#include <ATen/ops/zeros.h>
#include <c10/core/impl/VirtualGuardImpl.h>
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

/// A card's work is only queued when libtorch returns: without this, progress would run ahead and a cancel come late.
void await(at::Device device)
{
    if (!device.is_cpu())
        c10::impl::VirtualGuardImpl(device.type()).getStream(device).synchronize();
}

/// One pass over a batch with one size of tiles.
class Pass {
public:
    Pass(const Upscaler& upscaler, at::Device device, TileOptions options, const UpscaleHooks& hooks)
        : m_upscaler(upscaler)
        , m_device(device)
        , m_joinDevice(options.joinOnDevice ? device : at::Device(at::kCPU))
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
        const at::TensorOptions place = at::TensorOptions().device(m_joinDevice).dtype(at::kFloat);
        at::Tensor sum = at::zeros({1, 3, picture.size(2) * scale, picture.size(3) * scale}, place);
        at::Tensor weight = at::zeros({1, 1, sum.size(2), sum.size(3)}, place);
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
        const at::Tensor rows = axisWeights(height, feather).view({1, 1, height, 1});
        return rows.mul(axisWeights(width, feather).view({1, 1, 1, width})).to(m_joinDevice);
    }

    Result<at::Tensor> enlargedTile(const at::Tensor& tile)
    {
        if (m_hooks.cancelled && m_hooks.cancelled())
            return Error {ErrorCode::Cancelled};
        const at::Tensor in = tile.contiguous().to(m_device, m_upscaler.elementType());
        const at::Tensor enlarged = m_upscaler.run(in).to(m_joinDevice, at::kFloat);
        await(m_device);
        ++m_done;
        if (m_hooks.progress)
            m_hooks.progress(m_done, m_total);
        if (m_hooks.finished)
            m_hooks.finished(asPicture(enlarged));
        return enlarged;
    }

    const Upscaler& m_upscaler;
    at::Device m_device;
    at::Device m_joinDevice;
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

/// The CPU's allocator and CUDA's libraries throw a plain Error.
bool isOutOfMemory(const c10::Error& error)
{
    const std::string_view what = error.what_without_backtrace();
    const auto says = [what](std::string_view words) { return what.find(words) != std::string_view::npos; };
    return dynamic_cast<const c10::OutOfMemoryError*>(&error) != nullptr || says("can't allocate memory")
        || says("out of memory") || says("ALLOC_FAILED");
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
    options.joinOnDevice = device != at::Device(at::kCPU);
    while (options.tile >= kMinTile) {
        try {
            return upscaleTiled(upscaler, pixels, device, options, hooks);
        } catch (const c10::Error& error) {
            if (!isOutOfMemory(error))
                throw;
        } catch (const std::bad_alloc&) { // smaller tiles may fit
        }
        if (options.joinOnDevice)
            options.joinOnDevice = false;
        else
            options.tile /= 2;
    }
    return Error {ErrorCode::OutOfMemory, "even tiles of 128 pixels don't fit"};
}

} // namespace weft
