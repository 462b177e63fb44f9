// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "relay-server/payments/StripeForm.h"

namespace weft::relay {

namespace {

bool isPlain(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_'
        || c == '.' || c == '~';
}

std::string scalarText(const Json& value)
{
    if (value.is_boolean())
        return value.get<bool>() ? "true" : "false";
    if (value.is_string())
        return value.get<std::string>();
    return std::to_string(value.is_number_integer() ? value.get<std::int64_t>() : 0);
}

void append(std::string& text, const std::string& name, const Json& value)
{
    if (value.is_null())
        return;
    if (value.is_object()) {
        for (const auto& [key, member] : value.items())
            append(text, name.empty() ? key : name + "[" + key + "]", member);
    } else if (value.is_array()) {
        for (std::size_t i = 0; i < value.size(); ++i)
            append(text, name + "[" + std::to_string(i) + "]", value[i]);
    } else {
        text += (text.empty() ? "" : "&") + formEncoded(name) + "=" + formEncoded(scalarText(value));
    }
}

} // namespace

std::string formEncoded(std::string_view text)
{
    static constexpr char kDigits[] = "0123456789ABCDEF";
    std::string out;
    for (const char c : text) {
        if (isPlain(c)) {
            out += c;
            continue;
        }
        const auto byte = static_cast<unsigned char>(c);
        out += {'%', kDigits[byte >> 4], kDigits[byte & 15]};
    }
    return out;
}

std::string formValue(std::string_view form, std::string_view name)
{
    while (!form.empty()) {
        const std::string_view pair = form.substr(0, form.find('&'));
        form.remove_prefix(std::min(form.size(), pair.size() + 1));
        const std::size_t sign = pair.find('=');
        if (sign != std::string_view::npos && pair.substr(0, sign) == name)
            return std::string(pair.substr(sign + 1));
    }
    return {};
}

std::string formText(const Json& parameters)
{
    std::string text;
    append(text, "", parameters);
    return text;
}

} // namespace weft::relay
