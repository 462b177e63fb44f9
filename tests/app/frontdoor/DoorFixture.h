// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/frontdoor/FrontDoor.h"
#include "tests/app/frontdoor/prompts/FakeRunner.h"

#include <QBuffer>
#include <QDir>
#include <QImage>
#include <QTcpSocket>
#include <QTemporaryDir>
#include <QTest>

namespace weft::testing {

/// An answer as it came over the socket.
struct Heard {
    int status = 0;
    QByteArray head;
    QByteArray body;

    QByteArray header(const QByteArray& name) const
    {
        for (const QByteArray& line : head.split('\n')) {
            if (line.toLower().startsWith(name.toLower() + ':'))
                return line.mid(name.size() + 1).trimmed();
        }
        return {};
    }
    Json json() const { return parseJson(body.toStdString()).valueOr(Json("no JSON")); }
};

/// A front door on a free port over a runner that a test drives, and a client that writes bytes by hand.
class DoorFixture {
public:
    QTemporaryDir folder;
    FakeRunner runner;
    std::optional<TokenBook> book;
    std::unique_ptr<PromptDesk> desk;
    std::unique_ptr<FrontDoor> door;
    DoorSettings settings;
    std::function<void(FrontDoor&)> before; // listen()

    /// False: it can't listen.
    bool open()
    {
        auto opened = TokenBook::open(folder.filePath(QStringLiteral("tokens.json")));
        book = std::move(*opened);
        settings.folders = {made("input"), made("output"), made("temp"), folder.filePath(QStringLiteral("user"))};
        DeskSettings deskSettings;
        deskSettings.output = settings.folders.output;
        deskSettings.temp = settings.folders.temp;
        deskSettings.admit = [this](const PromptCost& cost) { return book->admit(cost.token, cost.promptId, cost.cap); };
        desk = std::make_unique<PromptDesk>(runner, deskSettings);
        door = std::make_unique<FrontDoor>(*desk, *book, settings);
        if (before)
            before(*door);
        return door->listen().hasValue();
    }

    std::unique_ptr<QTcpSocket> connected() const
    {
        auto socket = std::make_unique<QTcpSocket>();
        socket->connectToHost(QHostAddress::LocalHost, door->port());
        return QTest::qWaitFor([&] { return socket->state() == QAbstractSocket::ConnectedState; }) ? std::move(socket) : nullptr;
    }
    /// Sends all and reads the answer to its end. Status 0: the connection ended before.
    Heard ask(const QByteArray& method, const QByteArray& target, const QByteArray& body = {}, const QByteArray& headers = {}) const
    {
        auto socket = connected();
        QByteArray bytes = method + ' ' + target + " HTTP/1.1\r\n" + headers;
        if (!headers.contains("Host:"))
            bytes += "Host: 127.0.0.1:" + QByteArray::number(door->port()) + "\r\n";
        if (!body.isEmpty())
            bytes += "Content-Length: " + QByteArray::number(body.size()) + "\r\n";
        socket->write(bytes + "Connection: close\r\n\r\n" + body);
        QByteArray text;
        (void)QTest::qWaitFor(
            [&] {
                text += socket->readAll();
                return socket->state() == QAbstractSocket::UnconnectedState;
            },
            20'000);
        text += socket->readAll();
        const qsizetype end = text.indexOf("\r\n\r\n");
        return {text.mid(9, 3).toInt(), text.left(end), text.mid(end + 4)};
    }
    Heard get(const QByteArray& target) const { return ask("GET", target); }
    Heard postJson(const QByteArray& target, const Json& body) const { return ask("POST", target, QByteArray::fromStdString(toJsonText(body))); }

    QString made(const char* name) const
    {
        const QString path = folder.filePath(QLatin1String(name));
        QDir().mkpath(path);
        return path;
    }
    /// A file below the fixture's folder.
    void write(const QString& path, const QByteArray& content) const
    {
        QDir().mkpath(QFileInfo(folder.filePath(path)).absolutePath());
        QFile file(folder.filePath(path));
        (void)file.open(QFile::WriteOnly);
        file.write(content);
    }
    QByteArray read(const QString& path) const
    {
        QFile file(folder.filePath(path));
        return file.open(QFile::ReadOnly) ? file.readAll() : QByteArray("no such file");
    }
    static QByteArray png(QColor colour, QSize size = {8, 6})
    {
        QImage picture(size, QImage::Format_RGBA8888);
        picture.fill(colour);
        QByteArray bytes;
        QBuffer buffer(&bytes);
        buffer.open(QBuffer::WriteOnly);
        picture.save(&buffer, "png");
        return bytes;
    }
};

} // namespace weft::testing
