// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gpu-worker/models/Layers.h"
#include "gpu-worker/nodes/Latents.h"
#include "gpu-worker/nodes/Sampling.h"
#include "gpu-worker/runtime/Node.h"

#include <algorithm>
#include <cmath>
#include <random>

namespace weft::worker {

namespace {

constexpr std::int64_t kLeastTile = 32; // pixels
constexpr std::int64_t kMostDepth = 10;

struct Tiling {
    std::int64_t cells = 32; // a tile's side is at least this long at depth 0
    std::int64_t choices = 2; // sizes of a tile to choose from, anew for each attention
    std::int64_t depth = 0; // halvings of the picture that are tiled as well
    bool growsWithDepth = false;
};

/// How many halvings make a picture of height x width cells one of `tokens`; -1: none of the tiled ones.
std::int64_t depthOf(std::int64_t tokens, std::int64_t height, std::int64_t width, std::int64_t most)
{
    for (std::int64_t i = 0; i <= most; ++i) {
        const auto shrunk = [i](std::int64_t side) { return std::ldexp(static_cast<double>(side), -static_cast<int>(i)); };
        if (static_cast<double>(tokens) == shrunk(height) * shrunk(width))
            return i;
    }
    return -1;
}

/// Into how many equal parts a side is cut, each of at least `least`: one of the first few possibilities, but never the last
/// of several.
std::int64_t partsOf(std::int64_t side, std::int64_t least, std::int64_t choices, std::mt19937& random)
{
    std::vector<std::int64_t> parts;
    for (std::int64_t length = std::min(least, side); length <= side; ++length) {
        if (side % length == 0 && static_cast<std::int64_t>(parts.size()) < choices)
            parts.push_back(side / length);
    }
    return parts.size() < 2 ? parts.at(0) : parts[random() % (parts.size() - 1)];
}

struct Grid {
    std::int64_t rows = 1, columns = 1; // of tiles
    std::int64_t height = 1, width = 1; // of the whole, in tokens

    std::vector<std::int64_t> shape(const at::Tensor& x, bool tiled) const
    {
        const std::int64_t batch = tiled ? x.size(0) / (rows * columns) : x.size(0);
        if (tiled)
            return {batch, rows, columns, height / rows, width / columns, x.size(2)};
        return {batch, rows, height / rows, columns, width / columns, x.size(2)};
    }
};

/// Queries by tile; keys and values in as many runs of tokens, one for each. q, k, v [B, tokens, C] -> the same. Source:
/// what ComfyUI's `HyperTile` comes to.
at::Tensor attendedInTiles(const at::Tensor& q, const at::Tensor& k, const at::Tensor& v, const Grid& grid, int heads)
{
    const std::int64_t tiles = grid.rows * grid.columns;
    const auto runs = [&](const at::Tensor& x) { return x.reshape({x.size(0) * tiles, x.size(1) / tiles, x.size(2)}); };
    const at::Tensor byTile = q.reshape(grid.shape(q, false)).permute({0, 1, 3, 2, 4, 5});
    const at::Tensor queries = byTile.reshape({q.size(0) * tiles, q.size(1) / tiles, q.size(2)});
    const at::Tensor found = attention(queries, runs(k), runs(v), heads);
    return found.reshape(grid.shape(found, true)).permute({0, 1, 3, 2, 4, 5}).reshape(q.sizes());
}

/// Nothing where this attention isn't to be tiled.
std::optional<Grid> gridFor(
    std::int64_t tokens, const DiffusionModel::NetworkCall& call, const Tiling& tiling, std::mt19937& random)
{
    const std::int64_t depth = depthOf(tokens, call.height, call.width, tiling.depth);
    if (depth < 0)
        return std::nullopt;
    const double aspect = static_cast<double>(call.width) / static_cast<double>(call.height);
    const auto side = [](double square) { return static_cast<std::int64_t>(std::nearbyint(std::sqrt(square))); };
    Grid grid;
    grid.height = side(static_cast<double>(tokens) * aspect);
    grid.width = side(static_cast<double>(tokens) / aspect);
    if (grid.height < 1 || grid.width < 1 || grid.height * grid.width != tokens)
        return std::nullopt;
    const std::int64_t least = tiling.cells << (tiling.growsWithDepth ? depth : 0);
    grid.rows = partsOf(grid.height, least, tiling.choices, random);
    grid.columns = partsOf(grid.width, least, tiling.choices, random);
    return grid.rows * grid.columns > 1 ? std::optional(grid) : std::nullopt;
}

/// The choice of tiles depends on the step alone, so that a run can be repeated.
void addTiling(NetworkPatches& patches, const DiffusionModel::NetworkCall& call, const Tiling& tiling)
{
    const auto random = std::make_shared<std::mt19937>(static_cast<std::uint32_t>(call.sigma * 1e4));
    patches.selfAttention.push_back([call, tiling, random](const at::Tensor& q, const at::Tensor& k, const at::Tensor& v,
                                        const BlockPlace&, int heads) -> std::optional<at::Tensor> {
        const auto grid = gridFor(q.size(1), call, tiling, *random);
        return grid ? std::optional(attendedInTiles(q, k, v, *grid, heads)) : std::nullopt;
    });
}

/// Self attention within tiles: large pictures take less time. Source: ComfyUI `HyperTile`.
const bool hyperTile = node("HyperTile", "model_patches/unet")
                           .in<ModelPtr>("model")
                           .in<std::int64_t>("tile_size", {.init = 256, .min = 1, .max = 2048})
                           .in<std::int64_t>("swap_size", {.init = 2, .min = 1, .max = 128})
                           .in<std::int64_t>("max_depth", {.init = 0, .min = 0, .max = kMostDepth})
                           .in<bool>("scale_depth", {.init = false})
                           .out<ModelPtr>("MODEL", {.holdsModel = true})
                           .run([](const ModelPtr& model, std::int64_t tileSize, std::int64_t swapSize,
                                    std::int64_t maxDepth, bool scaleDepth) -> Result<ModelPtr> {
                               const Tiling tiling {std::max(kLeastTile, std::min<std::int64_t>(tileSize, 1 << 20)) / kLatentCell,
                                   std::max<std::int64_t>(1, swapSize), std::clamp<std::int64_t>(maxDepth, 0, kMostDepth), scaleDepth};
                               auto copy = changed(model);
                               copy->callPatches.push_back(
                                   [tiling](NetworkPatches& patches, const DiffusionModel::NetworkCall& call) {
                                       addTiling(patches, call, tiling);
                                   });
                               return ModelPtr(std::move(copy));
                           });

} // namespace

} // namespace weft::worker
