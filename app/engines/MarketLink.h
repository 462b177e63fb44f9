// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/engines/MarketEngines.h"
#include "app/wallet/blind/BlindWallet.h"

namespace weft {

/// A user's tie to one relay: the device key below `home`, the connection, the balance, and the machines on offer.
/// A blind one has a connection without a login, under a key that is made for it, pays with the tokens below `home`, and
/// its balance is what they are worth.
class MarketLink : public QObject {
    Q_OBJECT

public:
    /// Errors: FileUnwritable, KeyUnreadable.
    static Result<std::unique_ptr<MarketLink>> open(const QUrl& relay, const QString& home, RandomSource random);
    static Result<std::unique_ptr<MarketLink>> openBlind(const QUrl& relay, const QString& home, RandomSource random);
    ~MarketLink() override;

    RelayConnection& connection() { return *m_connection; }
    /// Waits until the relay is there, at most `limit`, then lists. `known`: the local catalogue.
    /// Errors: RelayUnreachable, TimedOut, KeyMismatch, VersionUnsupported, ...; of a blind one those of TokenPurse::open.
    QCoro::Task<Result<MarketEngines>> machines(Catalogue known, std::chrono::milliseconds limit);
    /// What the last answer to machines() said of them.
    const std::vector<ListedMachine>& listed() const { return m_listed; }
    /// Waits until the relay, and of a blind one the purse, is there. Errors: as machines().
    QCoro::Task<Done> waitReady(std::chrono::milliseconds limit);
    /// After a run: a blind one claims its change (BlindWallet::settle).
    QCoro::Task<Done> settle(std::chrono::milliseconds limit);
    /// Null unless it is a blind one that has been online.
    BlindWallet* wallet() { return m_wallet.get(); }

    Money available() const { return m_available; }
    Money held() const { return m_held; }

Q_SIGNALS:
    void balanceChanged(qint64 availableMicroCredits, qint64 heldMicroCredits);

private:
    MarketLink(RelaySettings settings, DeviceKey key, RandomSource random);
    void openWallet(const QString& home, const DeviceKey& device);
    void setBalance(Money available, Money held);

    RandomSource m_random;
    std::unique_ptr<RelayConnection> m_connection;
    std::unique_ptr<BlindWallet> m_wallet; // goes first: it uses the connection
    Done m_walletOpened;
    std::vector<ListedMachine> m_listed;
    Money m_available;
    Money m_held;
};

} // namespace weft
