// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/http/Listener.h"

#include <QFile>
#include <QSslCertificate>
#include <QSslConfiguration>
#include <QSslKey>
#include <QSslServer>
#include <QSslSocket>

#include <algorithm>

namespace weft::http {

namespace {

Result<QByteArray> contentOf(const QString& path)
{
    QFile file(path);
    if (!file.open(QFile::ReadOnly))
        return Error{ErrorCode::FileUnreadable, file.errorString().toStdString(), {{"path", path.toStdString()}}};
    return file.readAll();
}

QSslKey keyFrom(const QByteArray& pem)
{
    for (const auto algorithm : {QSsl::Ec, QSsl::Rsa}) {
        const QSslKey key(pem, algorithm);
        if (!key.isNull())
            return key;
    }
    return {};
}

} // namespace

Result<std::unique_ptr<QTcpServer>> makeListener(const TlsFiles& tls, std::chrono::milliseconds handshakeDeadline)
{
    if (tls.certificate.isEmpty())
        return std::make_unique<QTcpServer>();
    WEFT_TRY(const QByteArray certificate, contentOf(tls.certificate));
    WEFT_TRY(const QByteArray keyText, contentOf(tls.key));
    const QSslKey key = keyFrom(keyText);
    const auto chain = QSslCertificate::fromData(certificate, QSsl::Pem);
    if (key.isNull() || chain.isEmpty())
        return Error{ErrorCode::KeyUnreadable, "tls-cert or tls-key isn't PEM", {{"path", tls.key.toStdString()}}};
    QSslConfiguration configuration = QSslConfiguration::defaultConfiguration();
    configuration.setLocalCertificateChain(chain);
    configuration.setPrivateKey(key);
    configuration.setProtocol(QSsl::TlsV1_2OrLater);
    configuration.setPeerVerifyMode(QSslSocket::VerifyNone); // peers show who they are by other means
    auto server = std::make_unique<QSslServer>();
    server->setSslConfiguration(configuration);
    server->setHandshakeTimeout(int(handshakeDeadline.count()));
    return std::unique_ptr<QTcpServer>(std::move(server));
}

qint64 unsentBytes(const QTcpSocket& socket)
{
    const auto* tls = qobject_cast<const QSslSocket*>(&socket);
    return socket.bytesToWrite() + (tls ? tls->encryptedBytesToWrite() : 0);
}

QHostAddress householdOf(const QHostAddress& address)
{
    bool isV4 = false;
    const quint32 v4 = address.toIPv4Address(&isV4); // also those written as IPv6
    if (isV4)
        return QHostAddress(v4);
    Q_IPV6ADDR network = address.toIPv6Address();
    std::fill(std::begin(network.c) + 8, std::end(network.c), quint8{0}); // one customer has at least this much
    return QHostAddress(network);
}

bool ConnectionCount::admit(const QHostAddress& peer)
{
    const QHostAddress address = householdOf(peer);
    if (m_all >= m_limits.all || m_perAddress.value(address) >= m_limits.perAddress)
        return false;
    ++m_all;
    ++m_perAddress[address];
    return true;
}

void ConnectionCount::leave(const QHostAddress& peer)
{
    const QHostAddress address = householdOf(peer);
    --m_all;
    if (--m_perAddress[address] <= 0)
        m_perAddress.remove(address);
}

} // namespace weft::http
