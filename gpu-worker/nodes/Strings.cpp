// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gpu-worker/runtime/Node.h"
#include "gpu-worker/text/Unicode.h"

#include <algorithm>

namespace weft::worker {

namespace {

constexpr const char* kStringCategory = "utils/string";
constexpr std::size_t kMaxResult = 32u << 20;
const InputOptions kLines{.multiline = true};

std::string lowerCase(const std::string& text)
{
    return encodeUtf8(lowered(decodeUtf8(text)));
}

/// Source: ComfyUI `StringConcatenate`.
const bool stringConcatenate =
    node("StringConcatenate", kStringCategory)
        .title("Concatenate")
        .in<std::string>("string_a", kLines)
        .in<std::string>("string_b", kLines)
        .in<std::string>("delimiter", {.init = "", .more = Json{{"multiline", false}}})
        .out<std::string>("STRING")
        .run([](const std::string& a, const std::string& b, const std::string& delimiter) -> Result<std::string> {
            if (a.size() + delimiter.size() + b.size() > kMaxResult)
                return Error{ErrorCode::LimitExceeded, "the text", {{"limit", std::to_string(kMaxResult)}}};
            return a + delimiter + b;
        });

/// Code points from start to before end; below 0 they count from the end. Source: ComfyUI `StringSubstring`.
const bool stringSubstring =
    node("StringSubstring", kStringCategory)
        .title("Substring")
        .in<std::string>("string", kLines)
        .in<std::int64_t>("start")
        .in<std::int64_t>("end")
        .out<std::string>("STRING")
        .run([](const std::string& string, std::int64_t start, std::int64_t end) -> Result<std::string> {
            const std::u32string text = decodeUtf8(string);
            const auto size = static_cast<std::int64_t>(text.size());
            const auto place = [size](std::int64_t at) {
                return at >= 0 ? std::min(at, size) : std::max(at, -size) + size;
            };
            const std::int64_t from = place(start);
            const std::int64_t to = std::max(from, place(end));
            return encodeUtf8(text.substr(static_cast<std::size_t>(from), static_cast<std::size_t>(to - from)));
        });

/// In code points. Source: ComfyUI `StringLength`.
const bool stringLength = node("StringLength", kStringCategory)
                              .title("Length")
                              .in<std::string>("string", kLines)
                              .out<std::int64_t>("length")
                              .run([](const std::string& string) -> Result<std::int64_t> {
                                  return static_cast<std::int64_t>(decodeUtf8(string).size());
                              });

/// Source: ComfyUI `CaseConverter`.
const bool caseConverter =
    node("CaseConverter", kStringCategory)
        .title("Case Converter")
        .in<std::string>("string", kLines)
        .in<Choice>("mode", {.choices = {"UPPERCASE", "lowercase", "Capitalize", "Title Case"}})
        .out<std::string>("STRING")
        .run([](const std::string& string, const Choice& mode) -> Result<std::string> {
            const std::u32string text = decodeUtf8(string);
            if (mode == "UPPERCASE")
                return encodeUtf8(uppered(text));
            if (mode == "lowercase")
                return encodeUtf8(lowered(text));
            if (mode == "Title Case")
                return encodeUtf8(titled(text));
            return encodeUtf8(titled(text.substr(0, 1)) + (text.empty() ? text : lowered(text).substr(1)));
        });

/// Source: ComfyUI `StringTrim`.
const bool stringTrim = node("StringTrim", kStringCategory)
                            .title("Trim")
                            .in<std::string>("string", kLines)
                            .in<Choice>("mode", {.choices = {"Both", "Left", "Right"}})
                            .out<std::string>("STRING")
                            .run([](const std::string& string, const Choice& mode) -> Result<std::string> {
                                const std::u32string text = decodeUtf8(string);
                                std::u32string_view rest = text;
                                while (mode.text != "Right" && !rest.empty() && isWhite(rest.front()))
                                    rest.remove_prefix(1);
                                while (mode.text != "Left" && !rest.empty() && isWhite(rest.back()))
                                    rest.remove_suffix(1);
                                return encodeUtf8(rest);
                            });



/// Every occurrence; nothing to be found stands before, between and behind all code points. Source: ComfyUI
/// `StringReplace`.
const bool stringReplace =
    node("StringReplace", kStringCategory)
        .title("Replace")
        .in<std::string>("string", kLines)
        .in<std::string>("find", kLines)
        .in<std::string>("replace", kLines)
        .out<std::string>("STRING")
        .run([](const std::string& string, const std::string& find, const std::string& by) -> Result<std::string> {
            std::string out;
            const auto tooLong = [&out] { return out.size() > kMaxResult; };
            if (find.empty()) {
                for (const char32_t c : decodeUtf8(string)) {
                    if (tooLong())
                        return Error{ErrorCode::LimitExceeded, "the text", {{"limit", std::to_string(kMaxResult)}}};
                    out += by + encodeUtf8({&c, 1});
                }
                return out + by;
            }
            std::size_t done = 0;
            for (std::size_t at = string.find(find); at != std::string::npos; at = string.find(find, done)) {
                if (tooLong())
                    return Error{ErrorCode::LimitExceeded, "the text", {{"limit", std::to_string(kMaxResult)}}};
                out.append(string, done, at - done).append(by);
                done = at + find.size();
            }
            return out + string.substr(done);
        });

/// Source: ComfyUI `StringContains`.
const bool stringContains =
    node("StringContains", kStringCategory)
        .title("Contains")
        .in<std::string>("string", kLines)
        .in<std::string>("substring", kLines)
        .in<bool>("case_sensitive", {.init = true})
        .out<bool>("contains")
        .run([](const std::string& string, const std::string& part, bool exact) -> Result<bool> {
            return exact ? string.find(part) != std::string::npos
                         : lowerCase(string).find(lowerCase(part)) != std::string::npos;
        });

/// Source: ComfyUI `StringCompare`.
const bool stringCompare =
    node("StringCompare", kStringCategory)
        .title("Compare")
        .in<std::string>("string_a", kLines)
        .in<std::string>("string_b", kLines)
        .in<Choice>("mode", {.choices = {"Starts With", "Ends With", "Equal"}})
        .in<bool>("case_sensitive", {.init = true})
        .out<bool>("BOOLEAN")
        .run([](const std::string& first, const std::string& second, const Choice& mode, bool exact) -> Result<bool> {
            const std::string a = exact ? first : lowerCase(first);
            const std::string b = exact ? second : lowerCase(second);
            if (mode == "Starts With")
                return a.starts_with(b);
            return mode == "Ends With" ? a.ends_with(b) : a == b;
        });

} // namespace

} // namespace weft::worker
