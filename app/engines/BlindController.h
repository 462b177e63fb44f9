// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/engines/MarketLink.h"
#include "app/wallet/blind/BlindCredits.h"

#include <QSettings>
#include <QUrl>

namespace weft {

/// The purse of blind credits below `home`, and the connection without a login that it is spent on. It is open while
/// runs are paid with it, while somebody looks, and while credits move.
class BlindController : public BlindCredits {
    Q_OBJECT

public:
    /// `account`, the connection with a login, and `settings` outlive it. `isFree`: no run is at work and none is being
    /// prepared; only then does it switch over.
    BlindController(RelayConnection& account, QUrl relay, QString home, RandomSource random, QSettings& settings,
        std::function<bool()> isFree);
    ~BlindController() override;

    /// Whoever buys for runs; null: the account does.
    MarketLink* buyer() const { return m_isInUse ? m_link.get() : nullptr; }
    /// It may have become free: does what waited for that.
    void onFree();

    std::optional<Money> worth() const override;
    Money underWay() const override;
    bool hasPurse() const override;
    bool isWanted() const override { return m_isWanted; }
    bool isInUse() const override { return m_isInUse; }
    bool isBusy() const override { return m_isBusy; }
    const std::optional<Error>& error() const override { return m_error; }
    QString proxy() const override { return defaultProxy(); }
    void watch(bool isWatched) override;
    void want(bool isWanted) override;
    void withdraw(Money amount) override;
    void deposit() override;

Q_SIGNALS:
    /// buyer() is another one from now on.
    void switched();

private:
    static QCoro::Task<void> move(QPointer<BlindController> self, Money amount, bool intoPurse);
    static QCoro::Task<void> lookInto(QPointer<BlindController> self);
    Done openLink();
    void closeUnused();
    void fail(const std::optional<Error>& error);
    BlindWallet* purse() const { return m_link ? m_link->wallet() : nullptr; }

    RelayConnection& m_account;
    QUrl m_relay;
    QString m_home;
    RandomSource m_random;
    QSettings& m_settings;
    std::function<bool()> m_isFree;
    std::unique_ptr<MarketLink> m_link;
    std::optional<Error> m_error;
    bool m_isWanted = false;
    bool m_isInUse = false;
    bool m_isWatched = false;
    bool m_isBusy = false;
    bool m_isLooking = false;
};

} // namespace weft
