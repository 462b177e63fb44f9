// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gpu-worker/models/PromptEmbeddings.h"

#include "gpu-worker/models/Weights.h"

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

Result<int> PromptEmbeddings::add(const std::string& name)
{
    const bool complete = name.ends_with(kExtension);
    const auto path = m_files(complete ? name : name + std::string(kExtension));
    if (!path && path.error().code == ErrorCode::ModelMissing)
        return 0;
    if (!path)
        return path.error();
    const auto file = Weights::open(*path);
    if (!file)
        return file.error().with("path", name);
    const auto stored = tensorOf(*file, m_key);
    if (!stored)
        return stored.error().with("path", name);
    const at::Tensor rows = stored->dim() == 1 ? stored->unsqueeze(0) : *stored;
    if (rows.dim() != 2 || rows.size(0) > kMaxRows)
        return Error{ErrorCode::ModelUnsupported, "not an embedding", {{"path", name}}};
    for (const at::Tensor& row : rows.to(at::kFloat).unbind(0))
        m_rows.push_back(row);
    return static_cast<int>(rows.size(0));
}

} // namespace weft
