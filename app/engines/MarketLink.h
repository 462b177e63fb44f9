// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/engines/MarketEngines.h"

namespace weft {

/// A user's tie to one relay: the device key below `home`, the connection, the balance, and the machines on offer.
class MarketLink : public QObject {
    Q_OBJECT

public:
    /// Errors: FileUnwritable, KeyUnreadable.
    static Result<std::unique_ptr<MarketLink>> open(const QUrl& relay, const QString& home, RandomSource random);
    ~MarketLink() override;

    RelayConnection& connection() { return *m_connection; }
    /// Waits until the relay is there, at most `limit`, then lists. `known`: the local catalogue.
    /// Errors: RelayUnreachable, TimedOut, KeyMismatch, VersionUnsupported, ...
    QCoro::Task<Result<MarketEngines>> machines(Catalogue known, std::chrono::milliseconds limit);

    Money available() const { return m_available; }
    Money held() const { return m_held; }

Q_SIGNALS:
    void balanceChanged(qint64 availableMicroCredits, qint64 heldMicroCredits);

private:
    MarketLink(const QUrl& relay, const QString& home, DeviceKey key, RandomSource random);
    void setBalance(Money available, Money held);

    RandomSource m_random;
    std::unique_ptr<RelayConnection> m_connection;
    Money m_available;
    Money m_held;
};

} // namespace weft
