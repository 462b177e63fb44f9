// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Json.h"

#include <QPointer>
#include <QTcpServer>
#include <QTcpSocket>
#include <QUrl>

#include <functional>
#include <memory>
#include <vector>

namespace weft::testing {

struct HttpRequest {
    QByteArray method, path, head, body;
};

/// An HTTP server on a free port of this computer; what it answers, byte for byte, is the test's.
class FakeLanguage : public QTcpServer {
    Q_OBJECT

public:
    using Handler = std::function<void(const HttpRequest& request, QTcpSocket* socket)>;
    explicit FakeLanguage(Handler handler, quint16 port = 0);

    QUrl url() const { return QUrl(QStringLiteral("http://127.0.0.1:%1").arg(serverPort())); }
    int closedByClient = 0;

private:
    void serve(QTcpSocket* socket);

    Handler m_handler;
};

/// A whole answer.
void answer(QTcpSocket* socket, int status, const QByteArray& body, const QByteArray& type = "application/json");
/// The head of an answer without a length, then whatever is written; it ends when the socket is closed.
void beginStream(QTcpSocket* socket);
/// One event of a chat: a piece of text.
QByteArray chatEvent(const QByteArray& text, const QByteArray& reason = "null");

/// Answers as a real server did (tests/fakes/language_record.py wrote it down): each request must be one that was
/// recorded, in any order; one that is asked again gets the last answer.
class LanguageReplay {
public:
    explicit LanguageReplay(const QString& file);

    QUrl url() const { return m_server->url(); }
    QStringList unknown; // requests that were never recorded

private:
    void play(const HttpRequest& request, QTcpSocket* socket);

    Json m_transcript;
    std::vector<bool> m_used;
    std::unique_ptr<FakeLanguage> m_server;
};

} // namespace weft::testing
