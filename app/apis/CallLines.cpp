// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/apis/CallLines.h"

#include "app/apis/CallGraph.h"

#include <algorithm>

namespace weft {

namespace {

/// As one word of a shell.
std::string quoted(const std::string& text)
{
    const auto isPlain = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || std::string_view("_-./:=,+@%").find(c) != std::string_view::npos; };
    if (!text.empty() && std::ranges::all_of(text, isPlain))
        return text;
    std::string word = "'";
    for (const char c : text)
        word += c == '\'' ? std::string("'\\''") : std::string(1, c);
    return word + "'";
}

/// What a caller might say: the default, or an example; null: it needn't be said.
Json exampleOf(const InputSpec& input)
{
    if (!canBeGiven(input))
        return {};
    if (isGivenAsFile(input))
        return input.type == "LATENT" ? Json("picture.latent") : Json("picture.png");
    if (const Json& standard = memberAt(input.options, "default"); !standard.is_null())
        return standard;
    return mustBeGiven(input) && input.type == "STRING" ? Json("…") : mustBeGiven(input) ? defaultSetting(input)
                                                                                         : Json();
}

} // namespace

std::string curlLine(const NodeType& type, const std::string& url, bool token)
{
    Json body = Json::object();
    for (const InputSpec& input : type.inputs) {
        if (const Json example = exampleOf(input); !example.is_null())
            body[input.name] = example;
    }
    const std::string head = token ? " -H 'Authorization: Bearer TOKEN'" : "";
    return "curl " + url + head + " -H 'Content-Type: application/json' -d " + quoted(toJsonText(body));
}

std::string commandLine(const NodeType& type, const std::string& name)
{
    std::string line = "weft call " + name;
    for (const InputSpec& input : type.inputs) {
        const Json example = exampleOf(input);
        if (!example.is_null())
            line += " " + quoted(input.name + "=" + (example.is_string() ? example.get<std::string>() : toJsonText(example)));
    }
    return line;
}

} // namespace weft
