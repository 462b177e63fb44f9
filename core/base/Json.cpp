// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/Json.h"

namespace weft {

namespace {

constexpr std::size_t kComparedAtOnce = 128; // bytes of two keys, for the price of one compare

/// nlohmann::json refuses NaN and Infinity; outside strings they become null, of the same width so that positions hold.
std::string withoutNan(std::string_view text)
{
    std::string out(text);
    bool inString = false;
    for (std::size_t i = 0; i < out.size(); ++i) {
        if (inString) {
            if (out[i] == '\\')
                ++i;
            else if (out[i] == '"')
                inString = false;
            continue;
        }
        if (out[i] == '"')
            inString = true;
        for (const std::string_view word : {"NaN", "-Infinity", "Infinity"}) {
            if (std::string_view(out).substr(i).starts_with(word)) {
                out.replace(i, word.size(), word.size() == 3 ? "null" : std::string("null").append(word.size() - 4, ' '));
                i += word.size() - 1;
                break;
            }
        }
    }
    return out;
}

bool mayHoldNan(std::string_view text)
{
    return text.find("NaN") != text.npos || text.find("Infinity") != text.npos;
}

/// What the parser would spend on this text, before it does: its depth, and the compares of its keys. Up to the first
/// mistake strings are seen as the parser sees them; what comes behind it doesn't matter.
/// Errors: JsonTooDeep, LimitExceeded.
Done checkCost(std::string_view text, const JsonLimits& limits)
{
    std::vector<std::uint64_t> keys; // of each open object
    std::uint64_t work = 0;
    std::size_t stringStart = 0;
    std::size_t stringBytes = 0; // of the last one: a key, when a colon follows
    bool inString = false;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        if (inString) {
            if (c == '\\') {
                ++i;
            } else if (c == '"') {
                inString = false;
                stringBytes = i - stringStart;
            }
        } else if (c == '"') {
            inString = true;
            stringStart = i;
        } else if (c == '{' || c == '[') {
            if (keys.size() >= static_cast<std::size_t>(limits.maxDepth))
                return Error {ErrorCode::JsonTooDeep, "JSON nesting", {{"limit", std::to_string(limits.maxDepth)}}};
            keys.push_back(0);
        } else if (c == ':' && !keys.empty()) {
            work += keys.back()++ * (1 + stringBytes / kComparedAtOnce);
            if (work > limits.maxKeyWork)
                return Error {ErrorCode::LimitExceeded, "keys of JSON objects"};
        } else if ((c == '}' || c == ']') && !keys.empty()) {
            keys.pop_back();
        }
    }
    return {};
}

Error invalidAt(std::string_view text, std::size_t byte)
{
    std::size_t line = 1;
    std::size_t column = 1;
    for (std::size_t i = 0; i + 1 < byte && i < text.size(); ++i) {
        ++column;
        if (text[i] == '\n') {
            ++line;
            column = 1;
        }
    }
    return Error {ErrorCode::JsonInvalid, "JSON syntax", {{"line", std::to_string(line)}, {"column", std::to_string(column)}}};
}

} // namespace

Result<Json> parseJson(std::string_view text, JsonLimits limits)
{
    if (text.size() > limits.maxBytes)
        return Error {ErrorCode::FileTooLarge, "JSON text",
            {{"size", std::to_string(text.size())}, {"limit", std::to_string(limits.maxBytes)}}};
    WEFT_CHECK(checkCost(text, limits));
    if (text.starts_with("\xEF\xBB\xBF"))
        text.remove_prefix(3);
    try {
        return Json::parse(mayHoldNan(text) ? withoutNan(text) : std::string(text));
    } catch (const Json::parse_error& problem) {
        return invalidAt(text, problem.byte);
    } catch (const Json::exception&) { // a number that no type holds
        return Error {ErrorCode::JsonInvalid, "JSON number out of range", {{"line", "1"}, {"column", "1"}}};
    }
}

std::string toJsonText(const Json& json, int indent)
{
    return json.dump(indent, ' ', false, Json::error_handler_t::replace);
}

const Json& memberAt(const Json& object, std::string_view key)
{
    static const Json null;
    if (!object.is_object())
        return null;
    const auto it = object.find(key);
    return it == object.end() ? null : *it;
}

std::string stringAt(const Json& object, std::string_view key, std::string fallback)
{
    const Json& value = memberAt(object, key);
    return value.is_string() ? value.get<std::string>() : std::move(fallback);
}

std::int64_t intAt(const Json& object, std::string_view key, std::int64_t fallback)
{
    const Json& value = memberAt(object, key);
    const bool fits = !value.is_number_unsigned() || value.get<std::uint64_t>() <= INT64_MAX;
    return value.is_number_integer() && fits ? value.get<std::int64_t>() : fallback;
}

double numberAt(const Json& object, std::string_view key, double fallback)
{
    const Json& value = memberAt(object, key);
    return value.is_number() ? value.get<double>() : fallback;
}

bool boolAt(const Json& object, std::string_view key, bool fallback)
{
    const Json& value = memberAt(object, key);
    return value.is_boolean() ? value.get<bool>() : fallback;
}

} // namespace weft
