// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/protocol/FragmentCodec.h"

namespace weft::protocol {

namespace {

enum InputKind : int { Literal = 0, Slot = 1, Boundary = 2 };

/// Every key of an object is followed by a colon, so counting colons outside of strings bounds the keys.
bool tooManyKeys(std::string_view json)
{
    std::int64_t colons = 0;
    bool inString = false;
    for (std::size_t i = 0; i < json.size(); ++i) {
        if (json[i] == '\\' && inString)
            ++i;
        else if (json[i] == '"')
            inString = !inString;
        else if (json[i] == ':' && !inString && ++colons > kMaxLiteralKeys)
            return true;
    }
    return false;
}

Error malformed(std::string detail)
{
    return {ErrorCode::ProtocolViolation, std::move(detail)};
}

Done readLiteral(CborReader& reader, FragmentInput& out)
{
    Json json;
    WEFT_CHECK(readValue(reader, json, between(1, kMaxLiteralBytes)));
    out = std::move(json);
    return {};
}

Done readSlot(CborReader& reader, FragmentInput& out)
{
    SlotRef slot;
    WEFT_CHECK(readValue(reader, slot.node, between(1, kMaxNameBytes)));
    WEFT_CHECK(readValue(reader, slot.slot, between(0, 1000)));
    out = std::move(slot);
    return {};
}

Done readBoundary(CborReader& reader, FragmentInput& out)
{
    BoundaryRef boundary;
    WEFT_CHECK(readValue(reader, boundary.index, between(0, kMaxFragmentNodes)));
    out = boundary;
    return {};
}

Done readInput(CborReader& reader, std::int64_t kind, std::size_t count, FragmentInput& out)
{
    if (kind == Literal)
        return readLiteral(reader, out);
    if (kind == Slot && count == 3)
        return readSlot(reader, out);
    if (kind == Boundary)
        return readBoundary(reader, out);
    return malformed("unknown kind of input");
}

} // namespace

Result<Json> readBoundedJson(std::string_view text)
{
    if (tooManyKeys(text))
        return malformed("too many keys in JSON");
    auto json = parseJson(text, {.maxBytes = text.size(), .maxDepth = kMaxLiteralDepth});
    if (!json)
        return malformed("JSON: " + json.error().detail);
    return std::move(*json);
}

void writeText(QCborStreamWriter& writer, std::string_view text)
{
    writer.appendTextString(text.data(), static_cast<qsizetype>(text.size()));
}

void CustomCodec<FragmentInput>::write(QCborStreamWriter& writer, const FragmentInput& input)
{
    if (const auto* literal = std::get_if<Json>(&input)) {
        writer.startArray(2);
        writer.append(int {Literal});
        writeValue(writer, *literal);
    } else if (const auto* slot = std::get_if<SlotRef>(&input)) {
        writer.startArray(3);
        writer.append(int {Slot});
        writeValue(writer, slot->node);
        writeValue(writer, slot->slot);
    } else {
        writer.startArray(2);
        writer.append(int {Boundary});
        writeValue(writer, std::get<BoundaryRef>(input).index);
    }
    writer.endArray();
}

Done CustomCodec<FragmentInput>::read(CborReader& reader, FragmentInput& out)
{
    WEFT_TRY(const std::size_t count, reader.enterArray(3));
    if (count < 2)
        return malformed("an input needs a kind and a value");
    WEFT_TRY(const std::int64_t kind, reader.readInteger());
    WEFT_CHECK(readInput(reader, kind, count, out));
    return reader.leave();
}

Result<QByteArray> encodeOffer(const Offer& offer)
{
    QByteArray bytes;
    QCborStreamWriter writer(&bytes);
    writeStruct(writer, offer);
    if (static_cast<std::size_t>(bytes.size()) > kMaxChunkBytes)
        return Error {ErrorCode::LimitExceeded, "offer",
            {{"size", std::to_string(bytes.size())}, {"limit", std::to_string(kMaxChunkBytes)}}};
    WEFT_CHECK(decodeOffer(viewOf(bytes)));
    return bytes;
}

Result<Offer> decodeOffer(ByteView bytes)
{
    if (bytes.size() > kMaxChunkBytes)
        return malformed("offer too large").with("message", "Offer");
    CborReader reader(bytes);
    Offer offer;
    if (const Done read = readStruct(reader, offer); !read)
        return read.error().with("message", "Offer");
    if (const Done end = reader.finish(); !end)
        return end.error().with("message", "Offer");
    return offer;
}

} // namespace weft::protocol
