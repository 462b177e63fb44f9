// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/engines/BlindController.h"
#include "app/runs/RunController.h"
#include "app/shell/MarketModel.h"
#include "app/sharing/SharingDesk.h"

#include <QPointer>
#include <QTimer>
#include <QUrl>

namespace weft {

/// The window's tie to one relay: machines for runs, balance, and the switch that lends this computer.
/// `runs` outlives it.
class RelayMarket : public MarketModel {
    Q_OBJECT
public:
    /// `settings` outlive it. Errors: FileUnwritable, KeyUnreadable.
    static Result<std::unique_ptr<RelayMarket>> open(
        RunController& runs, const QUrl& relay, const QString& home, ShareSetup share, QSettings& settings);
    ~RelayMarket() override;

    /// For whoever asks this relay for more: the wallet.
    RelayConnection& connection() { return m_link->connection(); }
    BlindCredits& blindCredits() { return *m_blind; }

    bool isOnline() const override;
    QString relayName() const override;
    std::optional<Money> balance() const override;
    std::optional<bool> isSharing() const override;
    QString sharingDetail() const override;
    void toggleSharing() override;
    std::vector<ListedMachine> listed() const override { return buyer().listed(); }
    SharingModel* sharing() override { return m_desk.get(); }
    void refresh() override;

private:
    RelayMarket(RunController& runs, QUrl relay);
    static QCoro::Task<void> find(QPointer<RelayMarket> self);
    static QCoro::Task<void> settle(QPointer<RelayMarket> self);
    MarketLink& buyer() const { return m_blind->buyer() ? *m_blind->buyer() : *m_link; }
    void openDesk(const QString& home, ShareSetup share, QSettings& settings);
    void lookAgain();

    RunController& m_runs;
    QUrl m_url;
    std::unique_ptr<MarketLink> m_link; // with a login: shares, and shows the account
    std::unique_ptr<BlindController> m_blind; // without: runs are bought there if the user wants it
    std::unique_ptr<SharingDesk> m_desk;
    std::optional<Money> m_balance;
    QTimer m_look;
    bool m_isAsking = false;
};

} // namespace weft
