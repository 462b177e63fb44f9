// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/http/ResponseParser.h"
#include "relay-server/publicgateway/AnswerRoom.h"
#include "relay-server/publicgateway/GatewaySettings.h"

#include <QSslSocket>
#include <QTimer>

#include <functional>

namespace weft::relay {

/// One request to the gateway's process over a connection of its own, and its answer, bounded in size and time. Deletes
/// itself after it has told how it ended.
class UpstreamCall : public QObject {
    Q_OBJECT
public:
    enum class Failure { Unreachable,
        BrokeOff,
        TooLarge,
        Busy,
        TooSlow };
    struct Ended {
        std::optional<Failure> failure;
        http::Response response;
        std::shared_ptr<AnswerShare> share; // keep it as long as the response
    };
    using Tell = std::function<void(Ended)>;

    /// `head`: the request's lines up to the empty one. `done` is called once, never inside start().
    UpstreamCall(const GatewaySettings& settings, std::shared_ptr<AnswerRoom> room, std::string head, std::string body,
        Tell done, QObject* parent);
    ~UpstreamCall() override { m_socket.disconnect(this); } // what it says while it goes finds no timer
    void start();

private:
    void onConnected();
    void onReadable();
    void onGone();
    void onLate();
    void end(std::optional<Failure> failure);

    const GatewaySettings& m_settings;
    std::string m_request;
    Tell m_done;
    std::shared_ptr<AnswerShare> m_share;
    http::ResponseParser m_parser;
    QSslSocket m_socket;
    QTimer m_deadline;
    bool m_isConnected = false;
};

} // namespace weft::relay
