// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gpu-worker/models/ClipNames.h"

#include <ATen/ops/cat.h>

#include <array>
#include <utility>

namespace weft {

namespace {

constexpr std::string_view kBlocks = "transformer.resblocks.";
constexpr std::string_view kLayers = "text_model.encoder.layers.";

using Names = std::pair<std::string_view, std::string_view>;

/// OpenCLIP's modules outside of the blocks.
constexpr std::array<Names, 4> kModules{{{"positional_embedding", "text_model.embeddings.position_embedding.weight"},
    {"token_embedding.weight", "text_model.embeddings.token_embedding.weight"},
    {"ln_final.weight", "text_model.final_layer_norm.weight"}, {"ln_final.bias", "text_model.final_layer_norm.bias"}}};

constexpr std::array<Names, 5> kBlockModules{{{"ln_1.", "layer_norm1."}, {"ln_2.", "layer_norm2."},
    {"mlp.c_fc.", "mlp.fc1."}, {"mlp.c_proj.", "mlp.fc2."}, {"attn.out_proj.", "self_attn.out_proj."}}};

constexpr std::array<std::string_view, 3> kProjections{"q_proj", "k_proj", "v_proj"};

bool isOpenClip(const Weights& encoder)
{
    return encoder.has("transformer.resblocks.0.ln_1.weight");
}

/// One of three equal parts of the rows.
Tensor third(const Tensor& joined, std::size_t index)
{
    Tensor part = joined;
    part.shape[0] /= 3;
    const std::size_t bytes = joined.data.size() / 3;
    part.data = joined.data.sub(index * bytes, bytes);
    return part;
}

/// A copy with rows and columns exchanged.
Result<Tensor> transposed(const Tensor& matrix)
{
    WEFT_TRY(const at::Tensor view, viewInTorch(matrix));
    const at::Tensor copy = view.t().contiguous();
    const ByteView bytes(static_cast<const std::uint8_t*>(copy.const_data_ptr()), copy.nbytes());
    return Tensor{matrix.dtype, {matrix.shape[1], matrix.shape[0]}, SharedBytes::copyOf(bytes)};
}

class Renamer {
public:
    Done add(const std::string& name, const Tensor& tensor)
    {
        // An old way of saving, and OpenCLIP's: as it is multiplied from the right.
        if (name == "text_projection") {
            if (tensor.shape.size() != 2)
                return weightError(name, "isn't a matrix");
            WEFT_TRY(m_file.tensors["text_projection.weight"], transposed(tensor));
        } else if (name.starts_with("text_model.") || name == "text_projection.weight") {
            m_file.tensors[name] = tensor;
        } else if (name.starts_with(kBlocks)) {
            return addBlock(std::string_view(name).substr(kBlocks.size()), name, tensor);
        } else {
            for (const auto& [from, to] : kModules) {
                if (name == from)
                    m_file.tensors[std::string(to)] = tensor;
            }
        }
        return {};
    }
    Weights take() { return Weights(std::move(m_file)); }

private:
    /// `rest`: "0.attn.in_proj_weight".
    Done addBlock(std::string_view rest, const std::string& name, const Tensor& tensor)
    {
        const std::size_t dot = std::min(rest.find('.'), rest.size() - 1);
        const std::string layer = std::string(kLayers) + std::string(rest.substr(0, dot + 1));
        const std::string_view module = rest.substr(dot + 1);
        for (const auto& [from, to] : kBlockModules) {
            if (module.starts_with(from))
                m_file.tensors[layer + std::string(to) + std::string(module.substr(from.size()))] = tensor;
        }
        constexpr std::string_view kJoined = "attn.in_proj_";
        if (!module.starts_with(kJoined))
            return {};
        if (tensor.shape.empty() || tensor.shape[0] % 3 != 0)
            return weightError(name, "can't be cut into query, key and value");
        for (std::size_t i = 0; i < kProjections.size(); ++i) {
            const std::string to = layer + "self_attn." + std::string(kProjections[i]) + ".";
            m_file.tensors[to + std::string(module.substr(kJoined.size()))] = third(tensor, i);
        }
        return {};
    }

    SafetensorsFile m_file;
};

/// `rest`: "0.self_attn.q_proj.weight". Joined parts are made when the first of them comes by.
void addOpenBlock(const NamedTensors& encoder, std::string_view rest, const at::Tensor& tensor, NamedTensors& renamed)
{
    const std::size_t dot = std::min(rest.find('.'), rest.size() - 1);
    const std::string number(rest.substr(0, dot + 1));
    const std::string_view module = rest.substr(dot + 1);
    const std::string block = std::string(kBlocks) + number;
    for (const auto& [open, ours] : kBlockModules) {
        if (module.starts_with(ours))
            renamed[block + std::string(open) + std::string(module.substr(ours.size()))] = tensor;
    }
    for (const std::string kind : {"weight", "bias"}) {
        std::vector<at::Tensor> parts;
        for (const std::string_view projection : kProjections) {
            const auto found = encoder.find(std::string(kLayers) + number + "self_attn." + std::string(projection) + "." + kind);
            if (found != encoder.end())
                parts.push_back(found->second);
        }
        if (module == "self_attn." + std::string(kProjections[0]) + "." + kind && parts.size() == kProjections.size())
            renamed[block + "attn.in_proj_" + kind] = at::cat(parts, 0);
    }
}

} // namespace

NamedTensors withOpenClipNames(const NamedTensors& encoder)
{
    NamedTensors renamed;
    for (const auto& [name, tensor] : encoder) {
        if (name.starts_with(kLayers))
            addOpenBlock(encoder, std::string_view(name).substr(kLayers.size()), tensor, renamed);
        else if (name == "text_projection.weight" && tensor.dim() == 2)
            renamed["text_projection"] = tensor.t().contiguous();
        for (const auto& [open, ours] : kModules) {
            if (name == ours)
                renamed[std::string(open)] = tensor;
        }
    }
    return renamed;
}

EncoderKind encoderKind(const Weights& encoder)
{
    if (encoder.has("encoder.block.0.layer.0.SelfAttention.q.weight"))
        return EncoderKind::T5;
    const bool open = isOpenClip(encoder);
    const std::string blocks(open ? kBlocks : kLayers);
    const std::string norm = open ? ".ln_1.weight" : ".layer_norm1.weight";
    if (encoder.has(blocks + "30" + norm))
        return EncoderKind::ClipG;
    if (encoder.has(blocks + "22" + norm))
        return EncoderKind::ClipH;
    return encoder.has(blocks + "0" + norm) ? EncoderKind::ClipL : EncoderKind::Unknown;
}

Result<Weights> withTransformersNames(const Weights& encoder)
{
    Renamer renamer;
    for (const auto& [name, tensor] : encoder.file().tensors) {
        WEFT_CHECK(renamer.add(name, tensor));
    }
    return renamer.take();
}

} // namespace weft
