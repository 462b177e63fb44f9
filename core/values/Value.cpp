// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/values/Value.h"

#include "core/values/Safetensors.h"

#include <algorithm>

namespace weft {

const Tensor* Value::tensor(std::string_view name) const
{
    const auto it = std::ranges::find_if(tensors, [name](const auto& entry) { return entry.first == name; });
    return it == tensors.end() ? nullptr : &it->second;
}

std::uint64_t Value::sizeBytes() const
{
    std::uint64_t total = 0;
    for (const auto& [name, tensor] : tensors)
        total += tensor.data.size();
    return total;
}

Value literalValue(TypeName type, Json literal)
{
    Value value;
    value.type = std::move(type);
    value.meta["value"] = std::move(literal);
    return value;
}

Value imageValue(Tensor pixels)
{
    Value value;
    value.type = "IMAGE";
    value.tensors.emplace_back("value", std::move(pixels));
    return value;
}

Value maskValue(Tensor mask)
{
    Value value;
    value.type = "MASK";
    value.tensors.emplace_back("value", std::move(mask));
    return value;
}

Value fileValue(std::string name, std::string mime, SharedBytes bytes)
{
    Value value;
    value.type = "FILE";
    value.meta["name"] = std::move(name);
    value.meta["mime"] = std::move(mime);
    const auto size = static_cast<std::int64_t>(bytes.size());
    value.tensors.emplace_back("bytes", Tensor {DType::U8, {size}, std::move(bytes)});
    return value;
}

Result<SharedBytes> encodeValue(const Value& value)
{
    SafetensorsFile file;
    for (const auto& [name, tensor] : value.tensors) {
        if (!file.tensors.emplace(name, tensor).second)
            return Error {ErrorCode::TensorInvalid, "two tensors of one name"};
    }
    // Sorted keys: equal values have equal bytes, whoever built the JSON.
    file.metadata["weft.meta"] = nlohmann::json::parse(toJsonText(value.meta)).dump();
    file.metadata["weft.type"] = value.type;
    return writeSafetensors(file);
}

Result<Value> decodeValue(SharedBytes bytes)
{
    WEFT_TRY(SafetensorsFile file, parseSafetensors(std::move(bytes)));
    const auto type = file.metadata.find("weft.type");
    const auto meta = file.metadata.find("weft.meta");
    if (type == file.metadata.end() || meta == file.metadata.end() || type->second.empty() || type->second.size() > 200)
        return Error {ErrorCode::ValueInvalid, "not a value: its type is missing"};
    Value value;
    value.type = type->second;
    auto parsed = parseJson(meta->second, {.maxBytes = 4u << 20, .maxDepth = 32, .maxKeyWork = 100'000'000});
    if (!parsed || !parsed->is_object())
        return Error {ErrorCode::ValueInvalid, "not a value: its meta isn't an object"};
    value.meta = std::move(*parsed);
    for (auto& [name, tensor] : file.tensors)
        value.tensors.emplace_back(name, std::move(tensor));
    return value;
}

} // namespace weft
