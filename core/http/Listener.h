// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Result.h"

#include <QHash>
#include <QHostAddress>
#include <QTcpServer>

#include <chrono>
#include <memory>

namespace weft::http {

/// PEM files; both empty: plain TCP.
struct TlsFiles {
    QString certificate;
    QString key;
};

/// A server that hands out sockets, encrypted (TLS 1.2 or later) where there are files.
/// Errors: FileUnreadable (args: path), KeyUnreadable (args: path).
Result<std::unique_ptr<QTcpServer>> makeListener(const TlsFiles& tls, std::chrono::milliseconds handshakeDeadline);

/// What the system hasn't taken of what was written. Over TLS QSslSocket::bytesToWrite() forgets it once it is encrypted.
qint64 unsentBytes(const QTcpSocket& socket);

/// Who stands behind an address: an IPv4 address, or the /64 network of an IPv6 one.
QHostAddress householdOf(const QHostAddress& address);

/// How many connections there are, in all and from each address.
class ConnectionCount {
public:
    struct Limits {
        int all = 10'000;
        int perAddress = 256;
    };

    explicit ConnectionCount(Limits limits)
        : m_limits(limits)
    {
    }
    /// Counts it, unless that would be one too many.
    bool admit(const QHostAddress& peer);
    void leave(const QHostAddress& peer);
    int all() const { return m_all; }

private:
    Limits m_limits;
    int m_all = 0;
    QHash<QHostAddress, int> m_perAddress;
};

} // namespace weft::http
