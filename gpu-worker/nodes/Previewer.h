// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gpu-worker/models/LatentFormats.h"
#include "gpu-worker/models/Taesd.h"
#include "gpu-worker/runtime/Context.h"

namespace weft::worker {

/// Shows what a sampler sees while it runs: by the small decoder of the latents' family where the vae_approx folder has it,
/// else by the family's colours. It makes a picture only when one is wanted, and never fails a run.
class Previewer {
public:
    /// Both stay with the caller.
    Previewer(Context& context, const LatentFormat& format)
        : m_context(context)
        , m_format(format)
    {
    }

    /// x0 [B, C, h, w], scaled as sampling has it; undefined: nothing to show yet.
    void show(const at::Tensor& x0);

private:
    at::Tensor picture(const at::Tensor& x0);
    void openDecoder();

    Context& m_context;
    const LatentFormat& m_format;
    std::shared_ptr<const TaesdDecoder> m_decoder;
    bool m_looked = false; // for the decoder
};

} // namespace weft::worker
