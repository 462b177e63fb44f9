// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gpu-worker/models/Layers.h"

#include <optional>

namespace weft {

/// The text half of CLIP: a transformer of any width, depth and number of heads (width / 64), each place seeing only
/// those before it. Immutable; used from one thread at a time. Source: Radford et al. 2021; transformers'
/// CLIPTextModel.
class ClipTransformer {
public:
    enum class Activation { QuickGelu, Gelu };

    /// What one run computes.
    struct Wanted {
        int layer = 0; // the hidden state after this layer, from 0; layerCount(): the normalised output
        bool normHidden = false; // the final norm is applied to a hidden state as well
        bool pooled = true;
        bool projected = true; // pooled goes through the file's projection, where it has one
    };
    struct Output {
        at::Tensor hidden; // [N, T, width]
        at::Tensor pooled; // [N, width or the projection's]; undefined when it isn't wanted
    };

    /// Errors: ModelUnsupported (args: key).
    static Result<ClipTransformer> load(const ParameterSet& set, Activation activation);

    int layerCount() const { return static_cast<int>(m_layers.size()); }
    std::int64_t width() const { return m_width; }
    /// ids [n] int64 -> [n, width].
    at::Tensor embedded(const at::Tensor& ids) const { return m_tokens->rows(ids); }
    /// x [N, T <= 77, width], embedded tokens without their places; ends [N] int64, the place that is pooled.
    Output run(const at::Tensor& x, const at::Tensor& ends, const Wanted& wanted) const;

private:
    struct Layer {
        LayerNorm norm1, norm2;
        Linear q, k, v, out;
        Linear fc1, fc2;
    };

    static Result<Layer> loadLayer(const ParameterSet& set, const std::string& name, std::int64_t width);
    at::Tensor runLayer(const Layer& layer, const at::Tensor& x) const;
    at::Tensor attend(const Layer& layer, const at::Tensor& x) const;
    at::Tensor activated(const at::Tensor& x) const;

    Activation m_activation = Activation::Gelu;
    std::int64_t m_width = 0;
    ParameterPtr m_tokens;
    ParameterPtr m_places;
    std::vector<Layer> m_layers;
    LayerNorm m_final;
    std::optional<Linear> m_projection;
};

} // namespace weft
