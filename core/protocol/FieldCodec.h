// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Json.h"
#include "core/base/Money.h"
#include "core/job/Market.h"
#include "core/protocol/Cbor.h"
#include "core/protocol/Field.h"

#include <map>
#include <optional>
#include <type_traits>
#include <vector>

/// Writes and reads the members of messages. Which types may be members is decided here, once; Codec.h is for users.
///
/// | member                          | CBOR                      | bounds are of              |
/// | bool                            | boolean                   |                            |
/// | int, int64, uint64, enum        | integer                   | the value                  |
/// | Money, UnixMillis               | integer                   | micro-credits, ms          |
/// | std::string                     | text, valid UTF-8         | bytes (must be given)      |
/// | SharedBytes                     | bytes                     | bytes (must be given)      |
/// | FixedBytes                      | bytes, exactly N          |                            |
/// | std::vector<T>                  | array                     | elements (must be given)   |
/// | std::map<std::string, T>        | map, keys ascending       | entries (must be given)    |
/// | std::optional<T>                | left out when empty       | T's                        |
/// | Json                            | its text                  | bytes of text (must be given) |
/// | a struct with fields()          | map of number -> value    |                            |
namespace weft::protocol {

/// Text inside a list, and the keys and values of a map, which have no bounds of their own.
constexpr std::size_t kMaxListTextBytes = 1000;
constexpr std::size_t kMaxMapKeyBytes = 200;
constexpr std::size_t kMaxMapTextBytes = 4000;
/// Fields of one struct on the wire, unknown ones included.
constexpr std::size_t kMaxWireFields = 256;

/// The fields of a struct that can't have `fields()` itself because it lives below core/protocol.
template <typename T>
struct Description;

/// How a type that isn't a struct of fields is written: `static void write(QCborStreamWriter&, const T&)`,
/// `static Done read(CborReader&, T&)`.
template <typename T>
struct CustomCodec;

template <typename T>
concept OwnFields = requires { T::fields(); };
template <typename T>
concept DescribedFields = requires { Description<T>::fields(); };
template <typename T>
concept FieldStruct = OwnFields<T> || DescribedFields<T>;
template <typename T>
concept HasCustomCodec = requires { &CustomCodec<T>::read; };

template <FieldStruct T>
constexpr auto fieldsOf()
{
    if constexpr (OwnFields<T>)
        return T::fields();
    else
        return Description<T>::fields();
}

template <typename T>
struct Kind {
    static constexpr bool sized = false;
};
struct SizedKind {
    static constexpr bool sized = true;
};
template <>
struct Kind<std::string> : SizedKind { };
template <>
struct Kind<SharedBytes> : SizedKind { };
template <>
struct Kind<Json> : SizedKind { };
template <typename T>
struct Kind<std::vector<T>> : SizedKind {
    using Element = T;
    static constexpr bool list = true;
};
template <typename T>
struct Kind<std::map<std::string, T>> : SizedKind {
    using Element = T;
    static constexpr bool map = true;
};
template <typename T>
struct Kind<std::optional<T>> {
    using Element = T;
    static constexpr bool sized = Kind<T>::sized;
    static constexpr bool optional = true;
};
template <typename Tag, std::size_t N>
struct Kind<FixedBytes<Tag, N>> {
    static constexpr bool sized = false;
    static constexpr bool fixed = true;
};

template <typename T>
concept FixedMember = requires { Kind<T>::fixed; };
template <typename T>
concept ListMember = requires { Kind<T>::list; };
template <typename T>
concept MapMember = requires { Kind<T>::map; };
template <typename T>
concept OptionalMember = requires { Kind<T>::optional; };
template <typename T>
concept IntegerMember = (std::is_integral_v<T> && !std::is_same_v<T, bool> && sizeof(T) >= 4) || std::is_enum_v<T>
    || std::is_same_v<T, Money> || std::is_same_v<T, UnixMillis>;

template <typename T>
constexpr bool kAlwaysFalse = false;

inline Error outOfBounds() { return {ErrorCode::ProtocolViolation, "out of bounds"}; }

/// The same error, seen from the struct around it: field "b" becomes "a.b".
inline Error inField(std::string_view name, const Error& inner)
{
    Error error = inner;
    std::string& path = error.args["field"];
    path = path.empty() ? std::string(name) : std::string(name) + "." + path;
    return error;
}

template <IntegerMember T>
std::int64_t toWireInteger(const T& value)
{
    if constexpr (std::is_same_v<T, Money>)
        return value.micro;
    else if constexpr (std::is_same_v<T, UnixMillis>)
        return value.time_since_epoch().count();
    else
        return static_cast<std::int64_t>(value);
}

template <IntegerMember T>
Done fromWireInteger(std::int64_t wire, T& out)
{
    if constexpr (std::is_same_v<T, Money>)
        out.micro = wire;
    else if constexpr (std::is_same_v<T, UnixMillis>)
        out = UnixMillis(std::chrono::milliseconds(wire));
    else
        out = static_cast<T>(wire);
    if (toWireInteger(out) != wire || (std::is_unsigned_v<T> && wire < 0))
        return outOfBounds();
    return {};
}

template <typename T>
void writeValue(QCborStreamWriter& writer, const T& value);
template <typename T>
Done readValue(CborReader& reader, T& out, const Bounds& bounds);
/// JSON text in bounds of depth and of keys per literal (core/protocol/FragmentCodec.cpp).
Result<Json> readBoundedJson(std::string_view text);
void writeText(QCborStreamWriter& writer, std::string_view text);

template <FieldStruct T>
void writeStruct(QCborStreamWriter& writer, const T& value)
{
    std::apply(
        [&](const auto&... field) {
            [[maybe_unused]] const auto present = [&](const auto& member) {
                if constexpr (OptionalMember<std::remove_cvref_t<decltype(member)>>)
                    return member.has_value();
                return true;
            };
            writer.startMap((quint64 {0} + ... + (present(value.*(field.member)) ? 1 : 0)));
            [[maybe_unused]] const auto one = [&](const auto& f) {
                if (!present(value.*(f.member)))
                    return;
                writer.append(f.number);
                writeValue(writer, value.*(f.member));
            };
            (one(field), ...);
        },
        fieldsOf<T>());
    writer.endMap();
}

template <typename T>
void writeValue(QCborStreamWriter& writer, const T& value)
{
    if constexpr (std::is_same_v<T, bool>)
        writer.append(value);
    else if constexpr (IntegerMember<T>)
        writer.append(static_cast<qint64>(toWireInteger(value)));
    else if constexpr (std::is_same_v<T, std::string>)
        writeText(writer, value);
    else if constexpr (std::is_same_v<T, Json>)
        writeText(writer, toJsonText(value));
    else if constexpr (std::is_same_v<T, SharedBytes>)
        writer.appendByteString(reinterpret_cast<const char*>(value.data()), static_cast<qsizetype>(value.size()));
    else if constexpr (FixedMember<T>)
        writer.appendByteString(reinterpret_cast<const char*>(value.bytes.data()), static_cast<qsizetype>(T::size));
    else if constexpr (OptionalMember<T>)
        writeValue(writer, *value);
    else if constexpr (HasCustomCodec<T>)
        CustomCodec<T>::write(writer, value);
    else if constexpr (ListMember<T>) {
        writer.startArray(value.size());
        for (const auto& element : value)
            writeValue(writer, element);
        writer.endArray();
    } else if constexpr (MapMember<T>) {
        writer.startMap(value.size());
        for (const auto& [key, element] : value) {
            writeText(writer, key);
            writeValue(writer, element);
        }
        writer.endMap();
    } else if constexpr (FieldStruct<T>)
        writeStruct(writer, value);
    else
        static_assert(kAlwaysFalse<T>, "this type can't be a member of a message");
}

template <typename T, typename Fields>
Done checkFields(const T& value, const Fields& fields);

/// Whether a member that may not have been on the wire at all is in bounds.
template <typename T>
bool inBounds(const T& value, const Bounds& bounds)
{
    if constexpr (IntegerMember<T>)
        return toWireInteger(value) >= bounds.min && toWireInteger(value) <= bounds.max;
    else if constexpr (std::is_same_v<T, Json>)
        return true; // checked as text
    else if constexpr (OptionalMember<T>)
        return !value || inBounds(*value, bounds);
    else if constexpr (Kind<T>::sized)
        return static_cast<std::int64_t>(value.size()) >= bounds.min
            && static_cast<std::int64_t>(value.size()) <= bounds.max;
    else if constexpr (FieldStruct<T> && !FixedMember<T>)
        return checkFields(value, fieldsOf<T>()).hasValue();
    else
        return true;
}

template <typename T>
constexpr Bounds elementBounds()
{
    return std::is_same_v<T, std::string> ? atMost(kMaxListTextBytes) : Bounds {};
}

template <typename T>
Done readList(CborReader& reader, std::vector<T>& out, const Bounds& bounds)
{
    static_assert(!Kind<T>::sized || std::is_same_v<T, std::string>, "lists of lists would have no bounds");
    WEFT_TRY(const std::size_t count, reader.enterArray(static_cast<std::size_t>(bounds.max)));
    WEFT_CHECK(reader.charge(count * sizeof(T)));
    out.clear();
    out.reserve(count);
    for (std::size_t i = 0; i < count; ++i)
        WEFT_CHECK(readValue(reader, out.emplace_back(), elementBounds<T>()));
    return reader.leave();
}

template <typename T>
Done readMap(CborReader& reader, std::map<std::string, T>& out, const Bounds& bounds)
{
    WEFT_TRY(const std::size_t count, reader.enterMap(static_cast<std::size_t>(bounds.max)));
    constexpr std::size_t kTreeNodeBytes = 32;
    WEFT_CHECK(reader.charge(count * (sizeof(std::pair<std::string, T>) + kTreeNodeBytes)));
    out.clear();
    std::string key;
    for (std::size_t i = 0; i < count; ++i) {
        WEFT_CHECK(reader.readText(key, 0, kMaxMapKeyBytes));
        if (!out.empty() && key <= out.rbegin()->first)
            return Error {ErrorCode::ProtocolViolation, "keys out of order or twice"};
        const auto entry = out.emplace_hint(out.end(), key, T {});
        WEFT_CHECK(readValue(reader, entry->second, IntegerMember<T> ? Bounds {} : atMost(kMaxMapTextBytes)));
    }
    return reader.leave();
}

template <typename T, typename Fields>
Done readField(CborReader& reader, T& out, std::int64_t number, const Fields& fields)
{
    Done result;
    [[maybe_unused]] const auto one = [&](const auto& f) {
        if (f.number != number)
            return false;
        if (const Done read = readValue(reader, out.*(f.member), f.bounds); !read)
            result = inField(f.name, read.error());
        return true;
    };
    const bool known = std::apply([&](const auto&... f) { return (one(f) || ...); }, fields);
    return known ? result : reader.skip();
}

template <typename T, typename Fields>
Done checkFields(const T& value, const Fields& fields)
{
    Done result;
    [[maybe_unused]] const auto one = [&](const auto& f) {
        if (inBounds(value.*(f.member), f.bounds))
            return true;
        result = inField(f.name, outOfBounds());
        return false;
    };
    std::apply([&](const auto&... f) { (void)(one(f) && ...); }, fields);
    return result;
}

/// Numbers ascend from 1, and whatever has a size has bounds.
template <FieldStruct T>
constexpr bool wellDescribed()
{
    int last = 0;
    bool good = true;
    [[maybe_unused]] const auto one = [&]<typename M, typename V>(const Field<M, V>& f) {
        good = good && f.number > last && (!Kind<V>::sized || (f.bounds.given && f.bounds.min >= 0));
        last = f.number;
    };
    std::apply([&](const auto&... f) { (one(f), ...); }, fieldsOf<T>());
    return good;
}

template <FieldStruct T>
Done readStruct(CborReader& reader, T& out)
{
    static_assert(wellDescribed<T>(), "numbers must ascend; text, bytes, lists and maps must give bounds");
    constexpr auto fields = fieldsOf<T>();
    WEFT_TRY(const std::size_t count, reader.enterMap(kMaxWireFields));
    std::int64_t last = INT64_MIN;
    for (std::size_t i = 0; i < count; ++i) {
        WEFT_TRY(const std::int64_t number, reader.readInteger());
        if (number <= last)
            return Error {ErrorCode::ProtocolViolation, "fields out of order or twice"};
        last = number;
        WEFT_CHECK(readField(reader, out, number, fields));
    }
    WEFT_CHECK(reader.leave());
    return checkFields(out, fields);
}

template <typename T>
Done readValue(CborReader& reader, T& out, const Bounds& bounds)
{
    if constexpr (std::is_same_v<T, bool>) {
        WEFT_TRY(out, reader.readBool());
    } else if constexpr (IntegerMember<T>) {
        WEFT_TRY(const std::int64_t wire, reader.readInteger());
        WEFT_CHECK(fromWireInteger(wire, out));
        if (!inBounds(out, bounds))
            return outOfBounds();
    } else if constexpr (std::is_same_v<T, std::string>) {
        return reader.readText(out, static_cast<std::size_t>(bounds.min), static_cast<std::size_t>(bounds.max));
    } else if constexpr (std::is_same_v<T, Json>) {
        std::string text;
        WEFT_CHECK(reader.readText(text, static_cast<std::size_t>(bounds.min), static_cast<std::size_t>(bounds.max)));
        constexpr std::size_t kJsonGrowth = 16; // bytes of memory per byte of text, at worst ("[[],[],...")
        WEFT_CHECK(reader.charge(text.size() * kJsonGrowth));
        WEFT_TRY(out, readBoundedJson(text));
    } else if constexpr (std::is_same_v<T, SharedBytes>) {
        WEFT_TRY(out, reader.readBytes(static_cast<std::size_t>(bounds.min), static_cast<std::size_t>(bounds.max)));
    } else if constexpr (FixedMember<T>) {
        return reader.readBytesInto(out.bytes);
    } else if constexpr (OptionalMember<T>) {
        return readValue(reader, out.emplace(), bounds);
    } else if constexpr (HasCustomCodec<T>) {
        return CustomCodec<T>::read(reader, out);
    } else if constexpr (ListMember<T>) {
        return readList(reader, out, bounds);
    } else if constexpr (MapMember<T>) {
        return readMap(reader, out, bounds);
    } else if constexpr (FieldStruct<T>) {
        return readStruct(reader, out);
    } else {
        static_assert(kAlwaysFalse<T>, "this type can't be a member of a message");
    }
    return {};
}

} // namespace weft::protocol
