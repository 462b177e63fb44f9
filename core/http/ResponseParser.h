// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Result.h"
#include "core/http/Message.h"

#include <memory>

namespace weft::http {

/// Bytes to one answer of a server (RFC 9112), within bounds: for whoever asks a server on the user's behalf and hands the
/// answer on. No I/O. The parser is Boost.Beast's.
class ResponseParser {
public:
    /// A body may come to so much; the header has the bounds of requests.
    explicit ResponseParser(std::size_t maxBodyBytes);
    ~ResponseParser();

    /// Errors: LimitExceeded (args: limit), ProtocolViolation; then for good.
    Done feed(std::string_view bytes);
    /// The server has closed the connection: an answer without a length ends so. Errors: ProtocolViolation (it is incomplete).
    Done end();
    bool isComplete() const;
    /// The complete answer.
    Response take();

private:
    struct Beast;
    Done advance();

    std::size_t m_maxBodyBytes;
    std::unique_ptr<Beast> m_beast;
    std::string m_buffer;
    bool m_failed = false;
};

} // namespace weft::http
