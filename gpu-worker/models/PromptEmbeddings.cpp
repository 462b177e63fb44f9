// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gpu-worker/models/PromptEmbeddings.h"

#include <ATen/ops/cat.h>

namespace weft {

namespace {

constexpr std::string_view kExtension = ".safetensors";
constexpr std::int64_t kMaxRows = 10'000; // an embedding of more tokens than any prompt has is no embedding

/// Files of several embeddings: every tensor "bundle_emb.<name>.<ending>", one under the other.
Result<at::Tensor> bundled(const Weights& file, const std::string& ending)
{
    std::vector<at::Tensor> parts;
    for (const std::string& name : file.names()) {
        if (!name.starts_with("bundle_emb.") || !name.ends_with(ending))
            continue;
        WEFT_TRY(at::Tensor part, file.stored(name));
        parts.push_back(part.dim() == 1 ? part.unsqueeze(0) : part);
    }
    return parts.empty() ? at::Tensor() : at::cat(parts, 0);
}

/// The encoder's own rows where the file names it, else the first tensor.
Result<at::Tensor> tensorOf(const Weights& file, const std::string& key)
{
    if (file.has(key))
        return file.stored(key);
    for (const std::string& ending : {std::string(".string_to_param.*"), "." + key}) {
        WEFT_TRY(const at::Tensor rows, bundled(file, ending));
        if (rows.defined())
            return rows;
    }
    const std::vector<std::string> names = file.names();
    if (names.empty())
        return Error{ErrorCode::ModelUnsupported, "an embedding without tensors"};
    return file.stored(names.front());
}

} // namespace

Result<const Weights*> EmbeddingShelf::open(const std::string& name)
{
    const auto known = m_opened.find(name);
    if (known != m_opened.end())
        return known->second ? &*known->second : nullptr;
    if (m_opened.size() >= kMostNames)
        return Error{ErrorCode::LimitExceeded, "too many embeddings in one prompt",
            {{"input", "text"}, {"limit", std::to_string(kMostNames)}}};
    std::optional<Weights>& entry = m_opened[name];
    const auto path = m_files(name.ends_with(kExtension) ? name : name + std::string(kExtension));
    if (!path && path.error().code == ErrorCode::ModelMissing)
        return nullptr;
    if (!path)
        return path.error();
    auto file = Weights::open(*path);
    if (!file)
        return file.error().with("path", name);
    entry = std::move(*file);
    return &*entry;
}

Result<std::vector<at::Tensor>> PromptEmbeddings::read(const std::string& name)
{
    WEFT_TRY(const Weights* file, m_shelf.open(name));
    if (!file)
        return std::vector<at::Tensor>{};
    const auto stored = tensorOf(*file, m_key);
    if (!stored)
        return stored.error().with("path", name);
    const at::Tensor rows = stored->dim() == 1 ? stored->unsqueeze(0) : *stored;
    if (rows.dim() != 2 || rows.size(0) > kMaxRows)
        return Error{ErrorCode::ModelUnsupported, "not an embedding", {{"path", name}}};
    return rows.to(at::kFloat).unbind(0);
}

Result<int> PromptEmbeddings::add(const std::string& name)
{
    auto known = m_read.find(name);
    if (known == m_read.end()) {
        WEFT_TRY(std::vector<at::Tensor> rows, read(name));
        known = m_read.emplace(name, std::move(rows)).first;
    }
    const std::vector<at::Tensor>& rows = known->second;
    if (m_rows.size() + rows.size() > kMostRows)
        return Error{ErrorCode::LimitExceeded, "the embeddings of one prompt have too many rows",
            {{"input", "text"}, {"limit", std::to_string(kMostRows)}}};
    m_rows.insert(m_rows.end(), rows.begin(), rows.end());
    return static_cast<int>(rows.size());
}

} // namespace weft
