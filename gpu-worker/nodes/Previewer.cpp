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

/// The first of the batch, made smaller where a preview wouldn't show all of it.
at::Tensor smallFirst(const at::Tensor& x0)
{
    const at::Tensor first = x0.narrow(0, 0, 1).to(at::kFloat);
    const std::int64_t longest = std::max(first.size(2), first.size(3));
    if (longest <= kMostCells)
        return first;
    const auto fitted = [longest](std::int64_t side) { return std::max<std::int64_t>(1, side * kMostCells / longest); };
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
    return m_decoder ? m_decoder->picture(smallFirst(x0)) : latentToRgb(m_format, x0);
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
