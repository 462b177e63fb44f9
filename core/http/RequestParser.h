// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/http/Message.h"

#include <memory>
#include <optional>
#include <variant>

namespace weft::http {

/// Of the start line and all header lines together, and of whatever may stand unparsed besides.
constexpr std::size_t kMaxHeaderBytes = 16 * 1024;
constexpr std::size_t kMaxHeaderLines = 100;

/// Bytes to requests, one after another (pipelining), within bounds. No I/O. The parser is Boost.Beast's.
class RequestParser {
public:
    /// Asked once a request's header is read: how large its body may be, or the status that refuses it, and the answer
    /// where a status doesn't say enough.
    struct Refusal {
        int status = 400;
        std::optional<Response> answer{};
    };
    using Admission = std::variant<std::size_t, Refusal>;
    using Admit = std::function<Admission(const Request& head)>;
    enum class State { Header, Body, Complete, Refused };

    explicit RequestParser(Admit admit);
    ~RequestParser();

    /// Takes more bytes. When Complete, take() the request; bytes behind it are kept for the next one.
    State feed(std::string_view bytes);
    State state() const { return m_state; }
    /// What the body of the request at work may come to, once its header is read: its length, or where it doesn't say the
    /// most that is admitted.
    std::size_t expectedBodyBytes() const { return m_expectedBodyBytes; }
    /// Bytes behind the request that was taken.
    bool hasMore() const { return !m_buffer.empty(); }
    /// Of a refused request: 400, 413, 431, 505 or what `admit` said.
    int status() const { return m_status; }
    /// What `admit` wants a refused request to be answered.
    const std::optional<Response>& answer() const { return m_answer; }
    /// Part of a request has come.
    bool hasBegun() const { return m_state != State::Header || !m_buffer.empty(); }
    /// The peer waits for "100 Continue" before it sends the body. Once per request.
    bool takeExpectsContinue() { return std::exchange(m_expectsContinue, false); }
    /// Whether the connection may serve another request after this one.
    bool keepsAlive() const { return m_keepAlive; }
    /// The complete request; what is left in the buffer is parsed as the next one: look at state() again.
    Request take();

private:
    struct Beast;
    State advance();
    State refuse(int status, std::optional<Response> answer = {});
    bool onHeader();
    void start();

    Admit m_admit;
    std::unique_ptr<Beast> m_beast;
    std::string m_buffer;
    Request m_request;
    State m_state = State::Header;
    int m_status = 0;
    std::optional<Response> m_answer;
    std::size_t m_expectedBodyBytes = 0;
    bool m_expectsContinue = false;
    bool m_keepAlive = false;
};

} // namespace weft::http
