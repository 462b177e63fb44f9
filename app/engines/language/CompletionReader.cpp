// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/engines/language/CompletionReader.h"

#include "core/base/Utf8.h"

#include <algorithm>

namespace weft {

namespace {

constexpr std::size_t kMostWords = 300; // bytes
constexpr std::int64_t kTokensOver = 64; // some servers count their end marks, or stop a little late
constexpr std::int64_t kMostCounted = 1'000'000'000;
constexpr JsonLimits kEventLimits{.maxBytes = 8u << 20, .maxDepth = 32};

Error nonsense(std::string detail)
{
    return {ErrorCode::ProtocolViolation, std::move(detail)};
}

std::string errorWords(const Json& json)
{
    const Json& error = memberAt(json, "error");
    if (error.is_string())
        return error.get<std::string>();
    if (const std::string message = stringAt(error, "message"); !message.empty())
        return message;
    for (const char* key : {"message", "detail"}) {
        const Json& words = memberAt(json, key);
        if (!words.is_null())
            return words.is_string() ? words.get<std::string>() : toJsonText(words);
    }
    return {};
}

/// One line, cut between characters.
std::string oneLine(std::string text)
{
    if (!isUtf8(text))
        return {};
    std::ranges::replace_if(
        text, [](unsigned char c) { return c < 0x20 || c == 0x7F; }, ' ');
    if (text.size() > kMostWords) {
        text.resize(kMostWords);
        while (!text.empty() && !isUtf8(text))
            text.pop_back();
    }
    while (text.ends_with(' '))
        text.pop_back();
    return text;
}

} // namespace

std::string serverWords(std::string_view body)
{
    if (const auto json = parseJson(body, kEventLimits); json && json->is_object())
        return oneLine(errorWords(*json));
    return body.find('<') != std::string_view::npos ? std::string() : oneLine(std::string(body.substr(0, kMostWords)));
}

std::int64_t CompletionReader::tokens() const
{
    return std::clamp<std::int64_t>(m_counted >= 0 ? m_counted : m_pieces, 0, m_limits.maxTokens);
}

Result<bool> CompletionReader::take(std::string_view data)
{
    if (m_done)
        return false;
    if (data == "[DONE]") {
        m_done = m_finished = true;
        return true;
    }
    const auto json = parseJson(data, kEventLimits);
    if (!json || !json->is_object())
        return nonsense("an event is no JSON object");
    if (!memberAt(*json, "error").is_null())
        return Error{ErrorCode::NodeFailed, "the server reports an error", {{"reason", serverWords(data)}}};
    const Json& choices = memberAt(*json, "choices");
    if (!choices.is_null() && !choices.is_array())
        return nonsense("\"choices\" isn't a list");
    bool isNew = false;
    if (choices.is_array() && !choices.empty()) {
        WEFT_TRY(isNew, takeChoice(choices.front()));
    }
    WEFT_CHECK(takeUsage(memberAt(*json, "usage")));
    return isNew;
}

Result<bool> CompletionReader::takeChoice(const Json& choice)
{
    const Json& delta = memberAt(choice, choice.is_object() && choice.contains("message") ? "message" : "delta");
    if (!choice.is_object() || (!delta.is_null() && !delta.is_object()))
        return nonsense("a choice isn't an object");
    bool isNew = false;
    for (const auto& [piece, isShown] : {std::pair(&memberAt(delta, "content"), true),
             std::pair(&memberAt(choice, "text"), true), std::pair(&memberAt(delta, "reasoning_content"), false)}) {
        WEFT_TRY(const bool some, append(*piece, isShown));
        isNew |= some;
    }
    const Json& reason = memberAt(choice, "finish_reason");
    if (!reason.is_null() && !reason.is_string())
        return nonsense("\"finish_reason\" isn't a text");
    m_finished |= reason.is_string();
    return isNew || reason.is_string();
}

/// What a model thinks before it answers is counted, not shown.
Result<bool> CompletionReader::append(const Json& piece, bool isShown)
{
    if (piece.is_null() || (piece.is_string() && piece.get_ref<const std::string&>().empty()))
        return false;
    if (!piece.is_string())
        return nonsense("a piece of text isn't a text");
    const auto& text = piece.get_ref<const std::string&>();
    if (++m_pieces > m_limits.maxTokens + kTokensOver)
        return nonsense("more tokens than were asked for");
    if (text.size() > m_limits.maxTextBytes - m_text.size())
        return nonsense("a longer text than is taken");
    if (isShown)
        m_text += text;
    return true;
}

Done CompletionReader::takeUsage(const Json& usage)
{
    if (usage.is_null())
        return {};
    const Json& count = memberAt(usage, "completion_tokens");
    const bool isCount = count.is_number_unsigned() || (count.is_number_integer() && count.get<std::int64_t>() >= 0);
    if (!usage.is_object() || (!count.is_null() && !isCount))
        return nonsense("\"usage\" has no number of tokens");
    if (!count.is_null())
        m_counted = std::max(m_counted, std::min(intAt(usage, "completion_tokens", kMostCounted), kMostCounted));
    return {};
}

Done CompletionReader::takeWhole(std::string_view body)
{
    const auto taken = take(body);
    if (!taken)
        return taken.error();
    if (!m_finished && m_pieces == 0)
        return nonsense("an answer without a text");
    if (m_counted < 0) // a token has some four bytes
        m_pieces = std::max<std::int64_t>(m_pieces, static_cast<std::int64_t>(m_text.size() + 3) / 4);
    m_finished = m_done = true;
    return {};
}

} // namespace weft
