// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/protocol/Codec.h"
#include "core/protocol/Wires.h"
#include "core/security/DeviceKey.h"
#include "core/security/Signing.h"

#include <QTimer>
#include <QWebSocket>

namespace weft::e2e {

using namespace protocol::relay;

/// A machine that logs in, and logs in again whenever its socket is gone: its relay is killed all the time.
class Machine : public QObject {
    Q_OBJECT
public:
    explicit Machine(QUrl relay);

    const DeviceKey& key() const { return m_key; }
    bool isReady() const { return m_ready; }
    template <typename Message> void send(const Message& message)
    {
        m_socket.sendBinaryMessage(protocol::encode(message));
    }

Q_SIGNALS:
    void ready(const QByteArray& account); // hex; after each login
    void lost();
    void received(const weft::protocol::relay::ToMachine& message);

private:
    void onFrame(const QByteArray& frame);
    void onDisconnected();

    QUrl m_relay;
    DeviceKey m_key = DeviceKey::generate(systemRandom());
    QWebSocket m_socket;
    QTimer m_again;
    bool m_ready = false;
};

} // namespace weft::e2e
