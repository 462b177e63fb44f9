// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gpu-worker/models/TextClip.h"

#include <ATen/ops/cat.h>
#include <ATen/ops/constant_pad_nd.h>
#include <ATen/ops/zeros.h>

#include <algorithm>
#include <cmath>

namespace weft {

namespace {

constexpr std::int64_t kSd3Width = 4096;
constexpr std::int64_t kSd3Tokens = 77;
constexpr std::int64_t kWidthL = 768;
constexpr std::int64_t kWidthG = 1280;

/// Weights that aren't numbers would only come out as a picture of nothing.
Done checkWeights(const TextEncoder::Prompt& prompt)
{
    for (const PromptChunk& chunk : prompt.chunks) {
        for (const PromptToken& token : chunk) {
            if (!std::isfinite(token.weight))
                return Error{ErrorCode::SettingInvalid, "a weight that isn't a number", {{"input", "text"}}};
        }
    }
    return {};
}

/// Tokens side by side, as many as both have.
at::Tensor sideBySide(const at::Tensor& a, const at::Tensor& b)
{
    const std::int64_t tokens = std::min(a.size(1), b.size(1));
    return at::cat({a.narrow(1, 0, tokens), b.narrow(1, 0, tokens)}, 2);
}

} // namespace

std::vector<const TextEncoder*> TextClip::all() const
{
    std::vector<const TextEncoder*> list;
    for (const auto& encoder : {m_encoders.l, m_encoders.g}) {
        if (encoder)
            list.push_back(encoder.get());
    }
    return list;
}

Result<TextClip::Prompts> TextClip::read(const Texts& texts, const EmbeddingFiles& embeddings) const
{
    Prompts prompts;
    if (m_encoders.l && !(texts.emptyIsNothing && texts.l.empty())) {
        WEFT_TRY(prompts.l, m_encoders.l->read(texts.l, embeddings));
        WEFT_CHECK(checkWeights(prompts.l));
    }
    if (m_encoders.g && !(texts.emptyIsNothing && texts.g.empty())) {
        WEFT_TRY(prompts.g, m_encoders.g->read(texts.g, embeddings));
        WEFT_CHECK(checkWeights(prompts.g));
    }
    if (texts.evenLengths && m_encoders.l && m_encoders.g) {
        const std::size_t chunks = std::max(prompts.l.chunks.size(), prompts.g.chunks.size());
        prompts.l.chunks.resize(chunks, m_encoders.l->emptyChunk());
        prompts.g.chunks.resize(chunks, m_encoders.g->emptyChunk());
    }
    return prompts;
}

EncodedText TextClip::joinedSd3(const Prompts& prompts) const
{
    EncodedText out{at::zeros({1, kSd3Tokens, kSd3Width}), at::zeros({1, kWidthL + kWidthG})};
    if (prompts.l.chunks.empty() && prompts.g.chunks.empty())
        return out;
    EncodedText l{{}, at::zeros({1, kWidthL})};
    EncodedText g{{}, at::zeros({1, kWidthG})};
    if (m_encoders.l)
        l = m_encoders.l->encode(prompts.l);
    if (m_encoders.g)
        g = m_encoders.g->encode(prompts.g);
    if (l.cond.defined() && g.cond.defined())
        out.cond = sideBySide(l.cond, g.cond);
    else if (l.cond.defined())
        out.cond = l.cond;
    else
        out.cond = at::constant_pad_nd(g.cond, {kWidthL, 0});
    out.cond = at::constant_pad_nd(out.cond, {0, kSd3Width - out.cond.size(2)});
    out.pooled = at::cat({l.pooled, g.pooled}, 1);
    return out;
}

EncodedText TextClip::joined(const Prompts& prompts) const
{
    if (m_join == Join::Sd3)
        return joinedSd3(prompts);
    if (m_join == Join::Single)
        return m_encoders.l ? m_encoders.l->encode(prompts.l) : m_encoders.g->encode(prompts.g);
    const EncodedText l = m_encoders.l->encode(prompts.l);
    const EncodedText g = m_encoders.g->encode(prompts.g);
    return {sideBySide(l.cond, g.cond), g.pooled};
}

Result<EncodedText> TextClip::encode(const Texts& texts, const EmbeddingFiles& embeddings) const
{
    WEFT_TRY(const Prompts prompts, read(texts, embeddings));
    return joined(prompts);
}

std::shared_ptr<const Clip> TextClip::stoppedAt(int layer) const
{
    Encoders copy;
    if (m_encoders.l)
        copy.l = std::make_shared<const TextEncoder>(m_encoders.l->stoppedAt(layer));
    if (m_encoders.g)
        copy.g = std::make_shared<const TextEncoder>(m_encoders.g->stoppedAt(layer));
    return std::make_shared<const TextClip>(m_join, std::move(copy));
}

std::shared_ptr<const Clip> TextClip::patched(const WeightPatches& patches) const
{
    const auto copyOf = [&patches](const std::shared_ptr<const TextEncoder>& encoder) {
        if (!encoder)
            return encoder;
        const std::string prefix = encoder->rules().name + ".";
        WeightPatches own;
        for (const auto& [name, list] : patches) {
            if (name.starts_with(prefix))
                own[name.substr(prefix.size())] = list;
        }
        auto made = encoder->patched(own);
        return made ? std::make_shared<const TextEncoder>(std::move(*made)) : encoder;
    };
    return std::make_shared<const TextClip>(m_join, Encoders{copyOf(m_encoders.l), copyOf(m_encoders.g)});
}

std::vector<std::string> TextClip::weightNames() const
{
    std::vector<std::string> names;
    for (const TextEncoder* encoder : all()) {
        for (const std::string& name : encoder->weights().names())
            names.push_back(encoder->rules().name + "." + name);
    }
    return names;
}

std::uint64_t TextClip::sizeBytes() const
{
    std::uint64_t bytes = 0;
    for (const TextEncoder* encoder : all())
        bytes += encoder->weights().sizeBytes();
    return bytes;
}

} // namespace weft
