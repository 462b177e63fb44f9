// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gpu-worker/runtime/Convert.h"

#include "gpu-worker/models/LoraModel.h"
#include "gpu-worker/runtime/Literals.h"
#include "gpu-worker/models/TensorBytes.h"

#include <ATen/ops/tensor.h>

#include <array>

namespace weft::worker {

namespace {

Error invalid(const Value& value, std::string why)
{
    return Error {ErrorCode::ValueInvalid, std::move(why), {{"type", value.type}}};
}

/// The named tensor as float32 with a number of sides in [least, most].
Result<at::Tensor> floats(const Value& value, std::string_view name, std::int64_t least, std::int64_t most)
{
    const Tensor* tensor = value.tensor(name);
    if (!tensor)
        return invalid(value, "the tensor \"" + std::string(name) + "\" is missing");
    WEFT_TRY(const at::Tensor torch, viewInTorch(*tensor));
    if (torch.dim() < least || torch.dim() > most)
        return invalid(value, "\"" + std::string(name) + "\" has " + std::to_string(torch.dim()) + " sides");
    if (torch.numel() == 0)
        return invalid(value, "\"" + std::string(name) + "\" is empty");
    return torch.to(c10::kFloat);
}

Result<Item> imageItem(const Value& value)
{
    WEFT_TRY(at::Tensor pixels, floats(value, "value", 4, 4));
    return PortTraits<Image>::pack({std::move(pixels)});
}

Result<Item> maskItem(const Value& value)
{
    WEFT_TRY(at::Tensor mask, floats(value, "value", 2, 3));
    return PortTraits<Mask>::pack({mask.dim() == 2 ? mask.unsqueeze(0) : mask});
}

Result<Item> latentItem(const Value& value)
{
    Latent latent;
    // Video latents have five sides.
    WEFT_TRY(latent.samples, floats(value, "samples", 3, 5));
    if (value.tensor("noise_mask")) {
        WEFT_TRY(latent.noiseMask, floats(value, "noise_mask", 2, 5));
    }
    if (const Tensor* index = value.tensor("batch_index")) {
        WEFT_TRY(const at::Tensor torch, viewInTorch(*index));
        if (torch.dim() != 1)
            return invalid(value, "\"batch_index\" isn't a list");
        latent.batchIndex = torch.to(c10::kLong);
    }
    latent.extra = value.meta;
    return PortTraits<Latent>::pack(std::move(latent));
}

Result<Item> conditioningItem(const Value& value)
{
    const Json& conds = memberAt(value.meta, "conds");
    if (!conds.is_array())
        return invalid(value, "\"conds\" is missing");
    Conditioning conditioning;
    for (std::size_t i = 0; i < conds.size(); ++i) {
        const std::string name = "cond." + std::to_string(i);
        Cond cond;
        WEFT_TRY(cond.cond, floats(value, name, 2, 4));
        cond.options = conds[i].is_object() ? conds[i] : Json::object();
        for (const auto& [key, tensor] : value.tensors) {
            if (!key.starts_with(name + "."))
                continue;
            WEFT_TRY(const at::Tensor extra, viewInTorch(tensor));
            if (extra.numel() == 0)
                return invalid(value, "\"" + key + "\" is empty");
            cond.tensors[key.substr(name.size() + 1)] = extra;
        }
        conditioning.conds.push_back(std::move(cond));
    }
    return PortTraits<Conditioning>::pack(std::move(conditioning));
}

Result<Item> sigmasItem(const Value& value)
{
    WEFT_TRY(const at::Tensor tensor, floats(value, "value", 1, 1));
    const at::Tensor sigmas = tensor.contiguous();
    const float* data = sigmas.const_data_ptr<float>();
    return PortTraits<SigmaList>::pack({std::vector<float>(data, data + sigmas.numel())});
}

Result<Item> lossItem(const Value& value)
{
    constexpr std::int64_t kMostLosses = 1'000'000;
    WEFT_TRY(const at::Tensor tensor, floats(value, "value", 1, 1));
    if (tensor.numel() > kMostLosses)
        return Error {ErrorCode::LimitExceeded, "too many losses", {{"limit", std::to_string(kMostLosses)}}};
    const at::Tensor losses = tensor.contiguous();
    const float* data = losses.const_data_ptr<float>();
    return PortTraits<LossMap>::pack({std::vector<float>(data, data + losses.numel())});
}

constexpr std::string_view kLora = "lora.";
constexpr std::string_view kState = "state.";

Result<Item> loraItem(const Value& value)
{
    auto lora = std::make_shared<LoraModel>();
    for (const auto& [name, tensor] : value.tensors) {
        const bool isLora = name.starts_with(kLora);
        if (!isLora && !name.starts_with(kState))
            return invalid(value, "\"" + name + "\" is no part of a LoRA");
        NamedTensors& tensors = isLora ? lora->tensors : lora->state;
        WEFT_TRY(tensors[name.substr((isLora ? kLora : kState).size())], toTorch(tensor));
    }
    for (const auto& [key, text] : memberAt(value.meta, "metadata").items()) {
        if (text.is_string())
            lora->metadata[key] = text.get<std::string>();
    }
    return PortTraits<std::shared_ptr<LoraModel>>::pack(std::move(lora));
}

Result<Item> fileItem(const Value& value)
{
    const Tensor* bytes = value.tensor("bytes");
    if (!bytes || bytes->dtype != DType::U8)
        return invalid(value, "a file without bytes");
    return PortTraits<File>::pack(
        {stringAt(value.meta, "name"), stringAt(value.meta, "mime"), bytes->data, value.meta});
}

Result<Item> settingItem(const Value& value)
{
    InputSpec spec;
    spec.name = "value";
    spec.type = value.type;
    return literalItem(spec, memberAt(value.meta, "value"));
}

using Names = std::vector<std::pair<std::string, Tensor>>;

Done put(Names& tensors, std::string name, const at::Tensor& tensor)
{
    WEFT_TRY(Tensor converted, fromTorch(tensor));
    tensors.emplace_back(std::move(name), std::move(converted));
    return {};
}

Result<Value> latentValue(const Latent& latent)
{
    Value value {"LATENT", latent.extra, {}};
    WEFT_CHECK(put(value.tensors, "samples", latent.samples));
    if (latent.noiseMask) {
        WEFT_CHECK(put(value.tensors, "noise_mask", *latent.noiseMask));
    }
    if (latent.batchIndex) {
        WEFT_CHECK(put(value.tensors, "batch_index", *latent.batchIndex));
    }
    return value;
}

Result<Value> conditioningValue(const Conditioning& conditioning)
{
    Value value {"CONDITIONING", Json::object(), {}};
    value.meta["conds"] = Json::array();
    for (std::size_t i = 0; i < conditioning.conds.size(); ++i) {
        const Cond& cond = conditioning.conds[i];
        if (!cond.objects.empty())
            return Error {ErrorCode::TypeMismatch, "this conditioning holds a model", {{"type", value.type}}};
        const std::string name = "cond." + std::to_string(i);
        WEFT_CHECK(put(value.tensors, name, cond.cond));
        for (const auto& [key, tensor] : cond.tensors) {
            WEFT_CHECK(put(value.tensors, name + "." + key, tensor));
        }
        value.meta["conds"].push_back(cond.options);
    }
    return value;
}

Result<Value> loraValue(const LoraModel& lora)
{
    Value value {"LORA_MODEL", Json {{"metadata", lora.metadata}}, {}};
    for (const auto& [name, tensor] : lora.tensors) {
        WEFT_CHECK(put(value.tensors, std::string(kLora) + name, tensor));
    }
    for (const auto& [name, tensor] : lora.state) {
        WEFT_CHECK(put(value.tensors, std::string(kState) + name, tensor));
    }
    return value;
}

Result<Value> pixelsValue(TypeName type, const at::Tensor& tensor)
{
    Value value {std::move(type), Json::object(), {}};
    WEFT_CHECK(put(value.tensors, "value", tensor.defined() ? tensor.to(c10::kFloat) : tensor));
    return value;
}

} // namespace

Result<Item> itemOf(const Value& value)
{
    using Reader = Result<Item> (*)(const Value&);
    static constexpr std::array<std::pair<std::string_view, Reader>, 13> kReaders {{{"IMAGE", imageItem},
        {"MASK", maskItem}, {"LATENT", latentItem}, {"CONDITIONING", conditioningItem}, {"SIGMAS", sigmasItem},
        {"FILE", fileItem}, {"LOSS_MAP", lossItem}, {"LORA_MODEL", loraItem},
        {"INT", settingItem}, {"FLOAT", settingItem}, {"STRING", settingItem}, {"BOOLEAN", settingItem},
        {"COMBO", settingItem}}};
    for (const auto& [type, reader] : kReaders) {
        if (type == value.type)
            return reader(value);
    }
    return Error {ErrorCode::TypeMismatch, "a value of this type can't enter", {{"type", value.type}}};
}

Value valueOf(const File& file)
{
    Value value = fileValue(file.name, file.mime, file.bytes);
    for (const auto& [key, entry] : file.meta.items()) {
        if (!value.meta.contains(key))
            value.meta[key] = entry;
    }
    return value;
}

Result<Value> valueOf(const Item& item)
{
    if (const auto* image = std::any_cast<Image>(&item.data))
        return pixelsValue(item.type, image->pixels);
    if (const auto* mask = std::any_cast<Mask>(&item.data))
        return pixelsValue(item.type, mask->values);
    if (const auto* latent = std::any_cast<Latent>(&item.data))
        return latentValue(*latent);
    if (const auto* conditioning = std::any_cast<Conditioning>(&item.data))
        return conditioningValue(*conditioning);
    if (const auto* sigmas = std::any_cast<SigmaList>(&item.data))
        return pixelsValue(item.type, at::tensor(sigmas->values));
    if (const auto* losses = std::any_cast<LossMap>(&item.data))
        return pixelsValue(item.type, at::tensor(losses->values));
    if (const auto* lora = std::any_cast<std::shared_ptr<const LoraModel>>(&item.data))
        return loraValue(**lora);
    if (const auto* file = std::any_cast<File>(&item.data))
        return valueOf(*file);
    if (const auto* number = std::any_cast<std::int64_t>(&item.data))
        return literalValue(item.type, *number);
    if (const auto* number = std::any_cast<double>(&item.data))
        return literalValue(item.type, *number);
    if (const auto* flag = std::any_cast<bool>(&item.data))
        return literalValue(item.type, *flag);
    if (const auto* text = std::any_cast<std::string>(&item.data))
        return literalValue(item.type, *text);
    return Error {ErrorCode::TypeMismatch, "it lives only in the worker", {{"type", item.type}}};
}

} // namespace weft::worker
