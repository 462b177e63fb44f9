// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/protocol/Wires.h"
#include "relay-server/accounts/Handshake.h"
#include "relay-server/forwarding/Seat.h"
#include "relay-server/gateway/RelayConfig.h"
#include "relay-server/ledger/Books.h"

#include <QObject>
#include <QWebSocket>

#include <deque>
#include <memory>

namespace weft::relay {

/// One program's socket: frames to messages and back, login, and the bounds of a connection. Request ids are those of
/// RequestIds.h on this side of it.
class Connection : public QObject {
    Q_OBJECT
public:
    /// `number` from 1 to below kConnectionNumbers.
    Connection(std::int64_t number, std::unique_ptr<QWebSocket> socket, Handshake handshake, const GatewayLimits& limits, UnixMillis now);
    ~Connection() override;

    /// Null until welcome().
    const Party& party() const { return m_party; }
    const PublicKey& machineKey() const { return m_machineKey; }
    std::int64_t number() const { return m_number; }
    Seat seat() const { return {m_party.machine, m_number}; }
    /// Which of its machine's programs this is; null: one that didn't say.
    const protocol::relay::ProgramId& program() const { return m_handshake.program(); }
    /// Without a login: it acts for whoever has tokens, and its party has no account.
    bool isAnonymous() const { return m_anonymous; }
    bool isReady() const { return m_state == State::Ready; }

    /// The login was written down: requests may come.
    void welcome(const Party& party);
    /// Its device joined another account.
    void setAccount(const AccountId& account) { m_party.account = account; }
    /// Where it comes from: an IPv4 address, or the /64 network of an IPv6 one.
    std::string address() const;
    template <typename Message>
    void send(const Message& message)
    {
        sendFrame(encodeFrame(protocol::relay::ToMachine(message)));
    }
    void fail(std::int64_t id, const Error& error);
    /// Tells why (id 0), then closes.
    void closeWith(const Error& error);
    /// Sent as the peer takes them, so that a long list doesn't fill the memory; RequestDone ends it.
    /// Errors: LimitExceeded (too many lists at once).
    template <typename Message> Done sendList(std::int64_t id, std::vector<Message> messages)
    {
        WEFT_CHECK(beginList());
        m_list.insert(m_list.end(), std::make_move_iterator(messages.begin()), std::make_move_iterator(messages.end()));
        endList(id);
        return {};
    }

    /// Deadlines and unsent bytes; call often. Each of its `sessions` may have a full window on its way to this
    /// machine.
    void sweep(UnixMillis now, std::size_t sessions);
    qint64 unsentBytes() const { return m_socket->bytesToWrite(); }

Q_SIGNALS:
    void proved(const weft::PublicKey& key); // the key; welcome() or closeWith() answers
    void received(const weft::protocol::relay::ToRelay& message); // only when ready
    void closed(); // once; delete later

private:
    enum class State { Handshaking, Proved, Ready, Closing, Closed };

    static QByteArray encodeFrame(protocol::relay::ToMachine message);
    Done takeInside(protocol::relay::ToRelay& message) const;
    void sendFrame(const QByteArray& frame);
    void onFrame(const QByteArray& frame);
    void onHandshake(const protocol::relay::ToRelay& message);
    void onLogin(const Signature& signature);
    bool takeToken(const protocol::relay::ToRelay& message);
    Done beginList();
    void endList(std::int64_t id);
    void continueList();
    void abort(const char* reason);
    void onDisconnected();

    std::int64_t m_number;
    std::unique_ptr<QWebSocket> m_socket;
    Handshake m_handshake;
    const GatewayLimits& m_limits;
    State m_state = State::Handshaking;
    Party m_party;
    PublicKey m_machineKey;
    bool m_anonymous = false;
    UnixMillis m_opened {};
    UnixMillis m_heard {};
    UnixMillis m_pinged {};
    UnixMillis m_refilled {};
    double m_tokens = 0;
    qint64 m_allowedUnsent = kMaxUnsentBytes;
    std::deque<protocol::relay::ToMachine> m_list; // of all lists, each with its RequestDone
    int m_listing = 0; // lists that aren't sent in whole
};

} // namespace weft::relay
