// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/e2e/load/Machine.h"

namespace weft::e2e {

namespace {
constexpr std::chrono::milliseconds kTryAgain{25};
}

Machine::Machine(QUrl relay)
    : m_relay(std::move(relay))
{
    m_again.setSingleShot(true);
    connect(&m_again, &QTimer::timeout, this, [this] { m_socket.open(m_relay); });
    connect(&m_socket, &QWebSocket::connected, this, [this] { send(RelayHello{1, 1, m_key.publicKey()}); });
    connect(&m_socket, &QWebSocket::binaryMessageReceived, this, &Machine::onFrame);
    connect(&m_socket, &QWebSocket::stateChanged, this, [this](QAbstractSocket::SocketState state) {
        if (state == QAbstractSocket::UnconnectedState)
            onDisconnected();
    });
    m_again.start(0);
}

void Machine::onFrame(const QByteArray& frame)
{
    const auto message = protocol::decodeAny<ToMachine>(protocol::viewOf(frame));
    if (!message)
        qFatal("an undecodable frame");
    if (const auto* challenge = std::get_if<Challenge>(&*message))
        return send(Login{signLogin(m_key, challenge->nonce, challenge->relay)});
    if (const auto* welcome = std::get_if<Welcome>(&*message)) {
        m_ready = true;
        Q_EMIT ready(QByteArray::fromStdString(welcome->account.hex()));
        return;
    }
    Q_EMIT received(*message);
}

void Machine::onDisconnected()
{
    if (std::exchange(m_ready, false))
        Q_EMIT lost();
    if (!m_again.isActive())
        m_again.start(kTryAgain);
}

} // namespace weft::e2e
