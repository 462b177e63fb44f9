// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Json.h"

#include <optional>
#include <string>
#include <vector>

namespace weft {

/// One message of a conversation. `role`: "system", "user" or "assistant".
struct ChatMessage {
    std::string role;
    std::string content;

    bool operator==(const ChatMessage&) const = default;
};

/// What a text is to be made from: the settings of TextGenerate.
struct TextOrder {
    std::string model;
    std::vector<ChatMessage> messages;
    std::int64_t maxTokens = 256;
    double temperature = 0.8;
    double topP = 0.95;
    std::int64_t seed = 0;
    std::vector<std::string> stop; // at most four
};

/// Messages as ChatMessages hands them on: a JSON list of {"role", "content"}; an empty text is an empty list.
/// Errors: SettingInvalid (args: input, received) for anything else, more than 1000, or more than 4 MiB.
Result<std::vector<ChatMessage>> readMessages(const std::string& text);
std::string writeMessages(const std::vector<ChatMessage>& messages);

/// Lines that aren't empty, "\n" in them standing for a line's end. Errors: SettingInvalid (args: input, received) for
/// more than four.
Result<std::vector<std::string>> readStops(const std::string& text);

/// The bodies of POST /v1/chat/completions and, for servers without it, /v1/completions: the messages as one text.
/// Both ask for a stream. `wantsUsage`: also for a last event with the number of tokens.
Json chatBody(const TextOrder& order, bool wantsUsage);
Json completionBody(const TextOrder& order, bool wantsUsage);

} // namespace weft
