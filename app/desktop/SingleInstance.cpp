// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desktop/SingleInstance.h"

#include <QCryptographicHash>
#include <QDataStream>
#include <QDir>
#include <QLocalSocket>
#include <QTimer>

namespace weft {

namespace {

constexpr int kWait = 2000; // ms
constexpr qint64 kMostBytes = 256 * 1024;
constexpr qsizetype kMostWords = 256;
constexpr auto kStream = QDataStream::Qt_6_4;
const QByteArray kTaken = "taken";

QString serverNameFor(const QString& home)
{
    const QByteArray folder = QDir(home).absolutePath().toUtf8() + '\n' + QDir::homePath().toUtf8();
    return QStringLiteral("weft-") + QString::fromLatin1(QCryptographicHash::hash(folder, QCryptographicHash::Sha256).toHex().left(24));
}

/// A list that claims to be longer than it is, is none.
bool readWords(QDataStream& stream, QStringList& words)
{
    quint32 count = 0;
    stream >> count;
    if (stream.status() != QDataStream::Ok || count > kMostWords)
        return stream.status() == QDataStream::Ok;
    for (quint32 i = 0; i < count; ++i) {
        QString word;
        stream >> word;
        words << word;
    }
    return stream.status() == QDataStream::Ok;
}

} // namespace

SingleInstance::SingleInstance(const QString& home, QObject* parent)
    : QObject(parent)
    , m_name(serverNameFor(home))
{
    m_server.setSocketOptions(QLocalServer::UserAccessOption);
    m_server.setMaxPendingConnections(4);
    connect(&m_server, &QLocalServer::newConnection, this, &SingleInstance::accept);
}

bool SingleInstance::handOver(const QStringList& words) const
{
    QLocalSocket socket;
    socket.connectToServer(m_name);
    if (!socket.waitForConnected(kWait))
        return false;
    QDataStream stream(&socket);
    stream.setVersion(kStream);
    stream << quint32(words.size());
    for (const QString& word : words)
        stream << word;
    while (socket.bytesToWrite() > 0 && socket.waitForBytesWritten(kWait)) { }
    while (socket.bytesAvailable() < kTaken.size() && socket.waitForReadyRead(kWait)) { }
    return socket.read(kTaken.size()) == kTaken;
}

bool SingleInstance::listen()
{
    if (m_server.listen(m_name))
        return true;
    QLocalServer::removeServer(m_name); // of a process that was killed: nobody answered there
    return m_server.listen(m_name);
}

void SingleInstance::accept()
{
    while (QLocalSocket* socket = m_server.nextPendingConnection()) {
        connect(socket, &QLocalSocket::disconnected, socket, &QObject::deleteLater);
        connect(socket, &QLocalSocket::readyRead, this, [this, socket] { read(*socket); });
        QTimer::singleShot(kWait, socket, &QLocalSocket::abort);
        if (socket->bytesAvailable() > 0)
            read(*socket);
    }
}

void SingleInstance::read(QLocalSocket& socket)
{
    if (socket.bytesAvailable() > kMostBytes)
        return socket.abort();
    QDataStream stream(&socket);
    stream.setVersion(kStream);
    stream.startTransaction();
    QStringList words;
    if (!readWords(stream, words)) {
        stream.rollbackTransaction();
        return;
    }
    stream.commitTransaction();
    socket.write(kTaken);
    socket.flush();
    Q_EMIT asked(words);
}

} // namespace weft
