// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QMap>
#include <QTcpServer>
#include <QTcpSocket>
#include <QTimer>
#include <QUrl>

#include <functional>
#include <memory>

namespace weft {

/// An HTTP server on this computer that can be told to misbehave. One answer per connection.
class HostileServer : public QTcpServer {
public:
    struct Asked {
        QByteArray method, path;
        QMap<QByteArray, QByteArray> headers; // lower-case names
        qint64 from = -1; // of Range
    };
    /// What to send for one request.
    struct Answer {
        QByteArray head; // status line and headers, without the empty line
        QByteArray body;
        qsizetype breakAfter = -1; // bytes of the body, then the connection is cut
        bool hangs = false; // after the body (or its beginning) nothing comes any more
        int chunk = 0; // bytes every `every` ms; 0: all at once
        int every = 10;
    };
    using Handler = std::function<Answer(const Asked&)>;

    explicit HostileServer(Handler handler);
    QUrl url(const QString& path = QStringLiteral("/model.safetensors")) const;
    const QList<Asked>& asked() const { return m_asked; }

    /// A server that does everything right, with ranges. `tag`: its ETag, in quotes.
    static Answer serve(const Asked& asked, const QByteArray& body, const QByteArray& tag = "\"v1\"");
    static Answer status(const QByteArray& line, const QByteArray& headers = {});

private:
    void onConnection();
    void reply(QTcpSocket* socket, const Answer& answer);

    Handler m_handler;
    QList<Asked> m_asked;
};

inline HostileServer::Asked readHostileRequest(const QByteArray& text)
{
    HostileServer::Asked asked;
    const QList<QByteArray> lines = text.split('\n');
    asked.method = lines[0].split(' ').value(0);
    asked.path = lines[0].split(' ').value(1);
    for (const QByteArray& line : lines.mid(1)) {
        const qsizetype colon = line.indexOf(':');
        if (colon > 0)
            asked.headers[line.left(colon).trimmed().toLower()] = line.mid(colon + 1).trimmed();
    }
    const QByteArray range = asked.headers.value("range");
    if (range.startsWith("bytes="))
        asked.from = range.mid(6).split('-').value(0).toLongLong();
    return asked;
}

inline HostileServer::HostileServer(Handler handler)
    : m_handler(std::move(handler))
{
    connect(this, &QTcpServer::newConnection, this, &HostileServer::onConnection);
    listen(QHostAddress::LocalHost);
}

inline QUrl HostileServer::url(const QString& path) const
{
    return QUrl(QStringLiteral("http://127.0.0.1:%1%2").arg(serverPort()).arg(path));
}

inline void HostileServer::onConnection()
{
    while (QTcpSocket* socket = nextPendingConnection()) {
        connect(socket, &QTcpSocket::disconnected, socket, &QObject::deleteLater);
        auto text = std::make_shared<QByteArray>();
        connect(socket, &QTcpSocket::readyRead, this, [this, socket, text] {
            *text += socket->readAll();
            if (!text->contains("\r\n\r\n"))
                return;
            const Asked asked = readHostileRequest(*text);
            text->clear();
            m_asked << asked;
            reply(socket, m_handler(asked));
        });
    }
}

inline void HostileServer::reply(QTcpSocket* socket, const Answer& answer)
{
    socket->write(answer.head + "\r\nConnection: close\r\n\r\n");
    const QByteArray body = answer.breakAfter >= 0 ? answer.body.left(answer.breakAfter) : answer.body;
    const auto end = [socket, answer] {
        if (answer.hangs)
            return;
        socket->disconnectFromHost();
    };
    if (answer.chunk == 0) {
        socket->write(body);
        return end();
    }
    auto* timer = new QTimer(socket);
    auto sent = std::make_shared<qsizetype>(0);
    connect(timer, &QTimer::timeout, socket, [=] {
        socket->write(body.mid(*sent, answer.chunk));
        *sent += answer.chunk;
        if (*sent >= body.size()) {
            timer->stop();
            end();
        }
    });
    timer->start(answer.every);
}

inline HostileServer::Answer HostileServer::serve(const Asked& asked, const QByteArray& body, const QByteArray& tag)
{
    const QByteArray same = "\r\nETag: " + tag + "\r\nAccept-Ranges: bytes\r\nContent-Length: ";
    const bool isSame = !asked.headers.contains("if-range") || asked.headers.value("if-range") == tag;
    if (asked.from < 0 || !isSame)
        return {"HTTP/1.1 200 OK" + same + QByteArray::number(body.size()), asked.method == "HEAD" ? QByteArray() : body};
    if (asked.from >= body.size())
        return status("416 Range Not Satisfiable", "Content-Range: bytes */" + QByteArray::number(body.size()));
    const QByteArray rest = body.mid(asked.from);
    return {"HTTP/1.1 206 Partial Content" + same + QByteArray::number(rest.size()) + "\r\nContent-Range: bytes "
            + QByteArray::number(asked.from) + '-' + QByteArray::number(body.size() - 1) + '/' + QByteArray::number(body.size()),
        rest};
}

inline HostileServer::Answer HostileServer::status(const QByteArray& line, const QByteArray& headers)
{
    return {"HTTP/1.1 " + line + "\r\nContent-Length: 0" + (headers.isEmpty() ? QByteArray() : "\r\n" + headers), {}};
}

} // namespace weft
