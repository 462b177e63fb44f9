// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/WalletArguments.h"
#include "app/network/RelayConnection.h"
#include "app/wallet/PageOpener.h"
#include "app/wallet/WalletModel.h"

namespace weft {

/// Carries out one `weft wallet`; `connection` and `opener` outlive it.
class WalletCommand : public QObject {
    Q_OBJECT

public:
    /// `out` and `err` take a line each.
    using Print = std::function<void(const QString& line)>;
    WalletCommand(WalletArguments arguments, RelayConnection& connection, PageOpener& opener, Print out, Print err);

    /// -> 0 when all was done, 1 when something failed.
    QCoro::Task<int> run();
    /// Ends waiting for a payment; the page stays valid.
    void interrupt();

private:
    QCoro::Task<Done> act();
    QCoro::Task<Done> show();
    QCoro::Task<Done> history();
    QCoro::Task<Done> topUp();
    QCoro::Task<Done> followTopUp(TransferId id);
    template <typename Request> QCoro::Task<Done> simple(Request request, QString done);
    template <typename Request> QCoro::Task<Done> page(Request request);
    Done openPage(const RelayConnection::Answer& answer);
    QCoro::Task<Result<WalletState>> askWallet();
    QCoro::Task<Result<std::vector<WalletLine>>> allLines();
    void note(const TopUp& topUp);
    void askAgain();
    void print(const WalletState& wallet, const std::vector<TopUp>& topUps, const std::vector<Payout>& payouts);
    void printJson(const WalletState& wallet, const std::vector<TopUp>& topUps, const std::vector<Payout>& payouts);
    void printCard(const WalletState& wallet);
    void printEarnings(const WalletState& wallet);

    WalletArguments m_arguments;
    RelayConnection& m_connection;
    PageOpener& m_opener;
    Print m_out;
    Print m_err;
    bool m_isTestMode = false;
    protocol::relay::Balance m_balance;
    TransferId m_followed; // the top up that is waited for; null: none
    Pending<Result<TopUp>> m_payment;
};

/// `weft wallet show|top-up|history|refund|card|auto-top-up|onboard|payout|to-credits`; `arguments` without the word
/// "wallet". Needs a QCoreApplication. -> 0 when all was done, 1 when something failed, 2 when the command line is
/// wrong.
int runWallet(const QStringList& arguments);

} // namespace weft
