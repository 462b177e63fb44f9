// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/protocol/Relay.h"
#include "core/protocol/RelayMoney.h"

#include <QObject>
#include <QUrl>

#include <map>
#include <optional>
#include <vector>

namespace weft {

using WalletState = protocol::relay::Wallet;
using WalletLine = protocol::relay::StatementListed;
using TopUp = protocol::relay::TopUpState;
using Payout = protocol::relay::PayoutState;
using protocol::relay::OnboardingState;
using protocol::relay::PayoutStage;
using protocol::relay::StatementKind;
using protocol::relay::TopUpStage;

/// What is asked of a relay about money; each has a state and an error of its own.
enum class WalletAction { Load, TopUp, Refund, Card, AutoTopUp, Onboard, Payout, ToCredits };

/// A payment whose page is open in the browser.
struct TopUpWait {
    TransferId topUp;
    Money amount;
    QUrl page;
    bool isShown = true; // false: no browser came up
};

/// What is known of the account's money at one relay. WalletController fills it; what was heard last stays while the
/// relay can't be reached.
class WalletModel : public QObject {
    Q_OBJECT

public:
    using QObject::QObject;

    bool isOnline() const { return m_isOnline; }
    /// When the relay was last heard, in ms since 1970 UTC; 0: never.
    qint64 asOf() const { return m_asOf; }
    const std::optional<protocol::relay::Balance>& balance() const { return m_balance; }
    const std::optional<WalletState>& wallet() const { return m_wallet; }
    bool isTestMode() const { return m_wallet && m_wallet->testMode; }
    /// Lines of the statement, newest first.
    const std::vector<WalletLine>& lines() const { return m_lines; }
    bool hasLines() const { return m_hasLines; } // the relay was asked for them, and answered
    const std::vector<TopUp>& topUps() const { return m_topUps; } // newest first
    const TopUp* topUp(const TransferId& id) const;
    const std::vector<Payout>& payouts() const { return m_payouts; } // newest first
    const std::optional<TopUpWait>& waiting() const { return m_waiting; }
    /// How the last payment that was waited for ended.
    const TopUp* ended() const { return m_ended ? topUp(*m_ended) : nullptr; }

    bool isBusy(WalletAction action) const;
    const std::optional<Error>& error(WalletAction action) const;

    /// Another account: what is known was the old one's.
    void clear();
    void setOnline(bool isOnline);
    void setBalance(const protocol::relay::Balance& balance, qint64 now);
    void setWallet(const WalletState& wallet, qint64 now);
    void addLines(const std::vector<WalletLine>& lines);
    /// -> what was known of it before
    std::optional<TopUp> setTopUp(const TopUp& topUp);
    void setPayout(const Payout& payout);
    void setWaiting(std::optional<TopUpWait> waiting);
    void setEnded(std::optional<TransferId> topUp);
    void setBusy(WalletAction action);
    void setDone(WalletAction action, std::optional<Error> error);

Q_SIGNALS:
    void changed();
    void linesChanged();

private:
    struct ActionState {
        bool isBusy = false;
        std::optional<Error> error;
    };

    bool m_isOnline = false;
    qint64 m_asOf = 0;
    std::optional<protocol::relay::Balance> m_balance;
    std::optional<WalletState> m_wallet;
    std::vector<WalletLine> m_lines;
    bool m_hasLines = false;
    std::vector<TopUp> m_topUps;
    std::vector<Payout> m_payouts;
    std::optional<TopUpWait> m_waiting;
    std::optional<TransferId> m_ended;
    std::map<WalletAction, ActionState> m_actions;
};

} // namespace weft
