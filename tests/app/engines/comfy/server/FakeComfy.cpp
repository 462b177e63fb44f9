// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/app/engines/comfy/server/FakeComfy.h"

#include <QCryptographicHash>
#include <QFile>
#include <QRegularExpression>
#include <QTcpSocket>
#include <QTimer>

namespace weft::testing {

namespace {

qsizetype lengthOf(const QByteArray& head)
{
    static const QRegularExpression kLength(
        QStringLiteral("content-length: *(\\d+)"), QRegularExpression::CaseInsensitiveOption);
    return kLength.match(QString::fromLatin1(head)).captured(1).toLongLong();
}

/// What an upload holds, without its boundary.
Json formOf(const QByteArray& body)
{
    Json form = Json::object();
    const QByteArray boundary = body.left(body.indexOf("\r\n"));
    for (qsizetype at = 0; (at = body.indexOf("\r\n\r\n", at)) >= 0;) {
        const qsizetype head = body.lastIndexOf(boundary, at);
        const QByteArray headers = body.mid(head, at - head);
        const qsizetype end = body.indexOf("\r\n" + boundary, at + 4);
        const QByteArray content = body.mid(at + 4, end - at - 4);
        static const QRegularExpression kName(QStringLiteral("name=\"([^\"]*)\"(?:; filename=\"([^\"]*)\")?"));
        const auto names = kName.match(QString::fromUtf8(headers));
        if (names.captured(2).isEmpty())
            form[names.captured(1).toStdString()] = content.toStdString();
        else
            form["file"] = names.captured(2).toStdString() + " "
                + QCryptographicHash::hash(content, QCryptographicHash::Sha256).toHex().toStdString();
        at = end;
    }
    return form;
}

QByteArray bytesOf(const Json& entry, const char* plain)
{
    if (entry.contains("base64"))
        return QByteArray::fromBase64(QByteArray::fromStdString(stringAt(entry, "base64")));
    const Json& json = memberAt(entry, plain);
    return json.is_null() ? QByteArray() : QByteArray::fromStdString(toJsonText(json));
}

} // namespace

FakeComfy::FakeComfy(Handler handler)
    : m_handler(std::move(handler))
    , m_web(QStringLiteral("fake"), QWebSocketServer::NonSecureMode)
{
    listen(QHostAddress::LocalHost);
    connect(this, &QTcpServer::newConnection, this, [this] {
        while (QTcpSocket* socket = nextPendingConnection())
            connect(socket, &QTcpSocket::readyRead, socket, [this, socket] { serve(socket); });
    });
    connect(&m_web, &QWebSocketServer::newConnection, this,
        [this] { m_sockets.emplace_back(m_web.nextPendingConnection()); });
}

QUrl FakeComfy::url() const
{
    return QUrl(QStringLiteral("http://127.0.0.1:%1").arg(serverPort()));
}

void FakeComfy::serve(QTcpSocket* socket)
{
    const QByteArray seen = socket->peek(64 << 20);
    const qsizetype head = seen.indexOf("\r\n\r\n");
    if (head < 0)
        return;
    if (seen.startsWith("GET /ws")) {
        disconnect(socket, &QTcpSocket::readyRead, socket, nullptr);
        return m_web.handleConnection(socket);
    }
    const qsizetype whole = head + 4 + lengthOf(seen.left(head));
    if (seen.size() < whole)
        return;
    socket->read(whole);
    const QList<QByteArray> words = seen.left(seen.indexOf("\r\n")).split(' ');
    const FakeAnswer answer = m_handler({words[0], words[1], seen.mid(head + 4, whole - head - 4)});
    if (answer.isDropped)
        return socket->abort();
    socket->write("HTTP/1.1 " + QByteArray::number(answer.status)
        + " X\r\nContent-Length: " + QByteArray::number(answer.body.size()) + "\r\n\r\n" + answer.body);
}

void FakeComfy::say(const QByteArray& message, bool isBinary)
{
    for (const auto& socket : m_sockets) {
        if (isBinary)
            socket->sendBinaryMessage(message);
        else
            socket->sendTextMessage(QString::fromUtf8(message));
    }
}

void FakeComfy::dropSockets()
{
    m_sockets.clear();
}

Replay::Replay(const QString& path)
{
    QFile file(path);
    if (file.open(QIODevice::ReadOnly))
        m_transcript = parseJson(file.readAll().toStdString()).valueOr(Json());
    m_used.resize(memberAt(m_transcript, "exchanges").size());
    m_server = std::make_unique<FakeComfy>([this](const FakeRequest& request) { return answer(request); });
}

FakeAnswer Replay::answer(const FakeRequest& request)
{
    const Json body = request.path.startsWith("/upload") ? formOf(request.body)
        : request.body.isEmpty()                         ? Json()
                                                         : parseJson(request.body.toStdString()).valueOr(Json());
    const Json& exchanges = memberAt(m_transcript, "exchanges");
    const Json* found = nullptr;
    for (std::size_t i = 0; i < exchanges.size(); ++i) {
        const Json& one = exchanges[i];
        if (stringAt(one, "method") != request.method.toStdString()
            || stringAt(one, "path") != request.path.toStdString() || memberAt(one, "body") != body)
            continue;
        found = &one;
        if (!m_used[i]) {
            m_used[i] = true;
            break;
        }
    }
    if (!found) {
        unknown << QString::fromUtf8(request.method + ' ' + request.path + ' ' + request.body.left(2000));
        return {500, "never recorded"};
    }
    if (request.path == "/prompt")
        play(stringAt(body, "prompt_id"));
    return {static_cast<int>(intAt(*found, "status")), bytesOf(*found, "answer")};
}

void Replay::play(const std::string& prompt)
{
    QTimer::singleShot(20, m_server.get(), [this, prompt] {
        for (const Json& message : memberAt(memberAt(m_transcript, "messages"), prompt))
            m_server->say(bytesOf(message, "text"), message.contains("base64"));
    });
}

} // namespace weft::testing
