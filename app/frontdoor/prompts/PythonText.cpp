// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/frontdoor/prompts/PythonText.h"

#include <array>
#include <charconv>
#include <cmath>
#include <cstdio>

namespace weft::python {

namespace {

constexpr std::size_t kMostBytes = 64 * 1024;
constexpr int kMostDepth = 100;
constexpr std::size_t kMostQuotedInProblem = 200; // as CPython does

std::string escaped(unsigned char c)
{
    switch (c) {
    case '\n':
        return "\\n";
    case '\r':
        return "\\r";
    case '\t':
        return "\\t";
    case '\\':
        return "\\\\";
    default:
        std::array<char, 8> text {};
        std::snprintf(text.data(), text.size(), "\\x%02x", c);
        return text.data();
    }
}

std::string inQuotes(std::string_view text)
{
    const bool hasSingle = text.find('\'') != text.npos;
    const char quote = hasSingle && text.find('"') == text.npos ? '"' : '\'';
    std::string out(1, quote);
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        if (byte < 0x20 || byte == 0x7F || c == '\\')
            out += escaped(byte);
        else if (c == quote)
            out += std::string("\\") + c;
        else
            out += c;
    }
    return out + quote;
}

/// The shortest text that reads back as this number, with an exponent below 1e-4 and from 1e16 on.
std::string floatText(double number)
{
    if (std::isnan(number))
        return "nan";
    if (std::isinf(number))
        return number < 0 ? "-inf" : "inf";
    const double size = std::fabs(number);
    const bool plain = size == 0 || (size >= 1e-4 && size < 1e16);
    std::array<char, 400> text {};
    const auto [end, problem] = std::to_chars(
        text.data(), text.data() + text.size(), number, plain ? std::chars_format::fixed : std::chars_format::scientific);
    std::string out(text.data(), end);
    return plain && out.find('.') == out.npos ? out + ".0" : out;
}

class Writer {
public:
    std::string written(const Json& value)
    {
        write(value, 0);
        return std::move(m_out);
    }

private:
    bool isFull(int depth)
    {
        if (m_out.size() < kMostBytes && depth < kMostDepth)
            return false;
        m_out += "...";
        return true;
    }

    void write(const Json& value, int depth)
    {
        if (isFull(depth))
            return;
        if (value.is_array())
            return writeList(value, depth);
        if (value.is_object())
            return writeDict(value, depth);
        m_out += value.is_string() ? inQuotes(value.get_ref<const std::string&>()) : str(value);
    }

    void writeList(const Json& list, int depth)
    {
        m_out += '[';
        for (std::size_t i = 0; i < list.size() && m_out.size() < kMostBytes; ++i) {
            m_out += i ? ", " : "";
            write(list[i], depth + 1);
        }
        m_out += ']';
    }

    void writeDict(const Json& dict, int depth)
    {
        m_out += '{';
        bool isFirst = true;
        for (const auto& [key, item] : dict.items()) {
            if (m_out.size() >= kMostBytes)
                break;
            m_out += (std::exchange(isFirst, false) ? "" : ", ") + inQuotes(key) + ": ";
            write(item, depth + 1);
        }
        m_out += '}';
    }

    std::string m_out;
};

std::string_view shortened(const std::string& text) { return std::string_view(text).substr(0, kMostQuotedInProblem); }

} // namespace

std::string repr(const Json& value) { return Writer().written(value); }

std::string str(const Json& value)
{
    if (value.is_string())
        return value.get<std::string>();
    if (value.is_null())
        return "None";
    if (value.is_boolean())
        return value.get<bool>() ? "True" : "False";
    if (value.is_number_float())
        return floatText(value.get<double>());
    return value.is_number() ? toJsonText(value) : repr(value);
}

std::string_view className(const Json& value)
{
    if (value.is_string())
        return "str";
    if (value.is_null())
        return "NoneType";
    if (value.is_boolean())
        return "bool";
    if (value.is_number_float())
        return "float";
    if (value.is_number())
        return "int";
    return value.is_array() ? "list" : "dict";
}

std::string intProblem(const Json& value)
{
    if (value.is_string())
        return "invalid literal for int() with base 10: " + std::string(shortened(repr(value)));
    if (value.is_number_float() && !std::isfinite(value.get<double>()))
        return std::isnan(value.get<double>()) ? "cannot convert float NaN to integer" : "cannot convert float infinity to integer";
    if (value.is_number() || value.is_boolean())
        return {};
    return "int() argument must be a string, a bytes-like object or a real number, not '" + std::string(className(value)) + "'";
}

std::string floatProblem(const Json& value)
{
    if (value.is_string())
        return "could not convert string to float: " + std::string(shortened(repr(value)));
    if (value.is_number() || value.is_boolean())
        return {};
    return "float() argument must be a string or a real number, not '" + std::string(className(value)) + "'";
}

std::string wholeNumber(double number)
{
    std::array<char, 400> text {};
    std::snprintf(text.data(), text.size(), "%.0f", std::trunc(number));
    return text.data();
}

} // namespace weft::python
