// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "relay-server/gateway/Connection.h"

#include "core/http/Listener.h"
#include "core/protocol/Codec.h"
#include "core/protocol/ErrorCodec.h"
#include "relay-server/forwarding/Forwarder.h"
#include "relay-server/gateway/BlindAccess.h"
#include "relay-server/gateway/Log.h"
#include "relay-server/gateway/RelayCrypto.h"
#include "relay-server/gateway/RequestIds.h"

#include <QHostAddress>

namespace weft::relay {

using namespace protocol::relay;

namespace {
/// A long list goes on while less than this waits to be sent.
constexpr qint64 kListUnsentBytes = 512 * 1024;
constexpr int kMaxListsAtOnce = 4;
/// Between two sweeps a socket may not pass this either: the full windows of all the sessions that it may have.
constexpr qint64 kHardUnsentBytes = kMaxUnsentBytes + qint64(Forwarder::kMaxSessionsPerMachine * kCreditWindowBytes);
constexpr std::chrono::seconds kClosingDeadline {5};
} // namespace

Connection::Connection(std::int64_t number, std::unique_ptr<QWebSocket> socket, Handshake handshake, const GatewayLimits& limits, UnixMillis now)
    : m_number(number)
    , m_socket(std::move(socket))
    , m_handshake(std::move(handshake))
    , m_limits(limits)
    , m_opened(now)
    , m_heard(now)
    , m_pinged(now)
    , m_refilled(now)
    , m_tokens(limits.requestBurst)
{
    connect(m_socket.get(), &QWebSocket::binaryMessageReceived, this, &Connection::onFrame);
    connect(m_socket.get(), &QWebSocket::textMessageReceived, this,
        [this] { closeWith({ErrorCode::ProtocolViolation, "binary messages only"}); });
    connect(m_socket.get(), &QWebSocket::pong, this, [this] { m_heard = unixNow(); });
    connect(m_socket.get(), &QWebSocket::bytesWritten, this, &Connection::continueList);
    connect(m_socket.get(), &QWebSocket::disconnected, this, &Connection::onDisconnected);
}

Connection::~Connection() { m_socket->disconnect(this); }

QByteArray Connection::encodeFrame(ToMachine message)
{
    return std::visit(
        [](auto& one) {
            if constexpr (requires { one.id; })
                one.id = idOutside(one.id);
            return protocol::encode(one);
        },
        message);
}

Done Connection::takeInside(ToRelay& message) const
{
    return std::visit(
        [this](auto& one) -> Done {
            if constexpr (requires { one.id; }) {
                const auto id = idInside(one.id, m_number);
                if (!id)
                    return Error {ErrorCode::ProtocolViolation, "a request's id is out of bounds"};
                one.id = *id;
            }
            return {};
        },
        message);
}

void Connection::sendFrame(const QByteArray& frame)
{
    if (m_state == State::Closed)
        return;
    m_socket->sendBinaryMessage(frame);
    if (m_socket->bytesToWrite() > kHardUnsentBytes)
        abort("it reads too slowly");
}

void Connection::fail(std::int64_t id, const Error& error)
{
    send(RequestFailed {id, protocol::toWire(error)});
}

void Connection::closeWith(const Error& error)
{
    if (m_state == State::Closing || m_state == State::Closed)
        return;
    logError("closing", error);
    fail(0, error);
    if (m_state == State::Closed)
        return;
    m_state = State::Closing;
    m_opened = unixNow(); // from here its time to close runs
    m_list.clear();
    m_socket->close(QWebSocketProtocol::CloseCodePolicyViolated);
    m_socket->flush();
}

void Connection::welcome(const Party& party)
{
    if (m_state != State::Proved)
        return;
    m_state = State::Ready;
    m_party = party;
}

std::string Connection::address() const
{
    return http::householdOf(m_socket->peerAddress()).toString().toStdString();
}

void Connection::onFrame(const QByteArray& frame)
{
    if (m_state == State::Closing || m_state == State::Closed)
        return;
    m_heard = unixNow();
    auto message = protocol::decodeAny<ToRelay>(protocol::viewOf(frame));
    if (!message)
        return closeWith(message.error());
    if (const Done taken = takeInside(*message); !taken)
        return closeWith(taken.error());
    if (m_state != State::Ready)
        return onHandshake(*message);
    if (takeToken(*message))
        Q_EMIT received(*message);
}

void Connection::onHandshake(const ToRelay& message)
{
    if (const auto* hello = std::get_if<RelayHello>(&message)) {
        const auto challenge = m_handshake.hello(*hello);
        if (!challenge)
            return closeWith(challenge.error());
        return send(*challenge);
    }
    if (const auto* login = std::get_if<Login>(&message))
        return onLogin(login->signature);
    if (const auto* blind = std::get_if<LoginBlind>(&message)) {
        m_anonymous = true;
        return onLogin(blind->signature);
    }
    closeWith({ErrorCode::ProtocolViolation, "log in first"});
}

void Connection::onLogin(const Signature& signature)
{
    const auto key = m_handshake.login({signature});
    if (!key)
        return closeWith(key.error());
    m_state = State::Proved;
    m_machineKey = *key;
    Q_EMIT proved(*key);
}

/// A bucket of tokens for requests; forwarded bytes are bounded by their windows.
bool Connection::takeToken(const ToRelay& message)
{
    if (std::holds_alternative<SessionData>(message) || std::holds_alternative<SessionCredit>(message))
        return true;
    const double seconds = std::chrono::duration<double>(m_heard - m_refilled).count();
    m_refilled = m_heard;
    m_tokens = std::min<double>(m_limits.requestBurst, m_tokens + std::max(0.0, seconds) * m_limits.requestsPerSecond);
    const int cost = std::visit([]<typename M>(const M&) { return requestCost<M>; }, message);
    if (m_tokens < cost) {
        closeWith({ErrorCode::LimitExceeded, "too many requests",
            {{"limit", std::to_string(m_limits.requestsPerSecond)}}});
        return false;
    }
    m_tokens -= cost;
    return true;
}

Done Connection::beginList()
{
    if (m_listing >= kMaxListsAtOnce)
        return Error {ErrorCode::LimitExceeded, "too many lists at once"};
    ++m_listing;
    return {};
}

void Connection::endList(std::int64_t id)
{
    m_list.push_back(RequestDone {id});
    continueList();
}

void Connection::continueList()
{
    while (m_state == State::Ready && !m_list.empty() && m_socket->bytesToWrite() < kListUnsentBytes) {
        ToMachine message = std::move(m_list.front());
        m_list.pop_front();
        m_listing -= std::holds_alternative<RequestDone>(message);
        sendFrame(encodeFrame(std::move(message))); // may end the connection
    }
}

void Connection::sweep(UnixMillis now, std::size_t sessions)
{
    if (m_state == State::Closed)
        return;
    // What sessions that have ended left in the socket may still go out.
    const qint64 forSessions = kMaxUnsentBytes + qint64(sessions * kCreditWindowBytes);
    m_allowedUnsent = std::max(forSessions, std::min(m_allowedUnsent, unsentBytes()));
    if (unsentBytes() > m_allowedUnsent)
        return abort("it reads too slowly");
    if (m_state == State::Closing && now - m_opened > kClosingDeadline)
        return abort("it doesn't close");
    if (m_state == State::Handshaking && now - m_opened > m_limits.loginDeadline)
        return abort("it didn't log in in time");
    if (now - m_heard > m_limits.silentDeadline)
        return abort("it is silent");
    if (m_state == State::Ready && now - m_pinged > m_limits.pingEvery) {
        m_pinged = now;
        m_socket->ping();
    }
}

void Connection::abort(const char* reason)
{
    logEvent("aborted", {{"reason", reason}, {"machine", m_party.machine.isNull() ? "" : m_party.machine.hex()}});
    m_socket->abort();
    onDisconnected();
}

void Connection::onDisconnected()
{
    if (m_state == State::Closed)
        return;
    m_state = State::Closed;
    m_list.clear();
    Q_EMIT closed();
}

} // namespace weft::relay
