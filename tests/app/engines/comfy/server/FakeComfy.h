// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Json.h"

#include <QTcpServer>
#include <QUrl>
#include <QWebSocket>
#include <QWebSocketServer>

#include <functional>
#include <memory>
#include <vector>

namespace weft::testing {

struct FakeRequest {
    QByteArray method, path, body;
};
struct FakeAnswer {
    int status = 200;
    QByteArray body;
    bool isDropped = false; // the connection is closed without a word
};

/// Speaks ComfyUI's HTTP and WebSocket on one port of this computer; what it says is the test's.
class FakeComfy : public QTcpServer {
    Q_OBJECT

public:
    using Handler = std::function<FakeAnswer(const FakeRequest&)>;
    explicit FakeComfy(Handler handler);

    QUrl url() const;
    void say(const QByteArray& message, bool isBinary = false);
    void dropSockets();

private:
    void serve(QTcpSocket* socket);

    Handler m_handler;
    QWebSocketServer m_web;
    std::vector<std::unique_ptr<QWebSocket>> m_sockets;
};

/// Answers as a real server did (tests/fakes/comfy_record.py wrote it down): each request must be one that was
/// recorded, in any order; one that is asked again gets the last answer. A prompt is followed by the messages that
/// followed it then.
class Replay {
public:
    explicit Replay(const QString& file);

    QUrl url() const { return m_server->url(); }
    QStringList unknown; // requests that were never recorded

private:
    FakeAnswer answer(const FakeRequest& request);
    void play(const std::string& prompt);

    Json m_transcript;
    std::vector<bool> m_used;
    std::unique_ptr<FakeComfy> m_server;
};

} // namespace weft::testing
