// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/protocol/Codec.h"
#include "core/protocol/Wires.h"
#include "core/security/DeviceKey.h"
#include "core/security/Signing.h"

#include <QTest>
#include <QWebSocket>

#include <deque>
#include <optional>

namespace weft::relay::test {

using namespace protocol::relay;

/// A machine that speaks the relay's wire by hand: sends what it is told, keeps what comes.
class RelayClient {
public:
    explicit RelayClient(DeviceKey key = DeviceKey::generate(systemRandom()))
        : m_key(std::move(key))
    {
        QObject::connect(&m_socket, &QWebSocket::binaryMessageReceived, &m_socket, [this](const QByteArray& frame) {
            auto message = protocol::decodeAny<ToMachine>(protocol::viewOf(frame));
            if (message)
                m_inbox.push_back(std::move(*message));
            else
                qWarning("an undecodable frame");
        });
    }

    const DeviceKey& key() const { return m_key; }
    KeyHash machine() const { return m_key.keyHash(); }
    QWebSocket& socket() { return m_socket; }
    bool isOpen() const { return m_socket.state() == QAbstractSocket::ConnectedState; }

    bool connectTo(const QUrl& url)
    {
        m_socket.open(url);
        return QTest::qWaitFor([&] { return isOpen(); }, 10'000);
    }
    template <typename Message>
    void send(const Message& message)
    {
        m_socket.sendBinaryMessage(protocol::encode(message));
    }
    template <typename Message>
    std::optional<Message> takeNow()
    {
        for (auto it = m_inbox.begin(); it != m_inbox.end(); ++it) {
            if (const auto* message = std::get_if<Message>(&*it)) {
                std::optional<Message> found = *message;
                m_inbox.erase(it);
                return found;
            }
        }
        return std::nullopt;
    }
    /// The next message of this kind; others before it stay. Nothing after the time.
    template <typename Message>
    std::optional<Message> take(int milliseconds = 10'000)
    {
        std::optional<Message> found;
        (void)QTest::qWaitFor([&] { return (found = takeNow<Message>()).has_value(); }, milliseconds);
        return found;
    }
    bool waitClosed(int milliseconds = 10'000)
    {
        return QTest::qWaitFor([&] { return m_socket.state() == QAbstractSocket::UnconnectedState; }, milliseconds);
    }
    std::optional<Welcome> login(const QUrl& url)
    {
        if (!connectTo(url))
            return std::nullopt;
        send(RelayHello {1, 1, m_key.publicKey()});
        const auto challenge = take<Challenge>();
        if (!challenge)
            return std::nullopt;
        send(Login {signLogin(m_key, challenge->nonce, challenge->relay)});
        return take<Welcome>();
    }

private:
    DeviceKey m_key;
    std::deque<ToMachine> m_inbox;
    QWebSocket m_socket;
};

} // namespace weft::relay::test
