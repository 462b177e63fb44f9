// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Json.h"

#include <string>
#include <string_view>

namespace weft {

/// How much of an answer is taken.
struct CompletionLimits {
    std::int64_t maxTokens = 256; // asked for
    std::size_t maxTextBytes = 1u << 20;
};

/// The events of a streamed chat or text completion, put together. No I/O.
///
/// Errors: NodeFailed (args: reason, the server's own words) for what a server answers instead of a text;
/// ProtocolViolation for what is no such answer: no JSON, not UTF-8, other types, a text or a number of tokens far
/// beyond what was asked for.
class CompletionReader {
public:
    explicit CompletionReader(CompletionLimits limits)
        : m_limits(limits)
    {
    }

    /// One event's data; "[DONE]" ends the text. True: it said something new.
    Result<bool> take(std::string_view data);
    /// An answer in one piece, from a server that doesn't stream.
    Done takeWhole(std::string_view body);

    const std::string& text() const { return m_text; }
    /// What the server counted, else one for each piece; never more than was asked for.
    std::int64_t tokens() const;
    /// Nothing more is needed for the text; a count may still come.
    bool isFinished() const { return m_finished; }
    /// Nothing more will come.
    bool isDone() const { return m_done; }

private:
    Result<bool> takeChoice(const Json& choice);
    Result<bool> append(const Json& piece, bool isShown);
    Done takeUsage(const Json& usage);

    CompletionLimits m_limits;
    std::string m_text;
    std::int64_t m_pieces = 0;
    std::int64_t m_counted = -1; // -1: the server hasn't said
    bool m_finished = false;
    bool m_done = false;
};

/// A server's own words about what went wrong: {"error": {"message"}}, {"error": text}, {"detail"} or a plain text, in
/// one line of at most 300 bytes. Empty: it says nothing.
std::string serverWords(std::string_view body);

} // namespace weft
