// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/engines/language/LanguageRequest.h"

#include <algorithm>
#include <array>

namespace weft {

namespace {

constexpr std::size_t kMostMessages = 1000;
constexpr std::size_t kMostMessageBytes = 4u << 20;
constexpr std::size_t kMostStops = 4; // the API's limit
constexpr std::array<std::string_view, 3> kRoles{"system", "user", "assistant"};

Error wrongMessages(std::string detail)
{
    return {ErrorCode::SettingInvalid, std::move(detail), {{"input", "messages"}}};
}

void replaceLineEnds(std::string& text)
{
    for (std::size_t at = text.find("\\n"); at != std::string::npos; at = text.find("\\n", at + 1))
        text.replace(at, 2, "\n");
}

Json commonBody(const TextOrder& order, bool wantsUsage)
{
    Json body = {{"model", order.model}, {"max_tokens", order.maxTokens}, {"temperature", order.temperature},
        {"top_p", order.topP}, {"seed", order.seed}, {"stream", true}};
    if (!order.stop.empty())
        body["stop"] = order.stop;
    if (wantsUsage)
        body["stream_options"] = {{"include_usage", true}};
    return body;
}

} // namespace

Result<std::vector<ChatMessage>> readMessages(const std::string& text)
{
    if (text.empty())
        return std::vector<ChatMessage>();
    const auto json = parseJson(text, {.maxBytes = kMostMessageBytes, .maxDepth = 8});
    if (!json || !json->is_array())
        return wrongMessages("not a JSON list of messages").with("received", text.substr(0, 40));
    if (json->size() > kMostMessages)
        return wrongMessages("too many messages").with("received", std::to_string(json->size()));
    std::vector<ChatMessage> messages;
    for (const Json& one : *json) {
        ChatMessage message{stringAt(one, "role"), stringAt(one, "content")};
        if (std::ranges::find(kRoles, message.role) == kRoles.end() || !memberAt(one, "content").is_string())
            return wrongMessages("a message needs a role and a content").with("received", message.role);
        messages.push_back(std::move(message));
    }
    return messages;
}

std::string writeMessages(const std::vector<ChatMessage>& messages)
{
    Json list = Json::array();
    for (const ChatMessage& message : messages)
        list.push_back({{"role", message.role}, {"content", message.content}});
    return toJsonText(list);
}

Result<std::vector<std::string>> readStops(const std::string& text)
{
    std::vector<std::string> stops;
    std::size_t at = 0;
    while (at < text.size()) {
        const std::size_t end = std::min(text.find('\n', at), text.size());
        std::string line = text.substr(at, end - at);
        at = end + 1;
        if (line.ends_with('\r'))
            line.pop_back();
        replaceLineEnds(line);
        if (!line.empty())
            stops.push_back(std::move(line));
    }
    if (stops.size() > kMostStops)
        return Error{
            ErrorCode::SettingInvalid, "at most four", {{"input", "stop"}, {"received", std::to_string(stops.size())}}};
    return stops;
}

Json chatBody(const TextOrder& order, bool wantsUsage)
{
    Json body = commonBody(order, wantsUsage);
    body["messages"] = Json::array();
    for (const ChatMessage& message : order.messages)
        body["messages"].push_back({{"role", message.role}, {"content", message.content}});
    return body;
}

Json completionBody(const TextOrder& order, bool wantsUsage)
{
    Json body = commonBody(order, wantsUsage);
    std::string prompt;
    for (const ChatMessage& message : order.messages)
        prompt += (prompt.empty() ? "" : "\n\n") + message.content;
    body["prompt"] = prompt;
    return body;
}

} // namespace weft
