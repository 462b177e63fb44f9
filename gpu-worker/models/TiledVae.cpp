// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gpu-worker/models/TiledVae.h"

#include <ATen/ops/cat.h>
#include <ATen/ops/ones_like.h>
#include <ATen/ops/zeros.h>

#include <array>
#include <cmath>

namespace weft {

namespace {

/// How one pass maps places of its input to places of its output.
struct VaePass {
    std::function<at::Tensor(const at::Tensor&)> network;
    double scale = 1; // output side / input side
    std::int64_t channels = 3; // of the output

    std::int64_t placeOf(std::int64_t place) const { return std::llrint(static_cast<double>(place) * scale); }
};

struct Progress {
    const TileHooks& hooks;
    std::int64_t total = 0;
    std::int64_t done = 0;

    Done step()
    {
        if (hooks.cancelled && hooks.cancelled())
            return Error{ErrorCode::Cancelled};
        if (hooks.progress)
            hooks.progress(done, total);
        ++done;
        return {};
    }
};

/// Where tiles begin along a side.
std::vector<std::int64_t> placesOf(std::int64_t side, std::int64_t tile, std::int64_t overlap)
{
    if (side <= tile)
        return {0};
    std::vector<std::int64_t> places;
    for (std::int64_t at = 0; at < side - overlap; at += tile - overlap)
        places.push_back(at);
    return places;
}

std::int64_t tileCount(const at::Tensor& x, const VaeTiles& tiles)
{
    const auto rows = placesOf(x.size(2), tiles.height, tiles.overlap).size();
    return x.size(0) * static_cast<std::int64_t>(rows * placesOf(x.size(3), tiles.width, tiles.overlap).size());
}

/// 1, falling to all four edges over the overlap.
at::Tensor feathered(const at::Tensor& like, std::int64_t overlap)
{
    at::Tensor mask = at::ones_like(like);
    for (const std::int64_t side : {2, 3}) {
        const std::int64_t size = mask.size(side);
        if (overlap >= size)
            continue;
        for (std::int64_t i = 0; i < overlap; ++i) {
            const double weight = static_cast<double>(i + 1) / static_cast<double>(overlap);
            mask.narrow(side, i, 1).mul_(weight);
            mask.narrow(side, size - 1 - i, 1).mul_(weight);
        }
    }
    return mask;
}

/// One picture, x [1, C, H, W], in tiles.
Result<at::Tensor> onePass(const at::Tensor& x, const VaePass& pass, const VaeTiles& tiles, Progress& progress)
{
    if (x.size(2) <= tiles.height && x.size(3) <= tiles.width) {
        WEFT_CHECK(progress.step());
        return pass.network(x);
    }
    at::Tensor sum = at::zeros({1, pass.channels, pass.placeOf(x.size(2)), pass.placeOf(x.size(3))});
    at::Tensor weights = at::zeros(sum.sizes());
    for (const std::int64_t top : placesOf(x.size(2), tiles.height, tiles.overlap)) {
        for (const std::int64_t left : placesOf(x.size(3), tiles.width, tiles.overlap)) {
            WEFT_CHECK(progress.step());
            const std::int64_t height = std::min(tiles.height, x.size(2) - top);
            const std::int64_t width = std::min(tiles.width, x.size(3) - left);
            const at::Tensor tile = pass.network(x.narrow(2, top, height).narrow(3, left, width));
            const at::Tensor mask = feathered(tile, pass.placeOf(tiles.overlap));
            const auto part = [&](const at::Tensor& whole) {
                return whole.narrow(2, pass.placeOf(top), tile.size(2)).narrow(3, pass.placeOf(left), tile.size(3));
            };
            part(sum).add_(tile.mul(mask));
            part(weights).add_(mask);
        }
    }
    return sum.div(weights);
}

Result<at::Tensor> inTiles(const at::Tensor& x, const VaePass& pass, const VaeTiles& tiles, Progress& progress)
{
    std::vector<at::Tensor> out;
    for (const at::Tensor& one : x.split(1, 0)) {
        WEFT_TRY(at::Tensor made, onePass(one, pass, tiles, progress));
        out.push_back(std::move(made));
    }
    return at::cat(out, 0);
}

/// The mean of three passes: tall tiles, wide ones, and those asked for.
Result<at::Tensor> threeWays(const at::Tensor& x, const VaePass& pass, const VaeTiles& tiles, const TileHooks& hooks)
{
    const std::array<VaeTiles, 3> ways{{{tiles.width / 2, tiles.height * 2, tiles.overlap},
        {tiles.width * 2, tiles.height / 2, tiles.overlap}, tiles}};
    Progress progress{hooks};
    for (const VaeTiles& way : ways) {
        if (way.width <= way.overlap || way.height <= way.overlap || way.overlap < 0)
            return Error{ErrorCode::SettingTooSmall, "tiles no larger than their overlap", {{"input", "tile_size"}}};
        progress.total += tileCount(x, way);
    }
    at::Tensor sum;
    for (const VaeTiles& way : ways) {
        WEFT_TRY(at::Tensor made, inTiles(x, pass, way, progress));
        sum = sum.defined() ? sum.add(made) : std::move(made);
    }
    return sum.div(3);
}

} // namespace

Result<at::Tensor> decodeTiled(const Vae& vae, const at::Tensor& latent, VaeTiles tiles, const TileHooks& hooks)
{
    const VaePass pass{
        [&vae](const at::Tensor& tile) { return vae.toPixels(tile); }, static_cast<double>(vae.factor()), 3};
    WEFT_TRY(const at::Tensor sum, threeWays(latent, pass, tiles, hooks));
    return Vae::networkOutput(sum);
}

Result<at::Tensor> encodeTiled(const Vae& vae, const at::Tensor& pixels, VaeTiles tiles, const TileHooks& hooks)
{
    const VaePass pass{[&vae](const at::Tensor& tile) { return vae.toLatent(tile.contiguous()); },
        1.0 / static_cast<double>(vae.factor()), vae.latentChannels()};
    return threeWays(vae.networkInput(pixels), pass, tiles, hooks);
}

} // namespace weft
