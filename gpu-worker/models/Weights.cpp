// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gpu-worker/models/Weights.h"

namespace weft {

namespace {

bool hasFractions(DType type)
{
    return type == DType::F32 || type == DType::F16 || type == DType::BF16 || type == DType::F64;
}

} // namespace

std::string shapeText(at::IntArrayRef shape)
{
    std::string text = "[";
    for (const std::int64_t side : shape)
        text += (text.size() > 1 ? ", " : "") + std::to_string(side);
    return text + "]";
}

Error weightError(std::string_view name, const std::string& why)
{
    const std::string key(name.substr(0, 200));
    return {ErrorCode::ModelUnsupported, "'" + key + "' " + why, {{"key", key}}};
}

Result<Weights> Weights::open(const std::string& path)
{
    WEFT_TRY(SafetensorsFile file, openSafetensors(path));
    return Weights(std::move(file));
}

std::vector<std::int64_t> Weights::shapeOf(std::string_view name) const
{
    const auto found = m_file.tensors.find(name);
    return found == m_file.tensors.end() ? std::vector<std::int64_t> {} : found->second.shape;
}

Result<at::Tensor> Weights::take(std::string_view name, const std::vector<std::int64_t>& shape) const
{
    const auto found = m_file.tensors.find(name);
    if (found == m_file.tensors.end())
        return weightError(name, "is missing");
    const Tensor& stored = found->second;
    if (stored.shape != shape)
        return weightError(name, "has the shape " + shapeText(stored.shape) + ", not " + shapeText(shape));
    if (!hasFractions(stored.dtype))
        return weightError(name, "doesn't hold floating point numbers");
    WEFT_TRY(const at::Tensor copy, toTorch(stored));
    return copy.to(at::kFloat);
}

Result<at::Tensor> Weights::stored(std::string_view name) const
{
    const auto found = m_file.tensors.find(name);
    if (found == m_file.tensors.end())
        return weightError(name, "is missing");
    if (!hasFractions(found->second.dtype))
        return weightError(name, "doesn't hold floating point numbers");
    return viewInTorch(found->second);
}

Weights Weights::under(std::string_view prefix) const
{
    SafetensorsFile part;
    part.metadata = m_file.metadata;
    for (auto it = m_file.tensors.lower_bound(prefix); it != m_file.tensors.end() && it->first.starts_with(prefix); ++it)
        part.tensors.emplace_hint(part.tensors.end(), it->first.substr(prefix.size()), it->second);
    return Weights(std::move(part));
}

std::vector<std::string> Weights::names() const
{
    std::vector<std::string> names;
    for (const auto& [name, tensor] : m_file.tensors)
        names.push_back(name);
    return names;
}

Done Weights::rename(const std::function<std::string(const std::string&)>& rename)
{
    std::map<std::string, Tensor, std::less<>> renamed;
    for (auto& [name, tensor] : m_file.tensors) {
        if (!renamed.emplace(rename(name), tensor).second)
            return weightError(name, "occurs under two names");
    }
    m_file.tensors = std::move(renamed);
    return {};
}

} // namespace weft
