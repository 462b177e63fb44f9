// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gpu-worker/models/Vae.h"

#include <ATen/ops/cat.h>

namespace weft {

at::Tensor cutToMultiple(const at::Tensor& x, std::int64_t factor)
{
    at::Tensor cut = x;
    for (const std::int64_t side : {1, 2}) {
        const std::int64_t rest = x.size(side) % factor;
        cut = cut.narrow(side, rest / 2, x.size(side) - rest);
    }
    return cut;
}

at::Tensor Vae::networkInput(const at::Tensor& pixels) const
{
    return cutToMultiple(pixels.narrow(3, 0, 3), factor()).movedim(-1, 1).mul(2).sub(1).contiguous();
}

at::Tensor Vae::networkOutput(const at::Tensor& y)
{
    return y.add(1).div(2).clamp_(0, 1).movedim(1, -1).contiguous();
}

at::Tensor Vae::encode(const at::Tensor& pixels) const
{
    std::vector<at::Tensor> latents;
    for (const at::Tensor& picture : pixels.split(1, 0))
        latents.push_back(toLatent(networkInput(picture)));
    return at::cat(latents, 0);
}

at::Tensor Vae::decode(const at::Tensor& latent) const
{
    std::vector<at::Tensor> pictures;
    for (const at::Tensor& one : latent.split(1, 0))
        pictures.push_back(networkOutput(toPixels(one)));
    return at::cat(pictures, 0);
}

} // namespace weft
