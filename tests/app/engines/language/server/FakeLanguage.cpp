// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/app/engines/language/server/FakeLanguage.h"

#include <QFile>
#include <QRegularExpression>

namespace weft::testing {

namespace {

qsizetype lengthIn(const QByteArray& head)
{
    static const QRegularExpression kLength(
        QStringLiteral("content-length: *(\\d+)"), QRegularExpression::CaseInsensitiveOption);
    return kLength.match(QString::fromLatin1(head)).captured(1).toLongLong();
}

} // namespace

FakeLanguage::FakeLanguage(Handler handler, quint16 port)
    : m_handler(std::move(handler))
{
    listen(QHostAddress::LocalHost, port);
    connect(this, &QTcpServer::newConnection, this, [this] {
        while (QTcpSocket* socket = nextPendingConnection()) {
            connect(socket, &QTcpSocket::readyRead, socket, [this, socket] { serve(socket); });
            connect(socket, &QTcpSocket::disconnected, this, [this] { ++closedByClient; });
        }
    });
}

void FakeLanguage::serve(QTcpSocket* socket)
{
    const QByteArray seen = socket->peek(64 << 20);
    const qsizetype head = seen.indexOf("\r\n\r\n");
    const qsizetype whole = head + 4 + lengthIn(seen.left(head));
    if (head < 0 || seen.size() < whole)
        return;
    socket->read(whole);
    const QList<QByteArray> words = seen.left(seen.indexOf("\r\n")).split(' ');
    m_handler({words[0], words[1], seen.left(head), seen.mid(head + 4, whole - head - 4)}, socket);
}

void answer(QTcpSocket* socket, int status, const QByteArray& body, const QByteArray& type)
{
    socket->write("HTTP/1.1 " + QByteArray::number(status) + " X\r\nContent-Type: " + type
        + "\r\nContent-Length: " + QByteArray::number(body.size()) + "\r\n\r\n" + body);
}

void beginStream(QTcpSocket* socket)
{
    socket->write("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream; charset=utf-8\r\nConnection: close\r\n\r\n");
}

QByteArray chatEvent(const QByteArray& text, const QByteArray& reason)
{
    return R"(data: {"choices": [{"index": 0, "delta": {"content": ")" + text + R"("}, "finish_reason": )" + reason
        + "}]}\n\n";
}

LanguageReplay::LanguageReplay(const QString& path)
{
    QFile file(path);
    if (file.open(QIODevice::ReadOnly))
        m_transcript = parseJson(file.readAll().toStdString()).valueOr(Json());
    m_used.resize(memberAt(m_transcript, "exchanges").size());
    m_server = std::make_unique<FakeLanguage>(
        [this](const HttpRequest& request, QTcpSocket* socket) { play(request, socket); });
}

void LanguageReplay::play(const HttpRequest& request, QTcpSocket* socket)
{
    const Json asked = parseJson(request.body.toStdString()).valueOr(Json());
    const Json* found = nullptr;
    std::size_t index = 0;
    for (const Json& exchange : memberAt(m_transcript, "exchanges")) {
        const bool same = stringAt(exchange, "method") == request.method.toStdString()
            && stringAt(exchange, "path") == request.path.toStdString() && memberAt(exchange, "request") == asked;
        if (same && (!found || !m_used[index])) {
            found = &exchange;
            if (!m_used[index])
                break;
        }
        ++index;
    }
    if (index < m_used.size())
        m_used[index] = true;
    if (!found) {
        unknown << QString::fromUtf8(request.method + ' ' + request.path + ' ' + request.body);
        return answer(socket, 500, "{}");
    }
    QByteArray body;
    for (const Json& piece : memberAt(*found, "pieces"))
        body += QByteArray::fromStdString(piece.get<std::string>());
    const QByteArray type = QByteArray::fromStdString(stringAt(*found, "type"));
    if (!type.startsWith("text/event-stream"))
        return answer(socket, static_cast<int>(intAt(*found, "status")), body, type);
    beginStream(socket);
    for (const Json& piece : memberAt(*found, "pieces")) {
        socket->write(QByteArray::fromStdString(piece.get<std::string>()));
        socket->flush();
    }
    socket->disconnectFromHost();
}

} // namespace weft::testing
