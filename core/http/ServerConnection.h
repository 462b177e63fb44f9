// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/http/RequestParser.h"

#include <QTcpSocket>

#include <chrono>
#include <memory>

namespace weft::http {

/// Each closes a way to hold a connection for nothing.
struct Deadlines {
    std::chrono::milliseconds header{
        10'000}; // from connecting, or from a request's first byte, to its last header line
    std::chrono::milliseconds body{30'000}; // from there to its last byte
    std::chrono::milliseconds answer{60'000}; // for the handler
    std::chrono::milliseconds write{30'000}; // for the peer to take the answer
    std::chrono::milliseconds idle{30'000}; // between requests
    std::chrono::milliseconds drain {2'000}; // a refused peer may go on sending so long, unread, to see the refusal
};

/// A long body has more time: a second more for each so many bytes of it.
constexpr std::size_t kSlowestBodyBytesPerSecond = 64 * 1024;

/// One socket: reads requests, hands each to `handle`, writes the answers in their order.
class ServerConnection : public QObject {
    Q_OBJECT
public:
    using Clock = std::chrono::steady_clock;

    using Handle = std::function<void(ServerConnection&, Request, Reply)>;

    /// `headers`: that every answer carries. They and the deadlines outlive this.
    ServerConnection(std::unique_ptr<QTcpSocket> socket, RequestParser::Admit admit, Handle handle,
        const Deadlines& deadlines, const Headers& headers);
    ~ServerConnection() override;

    /// Ends what takes too long; call often.
    void sweep(Clock::time_point now);
    const QHostAddress& peer() const { return m_peer; }
    /// What the request at work, read or being answered, takes of memory for its body, or will.
    std::size_t bodyBytes() const;
    /// For a handler, instead of an answer: the socket, and this has closed(). Null when the peer has sent more than the
    /// request.
    std::unique_ptr<QTcpSocket> release();

Q_SIGNALS:
    void closed(); // once; delete later

private:
    enum class Phase { Reading, Answering, Writing, Draining, Closed };

    void onReadable();
    void readMore();
    void serve();
    void answer(Response response, bool withBody);
    void writeMore();
    void onWritten();
    void endWith(Response response);
    std::string bytesFor(Response& response, bool withBody) const;
    void enter(Phase phase);
    void finish();
    std::chrono::milliseconds allowed() const;

    std::unique_ptr<QTcpSocket> m_socket;
    QHostAddress m_peer;
    RequestParser m_parser;
    Handle m_handle;
    const Deadlines& m_deadlines;
    const Headers& m_headers;
    Phase m_phase = Phase::Reading;
    RequestParser::State m_part = RequestParser::State::Header;
    bool m_hasBegun = true; // a fresh connection owes a request at once
    bool m_keepAlive = false;
    qint64 m_drained = 0;
    std::size_t m_bodyBytes = 0; // of the request that is being answered
    std::shared_ptr<BodySource> m_source; // of the answer that is being written
    std::uint64_t m_sourceLeft = 0;
    Clock::time_point m_since;
};

} // namespace weft::http
