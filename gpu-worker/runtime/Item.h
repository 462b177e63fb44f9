// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/catalogue/NodeType.h"
#include "gpu-worker/runtime/Ports.h"

namespace weft::worker {

/// One item of a slot while it is in the worker: its type's name, and one of the C++ types of Ports.h (a COMBO is held as
/// std::string; a model as std::shared_ptr). Cheap to copy.
struct Item {
    TypeName type;
    std::any data;
    std::uint64_t sizeBytes = 0; // for the cache's limit; 0: small
};

/// ComfyUI's outputs are lists; a plain output has one item.
using ItemList = std::vector<Item>;

/// The port "*": whatever comes.
using Any = Item;

/// The port name of a class that travels only inside the process, as std::shared_ptr<T>: its member `portType`
/// ("UPSCALE_MODEL"), or a specialisation of this. A member `sizeBytes()` tells the cache how much it holds.
template <typename T>
struct PortName {
    static constexpr const char* value = T::portType;
};

std::uint64_t sizeOfTensor(const at::Tensor& tensor);
Error wrongItem(const Item& item, const char* wanted);

/// How a C++ type is a port: its type name, how an Item is made of it and how it is taken out again.
template <typename T>
struct PortTraits;

namespace detail {

    template <typename T>
    struct PlainPort {
        static Item pack(T value) { return {PortTraits<T>::type, std::move(value), PortTraits<T>::size(value)}; }
        static Result<T> unpack(const Item& item, const InputSpec&)
        {
            if (const T* value = std::any_cast<T>(&item.data))
                return *value;
            return wrongItem(item, PortTraits<T>::type);
        }
        static std::uint64_t size(const T&) { return 0; }
    };

} // namespace detail

template <>
struct PortTraits<Image> : detail::PlainPort<Image> {
    static constexpr const char* type = "IMAGE";
    static Item pack(Image value);
};
template <>
struct PortTraits<Mask> : detail::PlainPort<Mask> {
    static constexpr const char* type = "MASK";
    static Item pack(Mask value);
};
template <>
struct PortTraits<Latent> : detail::PlainPort<Latent> {
    static constexpr const char* type = "LATENT";
    static Item pack(Latent value);
};
template <>
struct PortTraits<Conditioning> : detail::PlainPort<Conditioning> {
    static constexpr const char* type = "CONDITIONING";
    static Item pack(Conditioning value);
};
template <>
struct PortTraits<SigmaList> : detail::PlainPort<SigmaList> {
    static constexpr const char* type = "SIGMAS";
};
template <>
struct PortTraits<LossMap> : detail::PlainPort<LossMap> {
    static constexpr const char* type = "LOSS_MAP";
};
template <>
struct PortTraits<File> : detail::PlainPort<File> {
    static constexpr const char* type = "FILE";
    static Item pack(File value);
};

/// Numbers, switches and text convert into each other as ComfyUI's validation does ("64" -> 64, 64.7 -> 64).
template <>
struct PortTraits<std::int64_t> {
    static constexpr const char* type = "INT";
    static Item pack(std::int64_t value) { return {type, value}; }
    static Result<std::int64_t> unpack(const Item& item, const InputSpec& spec);
};
template <>
struct PortTraits<double> {
    static constexpr const char* type = "FLOAT";
    static Item pack(double value) { return {type, value}; }
    static Result<double> unpack(const Item& item, const InputSpec& spec);
};
template <>
struct PortTraits<bool> {
    static constexpr const char* type = "BOOLEAN";
    static Item pack(bool value) { return {type, value}; }
    static Result<bool> unpack(const Item& item, const InputSpec& spec);
};
template <>
struct PortTraits<std::string> {
    static constexpr const char* type = "STRING";
    static Item pack(std::string value)
    {
        const std::uint64_t size = value.size();
        return {type, std::move(value), size};
    }
    static Result<std::string> unpack(const Item& item, const InputSpec& spec);
};
template <>
struct PortTraits<Choice> {
    static constexpr const char* type = "COMBO";
    static Item pack(Choice value) { return {type, std::move(value.text)}; }
    static Result<Choice> unpack(const Item& item, const InputSpec& spec);
};
template <>
struct PortTraits<ModelChoice> {
    static constexpr const char* type = "COMBO";
    static Item pack(ModelChoice value) { return {type, std::move(value.name)}; }
    static Result<ModelChoice> unpack(const Item& item, const InputSpec& spec);
};
template <>
struct PortTraits<Any> {
    static constexpr const char* type = "*";
    static Item pack(Any value) { return value; }
    static Result<Any> unpack(const Item& item, const InputSpec&) { return item; }
};

/// A model, a sampler, ...: shared, never sent. Both ends must name the same T.
template <typename T>
struct PortTraits<std::shared_ptr<T>> {
    static constexpr const char* type = PortName<std::remove_const_t<T>>::value;
    static Item pack(std::shared_ptr<T> value)
    {
        std::uint64_t size = 0;
        if constexpr (requires { value->sizeBytes(); })
            size = value ? value->sizeBytes() : 0;
        return {type, std::shared_ptr<const T>(std::move(value)), size};
    }
    static Result<std::shared_ptr<const T>> unpack(const Item& item, const InputSpec&)
    {
        const auto* value = std::any_cast<std::shared_ptr<const T>>(&item.data);
        if (value && *value)
            return *value;
        return wrongItem(item, type);
    }
};

} // namespace weft::worker
