// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gpu-worker/runtime/Item.h"

#include <charconv>
#include <cmath>

namespace weft::worker {

namespace {

std::optional<double> parsedNumber(const std::string& text)
{
    double value = 0;
    const char* begin = text.data();
    const char* end = begin + text.size();
    while (begin != end && *begin == ' ')
        ++begin;
    while (begin != end && end[-1] == ' ')
        --end;
    const auto [stop, failure] = std::from_chars(begin, end, value);
    return failure == std::errc() && stop == end ? std::optional(value) : std::nullopt;
}

std::optional<std::int64_t> parsedInt(const std::string& text)
{
    std::int64_t value = 0;
    const auto [stop, failure] = std::from_chars(text.data(), text.data() + text.size(), value);
    return failure == std::errc() && stop == text.data() + text.size() ? std::optional(value) : std::nullopt;
}

std::optional<std::int64_t> truncated(double value)
{
    constexpr double kTooLarge = 9223372036854775808.0; // 2^63
    if (!(value >= -kTooLarge && value < kTooLarge))
        return std::nullopt;
    return static_cast<std::int64_t>(value);
}

std::uint64_t sizeOfCond(const Cond& cond)
{
    std::uint64_t size = sizeOfTensor(cond.cond);
    for (const auto& [name, tensor] : cond.tensors)
        size += sizeOfTensor(tensor);
    return size;
}

template <typename T>
const T* held(const Item& item)
{
    return std::any_cast<T>(&item.data);
}

} // namespace

std::uint64_t sizeOfTensor(const at::Tensor& tensor)
{
    return tensor.defined() ? static_cast<std::uint64_t>(tensor.nbytes()) : 0;
}

Error wrongItem(const Item& item, const char* wanted)
{
    return Error {ErrorCode::TypeMismatch, item.type + " can't be used as " + wanted, {{"type", wanted}, {"received", item.type}}};
}

Item PortTraits<Image>::pack(Image value)
{
    const std::uint64_t size = sizeOfTensor(value.pixels);
    return {type, std::move(value), size};
}

Item PortTraits<Mask>::pack(Mask value)
{
    const std::uint64_t size = sizeOfTensor(value.values);
    return {type, std::move(value), size};
}

Item PortTraits<Latent>::pack(Latent value)
{
    std::uint64_t size = sizeOfTensor(value.samples);
    size += value.noiseMask ? sizeOfTensor(*value.noiseMask) : 0;
    size += value.batchIndex ? sizeOfTensor(*value.batchIndex) : 0;
    return {type, std::move(value), size};
}

Item PortTraits<Conditioning>::pack(Conditioning value)
{
    std::uint64_t size = 0;
    for (const Cond& cond : value.conds)
        size += sizeOfCond(cond);
    return {type, std::move(value), size};
}

Item PortTraits<File>::pack(File value)
{
    const std::uint64_t size = value.bytes.size();
    return {type, std::move(value), size};
}

Result<std::int64_t> PortTraits<std::int64_t>::unpack(const Item& item, const InputSpec&)
{
    std::optional<std::int64_t> value;
    if (const auto* number = held<std::int64_t>(item))
        return *number;
    if (const auto* number = held<double>(item))
        value = truncated(*number);
    else if (const auto* flag = held<bool>(item))
        value = *flag ? 1 : 0;
    else if (const auto* text = held<std::string>(item))
        value = parsedInt(*text);
    if (value)
        return *value;
    return wrongItem(item, type);
}

Result<double> PortTraits<double>::unpack(const Item& item, const InputSpec&)
{
    std::optional<double> value;
    if (const auto* number = held<double>(item))
        return *number;
    if (const auto* number = held<std::int64_t>(item))
        value = static_cast<double>(*number);
    else if (const auto* flag = held<bool>(item))
        value = *flag ? 1.0 : 0.0;
    else if (const auto* text = held<std::string>(item))
        value = parsedNumber(*text);
    if (value)
        return *value;
    return wrongItem(item, type);
}

Result<bool> PortTraits<bool>::unpack(const Item& item, const InputSpec&)
{
    if (const auto* flag = held<bool>(item))
        return *flag;
    if (const auto* number = held<std::int64_t>(item))
        return *number != 0;
    if (const auto* number = held<double>(item))
        return *number != 0;
    if (const auto* text = held<std::string>(item))
        return !text->empty();
    return wrongItem(item, type);
}

Result<std::string> PortTraits<std::string>::unpack(const Item& item, const InputSpec&)
{
    if (const auto* text = held<std::string>(item))
        return *text;
    if (const auto* flag = held<bool>(item))
        return std::string(*flag ? "True" : "False"); // as Python's str()
    if (const auto* number = held<std::int64_t>(item))
        return std::to_string(*number);
    if (const auto* number = held<double>(item))
        return toJsonText(Json(*number));
    return wrongItem(item, type);
}

Result<Choice> PortTraits<Choice>::unpack(const Item& item, const InputSpec& spec)
{
    WEFT_TRY(std::string text, PortTraits<std::string>::unpack(item, spec));
    return Choice {std::move(text)};
}

Result<ModelChoice> PortTraits<ModelChoice>::unpack(const Item& item, const InputSpec& spec)
{
    WEFT_TRY(std::string name, PortTraits<std::string>::unpack(item, spec));
    return ModelChoice {spec.modelFolder, std::move(name)};
}

} // namespace weft::worker
