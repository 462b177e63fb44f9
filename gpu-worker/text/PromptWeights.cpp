// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gpu-worker/text/PromptWeights.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <limits>
#include <optional>

namespace weft {

namespace {

constexpr double kEmphasis = 1.1;
// What stands for an escaped parenthesis while the others are read.
constexpr std::string_view kClosing("\0\1", 2);
constexpr std::string_view kOpening("\0\2", 2);

void replaceAll(std::string& text, std::string_view from, std::string_view to)
{
    for (std::size_t at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size()))
        text.replace(at, from.size(), to);
}

/// Top level parts: each balanced "(...)", and what is between. An opening parenthesis that is never closed takes the
/// rest; a closing one too many goes with the text around it, and what follows it counts as below ground until it is
/// opened again.
std::vector<std::string_view> partsOf(std::string_view text)
{
    std::vector<std::string_view> parts;
    std::int64_t depth = 0;
    std::size_t begin = 0;
    const auto cut = [&](std::size_t end) {
        if (end > begin)
            parts.push_back(text.substr(begin, end - begin));
        begin = end;
    };
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '(' && depth++ == 0)
            cut(i);
        else if (text[i] == ')' && --depth == 0)
            cut(i + 1);
    }
    cut(text.size());
    return parts;
}

std::string_view trimmed(std::string_view text)
{
    while (!text.empty() && isBlank(text.front()))
        text.remove_prefix(1);
    while (!text.empty() && isBlank(text.back()))
        text.remove_suffix(1);
    return text;
}

/// Python's digits may be grouped: an underscore between two of them.
std::optional<std::string> withoutUnderscores(std::string_view text)
{
    std::string out;
    const auto isDigit = [&](std::size_t i) { return i < text.size() && text[i] >= '0' && text[i] <= '9'; };
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] != '_')
            out.push_back(text[i]);
        else if (i == 0 || !isDigit(i - 1) || !isDigit(i + 1))
            return std::nullopt;
    }
    return out;
}

/// A number as Python's float() reads it.
std::optional<double> numberOf(std::string_view text)
{
    auto digits = withoutUnderscores(trimmed(text));
    if (!digits)
        return std::nullopt;
    std::string_view rest = *digits;
    const bool negative = rest.starts_with('-');
    if (negative || rest.starts_with('+'))
        rest.remove_prefix(1);
    if (rest.empty() || rest.front() == '-' || rest.front() == '+' || rest.find('(') != std::string_view::npos)
        return std::nullopt;
    double value = 0;
    const auto [end, error] = std::from_chars(rest.data(), rest.data() + rest.size(), value);
    if (end != rest.data() + rest.size() || error == std::errc::invalid_argument)
        return std::nullopt;
    if (error == std::errc::result_out_of_range) {
        const std::size_t exponent = rest.find_first_of("eE");
        const bool small = exponent != std::string_view::npos && rest.substr(exponent + 1).starts_with('-');
        value = small ? 0 : std::numeric_limits<double>::infinity();
    }
    return negative ? -value : value;
}

Done addParts(std::string_view text, double weight, int depth, std::vector<WeightedText>& out)
{
    if (depth > kMaxPromptDepth)
        return Error{ErrorCode::LimitExceeded, "parentheses in parentheses in ...",
            {{"limit", std::to_string(kMaxPromptDepth)}}};
    for (const std::string_view part : partsOf(text)) {
        if (part.size() < 2 || part.front() != '(' || part.back() != ')') {
            out.push_back({std::string(part), weight});
            continue;
        }
        std::string_view inside = part.substr(1, part.size() - 2);
        double inner = weight * kEmphasis;
        const std::size_t colon = inside.rfind(':');
        if (colon != std::string_view::npos && colon > 0) {
            if (const auto number = numberOf(inside.substr(colon + 1))) {
                inner = *number;
                inside = inside.substr(0, colon);
            }
        }
        WEFT_CHECK(addParts(inside, inner, depth + 1, out));
    }
    return {};
}

} // namespace

Result<std::vector<WeightedText>> parsePromptWeights(std::string_view prompt)
{
    std::string text(prompt);
    replaceAll(text, "\\)", kClosing);
    replaceAll(text, "\\(", kOpening);
    std::vector<WeightedText> parts;
    WEFT_CHECK(addParts(text, 1.0, 0, parts));
    for (WeightedText& part : parts) {
        replaceAll(part.text, kClosing, ")");
        replaceAll(part.text, kOpening, "(");
    }
    return parts;
}

} // namespace weft
