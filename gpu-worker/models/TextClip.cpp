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

constexpr std::int64_t kSd3Tokens = 77;
constexpr std::int64_t kWidthL = 768;
constexpr std::int64_t kWidthG = 1280;

Done checkAll(const TextEncoder::Prompt& prompt)
{
    for (const PromptChunk& chunk : prompt.chunks) {
        WEFT_CHECK(checkWeights(chunk));
    }
    return {};
}

/// Tokens side by side, as many as both have.
at::Tensor sideBySide(const at::Tensor& a, const at::Tensor& b)
{
    const std::int64_t tokens = std::min(a.size(1), b.size(1));
    return at::cat({a.narrow(1, 0, tokens), b.narrow(1, 0, tokens)}, 2);
}

WeightPatches patchesUnder(const WeightPatches& patches, const std::string& prefix)
{
    WeightPatches own;
    for (const auto& [name, list] : patches) {
        if (name.starts_with(prefix))
            own[name.substr(prefix.size())] = list;
    }
    return own;
}

} // namespace

std::map<std::string, const ParameterSet*> TextClip::all() const
{
    std::map<std::string, const ParameterSet*> sets;
    for (const auto& encoder : {m_encoders.l, m_encoders.g}) {
        if (encoder)
            sets[encoder->rules().name] = &encoder->weights();
    }
    if (m_encoders.t5)
        sets[T5Encoder::name] = &m_encoders.t5->weights();
    return sets;
}

Result<TextClip::Prompts> TextClip::read(const Texts& texts, const EmbeddingFiles& embeddings) const
{
    EmbeddingShelf shelf(embeddings);
    Prompts prompts;
    if (m_encoders.l && !(texts.emptyIsNothing && texts.l.empty())) {
        WEFT_TRY(prompts.l, m_encoders.l->read(texts.l, shelf));
        WEFT_CHECK(checkAll(prompts.l));
    }
    if (m_encoders.g && !(texts.emptyIsNothing && texts.g.empty())) {
        WEFT_TRY(prompts.g, m_encoders.g->read(texts.g, shelf));
        WEFT_CHECK(checkAll(prompts.g));
    }
    if (m_encoders.t5) {
        prompts.t5 = T5Encoder::nothing();
        if (!texts.emptyIsNothing || !texts.t5.empty()) {
            WEFT_TRY(prompts.t5, m_encoders.t5->read(texts.t5, shelf));
        }
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
    EncodedText out;
    if (!prompts.l.chunks.empty() || !prompts.g.chunks.empty())
        out = joinedLAndG(prompts);
    if (m_encoders.t5) {
        const at::Tensor t5 = m_encoders.t5->encode(prompts.t5);
        out.cond = out.cond.defined() ? at::cat({out.cond, t5}, 1) : t5;
    }
    if (!out.cond.defined())
        out.cond = at::zeros({1, kSd3Tokens, kSd3TextWidth});
    if (!out.pooled.defined())
        out.pooled = at::zeros({1, kWidthL + kWidthG});
    return out;
}

EncodedText TextClip::joinedLAndG(const Prompts& prompts) const
{
    EncodedText out;
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
    out.cond = at::constant_pad_nd(out.cond, {0, kSd3TextWidth - out.cond.size(2)});
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
    if (m_encoders.t5)
        copy.t5 = std::make_shared<const T5Encoder>(m_encoders.t5->stoppedAt(layer));
    return std::make_shared<const TextClip>(m_join, std::move(copy));
}

std::shared_ptr<const Clip> TextClip::patched(const WeightPatches& patches) const
{
    const auto copyOf = [&patches](const auto& encoder, const std::string& name) {
        if (!encoder)
            return encoder;
        using Encoder = typename std::decay_t<decltype(encoder)>::element_type;
        auto made = encoder->patched(patchesUnder(patches, name + "."));
        return made ? std::make_shared<Encoder>(std::move(*made)) : encoder;
    };
    const auto ofClip = [&](const std::shared_ptr<const TextEncoder>& encoder) {
        return encoder ? copyOf(encoder, encoder->rules().name) : encoder;
    };
    return std::make_shared<const TextClip>(
        m_join, Encoders{ofClip(m_encoders.l), ofClip(m_encoders.g), copyOf(m_encoders.t5, T5Encoder::name)});
}

std::vector<std::string> TextClip::weightNames() const
{
    std::vector<std::string> names;
    for (const auto& [encoder, set] : all()) {
        for (const std::string& name : set->names())
            names.push_back(encoder + "." + name);
    }
    return names;
}

std::pair<const ParameterSet*, std::string> TextClip::ownerOf(const std::string& name) const
{
    for (const auto& [encoder, set] : all()) {
        if (name.starts_with(encoder + "."))
            return {set, name.substr(encoder.size() + 1)};
    }
    return {nullptr, {}};
}

std::vector<std::int64_t> TextClip::weightShape(const std::string& name) const
{
    const auto [set, inside] = ownerOf(name);
    return set ? set->shapeOf(inside).vec() : std::vector<std::int64_t>();
}

at::Tensor TextClip::weight(const std::string& name) const
{
    const auto [set, inside] = ownerOf(name);
    return set ? set->floatOf(inside) : at::Tensor();
}

at::Tensor TextClip::storedWeight(const std::string& name) const
{
    const auto [set, inside] = ownerOf(name);
    return set ? set->storedOf(inside) : at::Tensor();
}

Clip::Layout TextClip::layout() const
{
    return m_join == Join::Sd3 ? Layout::Sd3 : m_join == Join::Sdxl ? Layout::Sdxl : Layout::Single;
}

std::uint64_t TextClip::sizeBytes() const
{
    std::uint64_t bytes = 0;
    for (const auto& [encoder, set] : all())
        bytes += encoder == T5Encoder::name ? 0 : set->sizeBytes(); // T5 keeps nothing but its mapped file
    return bytes;
}

} // namespace weft
