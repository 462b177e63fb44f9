// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/values/Safetensors.h"

#include "core/values/MappedFile.h"
#include "core/values/SafetensorsPieces.h"

#include <algorithm>
#include <cstring>
#include <limits>
#include <set>

namespace weft {

namespace {

constexpr std::uint64_t kMaxHeaderBytes = 100'000'000; // the format's own limit
constexpr std::uint64_t kMaxHeaderKeyWork = 100'000'000; // 14,000 tensors; large models have a few thousand
constexpr std::size_t kLengthBytes = 8;

Error invalid(std::string detail)
{
    return {ErrorCode::TensorFileInvalid, std::move(detail)};
}

struct Range {
    std::uint64_t begin = 0;
    std::uint64_t end = 0;
    auto operator<=>(const Range&) const = default;
};

Result<std::uint64_t> unsignedNumber(const Json& json)
{
    if (!json.is_number_integer() || (!json.is_number_unsigned() && json.get<std::int64_t>() < 0))
        return invalid("a number that isn't a count");
    return json.get<std::uint64_t>();
}

Result<Range> readRange(const Json& entry, std::uint64_t dataSize)
{
    const Json& offsets = memberAt(entry, "data_offsets");
    if (!offsets.is_array() || offsets.size() != 2)
        return invalid("data_offsets must hold two numbers");
    Range range;
    WEFT_TRY(range.begin, unsignedNumber(offsets[0]));
    WEFT_TRY(range.end, unsignedNumber(offsets[1]));
    if (range.begin > range.end)
        return invalid("data_offsets run backwards");
    if (range.end > dataSize)
        return Error {ErrorCode::FileTruncated, "a tensor ends behind the file"};
    return range;
}

Result<Tensor> readTensor(const Json& entry, const SharedBytes& data, Range& range)
{
    WEFT_TRY(range, readRange(entry, data.size()));
    Tensor tensor;
    WEFT_TRY(tensor.dtype, dtypeFromSafetensorsName(stringAt(entry, "dtype")));
    const Json& shape = memberAt(entry, "shape");
    if (!shape.is_array() || shape.size() > 16)
        return invalid("shape must be a list of at most 16 numbers");
    for (const Json& side : shape) {
        WEFT_TRY(const std::uint64_t count, unsignedNumber(side));
        if (count > INT64_MAX)
            return invalid("shape out of range");
        tensor.shape.push_back(static_cast<std::int64_t>(count));
    }
    tensor.data = data.sub(range.begin, range.end - range.begin);
    if (!tensor.checkedCount())
        return invalid("shape doesn't match data_offsets");
    return tensor;
}

Done readMetadata(const Json& entry, SafetensorsFile& file)
{
    if (!entry.is_object())
        return invalid("__metadata__ must be an object");
    for (const auto& [key, value] : entry.items()) {
        if (!value.is_string())
            return invalid("__metadata__ holds only strings");
        file.metadata.emplace(key, value.get<std::string>());
    }
    return {};
}

Done checkLayout(std::vector<Range> ranges)
{
    std::ranges::sort(ranges);
    std::uint64_t end = 0;
    for (const Range& range : ranges) {
        if (range.begin < end)
            return invalid("two tensors overlap");
        end = std::max(end, range.end);
    }
    return {};
}

/// nlohmann::json keeps the last of two equal keys; a duplicate name is an attack or a broken writer.
Result<Json> parseHeader(std::string_view text)
{
    WEFT_CHECK(parseJson(text, {.maxBytes = kMaxHeaderBytes, .maxDepth = 4, .maxKeyWork = kMaxHeaderKeyWork}));
    std::vector<std::set<std::string>> keys;
    bool duplicate = false;
    const auto watch = [&](int, Json::parse_event_t event, Json& parsed) {
        if (event == Json::parse_event_t::object_start)
            keys.emplace_back();
        else if (event == Json::parse_event_t::object_end)
            keys.pop_back();
        else if (event == Json::parse_event_t::key)
            duplicate |= !keys.back().insert(parsed.get<std::string>()).second;
        return true;
    };
    Json header = Json::parse(text, watch, false);
    if (duplicate)
        return invalid("a name occurs twice in the header");
    if (!header.is_object())
        return invalid("the header isn't an object");
    return header;
}

} // namespace

Result<SafetensorsFile> parseSafetensors(SharedBytes bytes)
{
    if (bytes.size() < kLengthBytes)
        return Error {ErrorCode::FileTruncated, "shorter than its length field"};
    std::uint64_t headerSize = 0;
    std::memcpy(&headerSize, bytes.data(), kLengthBytes);
    if (headerSize > kMaxHeaderBytes)
        return invalid("header larger than 100 MB");
    if (headerSize > bytes.size() - kLengthBytes)
        return Error {ErrorCode::FileTruncated, "the header ends behind the file"};
    const std::string_view text(reinterpret_cast<const char*>(bytes.data()) + kLengthBytes, headerSize);
    const auto header = parseHeader(text);
    if (!header)
        return header.error().code == ErrorCode::TensorFileInvalid ? header.error() : invalid("header: " + header.error().detail);

    const std::size_t dataStart = kLengthBytes + headerSize;
    const SharedBytes data = bytes.sub(dataStart, bytes.size() - dataStart);
    SafetensorsFile file;
    std::vector<Range> ranges;
    for (const auto& [name, entry] : header->items()) {
        if (name == "__metadata__") {
            WEFT_CHECK(readMetadata(entry, file));
            continue;
        }
        Range range;
        auto tensor = readTensor(entry, data, range);
        if (!tensor)
            return Error {tensor.error().code, tensor.error().detail + " (" + name.substr(0, 100) + ")"};
        ranges.push_back(range);
        file.tensors.emplace(name, std::move(*tensor));
    }
    WEFT_CHECK(checkLayout(std::move(ranges)));
    return file;
}

Result<SafetensorsFile> openSafetensors(const std::string& path)
{
    WEFT_TRY(SharedBytes bytes, mapFile(path));
    auto file = parseSafetensors(std::move(bytes));
    if (!file)
        return file.error().with("path", path);
    return file;
}

Result<SharedBytes> writeSafetensors(const SafetensorsFile& file)
{
    constexpr std::uint64_t kWhole = std::numeric_limits<std::uint64_t>::max();
    WEFT_TRY(const std::vector<SharedBytes> pieces, safetensorsPieces(file, kWhole));
    return pieces.front(); // there is a header at least
}

} // namespace weft
