// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/protocol/FragmentCodec.h"

#include <array>
#include <variant>

/// Messages to bytes and back. A frame is a CBOR array [type, map of field number -> value]; its bytes depend on the
/// content alone (definite lengths, fields and keys ascending, every field written), so that they can be compared.
///
///   QByteArray bytes = encode(message);
///   Result<worker::WorkerHello> hello = decode<worker::WorkerHello>(viewOf(bytes));
///   Result<worker::ToWorker> any = decodeAny<worker::ToWorker>(view);       // core/protocol/Wires.h lists each wire
///   std::visit([this](const auto& message) { handle(message); }, *any);     // a missing handle() doesn't compile
///
/// Errors: ProtocolViolation; args "message" (the struct's name, or the type's number when it is unknown) and "field"
/// (a dotted path such as "fragment.nodes.id"; absent when the frame itself is broken).
namespace weft::protocol {

template <typename T>
concept Message = FieldStruct<T> && requires { { T::type } -> std::convertible_to<int>; };

/// The struct's own name, e.g. "RequestHold".
template <typename T>
constexpr std::string_view messageName()
{
#if defined(_MSC_VER)
    std::string_view name = __FUNCSIG__;
    name = name.substr(0, name.rfind(">(void)"));
    return name.substr(name.rfind(':') + 1);
#else
    std::string_view name = __PRETTY_FUNCTION__; // "... messageName() [with T = weft::protocol::X; ...]"
    name = name.substr(name.find("T = ") + 4);
    name = name.substr(0, name.find_first_of(";]"));
    return name.substr(name.rfind(':') + 1);
#endif
}

template <Message M>
QByteArray encode(const M& message)
{
    static_assert(wellDescribed<M>(), "numbers must ascend; text, bytes, lists and maps must give bounds");
    QByteArray bytes;
    QCborStreamWriter writer(&bytes);
    writer.startArray(2);
    writer.append(int {M::type});
    writeStruct(writer, message);
    writer.endArray();
    return bytes;
}

/// The type's number, without reading further.
Result<int> peekType(ByteView bytes);

namespace detail {
    /// Enters the frame and reads its type.
    Result<int> openFrame(CborReader& reader);
    Error unknownType(int type);
}

template <Message M>
Result<M> decode(ByteView bytes)
{
    const auto named = [](const Error& error) { return error.with("message", std::string(messageName<M>())); };
    CborReader reader(bytes);
    const auto type = detail::openFrame(reader);
    if (!type)
        return named(type.error());
    if (*type != M::type)
        return named(Error {ErrorCode::ProtocolViolation, "another message: type " + std::to_string(*type)});
    M message {};
    if (const Done read = readStruct(reader, message); !read)
        return named(read.error());
    if (const Done end = reader.leave(); !end)
        return named(end.error());
    if (const Done end = reader.finish(); !end)
        return named(end.error());
    return message;
}

namespace detail {
    template <typename Variant>
    struct AnyOf;

    template <Message... M>
    struct AnyOf<std::variant<M...>> {
        static constexpr bool distinct()
        {
            constexpr std::array<int, sizeof...(M)> types {M::type...};
            for (std::size_t i = 0; i < types.size(); ++i)
                for (std::size_t k = i + 1; k < types.size(); ++k)
                    if (types[i] == types[k])
                        return false;
            return true;
        }

        static Result<std::variant<M...>> decode(ByteView bytes)
        {
            static_assert(distinct(), "two messages of this wire have the same type");
            WEFT_TRY(const int type, peekType(bytes));
            Result<std::variant<M...>> result = unknownType(type);
            const auto one = [&]<typename One>(std::type_identity<One>) {
                if (One::type != type)
                    return false;
                auto message = protocol::decode<One>(bytes);
                if (message)
                    result = std::variant<M...>(std::move(*message));
                else
                    result = message.error();
                return true;
            };
            (void)(one(std::type_identity<M> {}) || ...);
            return result;
        }
    };
}

/// One of the messages of a std::variant: `decodeAny<worker::ToWorker>(bytes)`.
template <typename Variant>
    requires(!Message<Variant>)
Result<Variant> decodeAny(ByteView bytes)
{
    return detail::AnyOf<Variant>::decode(bytes);
}

/// One of the messages named: `decodeAny<Ready, Refused>(bytes)`.
template <Message... M>
    requires(sizeof...(M) > 0)
Result<std::variant<M...>> decodeAny(ByteView bytes)
{
    return detail::AnyOf<std::variant<M...>>::decode(bytes);
}

/// Whether the other side would accept this message: for content that comes from a user's graph.
template <Message M>
Done checkBounds(const M& message)
{
    WEFT_CHECK(decode<M>(viewOf(encode(message))));
    return {};
}

} // namespace weft::protocol
