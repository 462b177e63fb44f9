// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/protocol/Codec.h"
#include "core/protocol/Wires.h"
#include "core/security/DeviceKey.h"
#include "core/security/Signing.h"

#include <QTest>
#include <QWebSocket>

#include <cstring>
#include <deque>
#include <optional>

namespace weft::relay::test {

using namespace protocol::relay;

/// A machine that speaks the relay's wire by hand: sends what it is told, keeps what comes.
class RelayClient {
public:
    /// Without a `program` it is like every other of its machine that names none.
    explicit RelayClient(DeviceKey key = DeviceKey::generate(systemRandom()), std::optional<ProgramId> program = {})
        : m_key(std::move(key))
        , m_program(program)
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
    const std::optional<ProgramId>& program() const { return m_program; }
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
    /// The next message of this kind; others before it stay. Nothing after the time, or once the connection has ended.
    template <typename Message>
    std::optional<Message> take(int milliseconds = 10'000)
    {
        std::optional<Message> found;
        (void)QTest::qWaitFor([&] { return (found = takeNow<Message>()).has_value() || !isOpen(); }, milliseconds);
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
        send(RelayHello {1, 1, m_key.publicKey(), m_program});
        const auto challenge = take<Challenge>();
        if (!challenge)
            return std::nullopt;
        send(Login {signLogin(m_key, challenge->nonce, challenge->relay)});
        return take<Welcome>();
    }

private:
    DeviceKey m_key;
    std::optional<ProgramId> m_program;
    std::deque<ToMachine> m_inbox;
    QWebSocket m_socket;
};

/// The least that a machine may offer, for ten minutes.
inline SignedOffer offerOf(const RelayClient& client, const char* name = "test machine")
{
    Offer offer;
    offer.machine = client.key().publicKey();
    offer.name = name;
    offer.device = "CPU";
    offer.pricePerReferenceSecond = microCredits(1000);
    offer.nodeTypes = {"LoadImage"};
    offer.issued = std::chrono::time_point_cast<std::chrono::milliseconds>(std::chrono::system_clock::now());
    offer.expires = offer.issued + std::chrono::minutes(10);
    return signOffer(offer, client.key()).value();
}

inline SharedBytes bytesOf(const char* words)
{
    return SharedBytes::copyOf({reinterpret_cast<const std::uint8_t*>(words), std::strlen(words)});
}

} // namespace weft::relay::test
