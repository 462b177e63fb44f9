// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gpu-worker/nodes/Previewer.h"

#include "gpu-worker/nodes/Placing.h"

#include <ATen/ops/_upsample_bilinear2d_aa.h>

#include <algorithm>
#include <exception>

namespace weft::worker {

namespace {

constexpr std::int64_t kMostCells = 64; // a side; 512 pixels, as much as a preview shows

/// How many cells a side are decoded. On a CPU the small decoder takes 8 % of a guided step of SD1.5 for all of them, whatever
/// their number (bench.preview); three eighths of each side are 1 %. A card has time for all.
std::int64_t cellsShown(std::int64_t side, bool onCpu)
{
    constexpr std::int64_t kFewest = 16; // smaller isn't worth a decoder
    const std::int64_t cheap = onCpu ? std::max(kFewest, side * 3 / 8) : side;
    return std::min({side, cheap, kMostCells});
}

/// The first of the batch, made smaller where a preview wouldn't show all of it, or would cost more than it is worth.
at::Tensor smallFirst(const at::Tensor& x0, bool onCpu)
{
    const at::Tensor first = x0.narrow(0, 0, 1).to(at::kFloat);
    const std::int64_t longest = std::max(first.size(2), first.size(3));
    const std::int64_t shown = cellsShown(longest, onCpu);
    if (longest == shown)
        return first;
    const auto fitted = [longest, shown](std::int64_t side) { return std::max<std::int64_t>(1, side * shown / longest); };
    return at::_upsample_bilinear2d_aa(first.contiguous(), {fitted(first.size(2)), fitted(first.size(3))}, false);
}

} // namespace

void Previewer::openDecoder()
{
    m_looked = true;
    if (m_format.tinyDecoder.empty())
        return;
    const auto file = openWeights(m_context, {"vae_approx", m_format.tinyDecoder + ".safetensors"});
    if (!file)
        return;
    // A file that is no decoder is no reason to fail: the colours are there.
    if (auto decoder = TaesdDecoder::make(*file, vaePlacementOf(m_context)); decoder && (*decoder)->channels() == m_format.channels)
        m_decoder = std::move(*decoder);
}

at::Tensor Previewer::picture(const at::Tensor& x0)
{
    if (!m_looked)
        openDecoder();
    return m_decoder ? m_decoder->picture(smallFirst(x0, m_context.device().is_cpu())) : latentToRgb(m_format, x0);
}

void Previewer::show(const at::Tensor& x0)
{
    if (!x0.defined() || x0.dim() != 4 || !m_context.wantsPreview())
        return;
    try {
        if (at::Tensor shown = picture(x0); shown.defined())
            m_context.preview(Image {std::move(shown)});
    } catch (const std::exception&) {
        m_decoder = nullptr; // too little memory for it, say: the run needs that more
    }
}

} // namespace weft::worker
