// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/network/RelayConnection.h"
#include "app/wallet/PageOpener.h"
#include "app/wallet/WalletModel.h"
#include "core/security/Random.h"

#include <QTimer>

namespace weft {

/// Asks one relay about this account's money, and moves it. What is asked twice under one id is done once: a payout
/// whose answer got lost is asked again, under its id, until the relay answers. What belongs to one account is forgotten
/// when this device moves to another one. `connection` and `opener` outlive it.
class WalletController : public QObject {
    Q_OBJECT

public:
    WalletController(RelayConnection& connection, PageOpener& opener, RandomSource random, QObject* parent = nullptr);

    WalletModel& model() { return m_model; }
    const WalletModel& model() const { return m_model; }

    /// Somebody looks at it: statement, top ups and payouts are loaded, and kept fresh from then on.
    void watch();
    /// Asks for everything again.
    void refresh();

    /// Opens the payment page in the browser. Errors of the action: TopUpOutOfRange, PageUnsafe, the relay's.
    void topUp(Money amount, bool saveCard);
    void openPageAgain();
    /// The page stays valid: who pays there after all gets the credits.
    void stopWaiting();
    /// The unspent part of one goes back to where it came from. Errors of the action: NotRefundable, the relay's.
    void refund(const TransferId& topUp);
    /// False: it isn't an address that may be opened.
    bool openReceipt(const TopUp& topUp);

    void saveCard();
    void forgetCard();
    void setAutoTopUp(bool isOn, Money below, Money amount, Money monthlyLimit);

    /// `code`: of the authenticator; empty until the relay asks for it (CodeNeeded).
    void onboard(const QString& code);
    void payOut(Money amount);
    void toCredits(Money amount);

    /// Forgets the error of an action: the user is mending it.
    void clearError(WalletAction action);

Q_SIGNALS:
    /// This account is about to pay for a job.
    void jobAsked(const weft::JobId& job);
    /// Credits were bought and are here.
    void credited(qint64 microCredits, bool automatic);
    /// An action other than loading was carried out.
    void succeeded(weft::WalletAction action);

private:
    using Answer = RelayConnection::Answer;
    /// Something that must be done once, though nobody knows whether the relay heard of it. Payouts and moves to credits
    /// are asked again by themselves; a top up only by the user, who has to pay in the browser.
    struct Unanswered {
        TransferId id;
        Money amount;
    };

    template <typename Request>
    void ask(WalletAction action, Request request, std::function<void(const Answer&)> onAnswer = {});
    template <typename Listed, typename Request>
    void askList(Request request, void (WalletController::*take)(const Listed&));
    void askPage(WalletAction action, const Answer& answer, std::optional<TopUpWait> wait = {});
    void loadLists();
    void loadLines(qint64 since, qint64 before);
    void takeTopUp(const TopUp& topUp);
    void takePayout(const Payout& payout) { m_model.setPayout(payout); }
    void onOnline();
    void useAccount(const AccountId& account);
    void askUnanswered();
    void onPushed(const Answer& message);
    void onOffline();
    Unanswered begin(WalletAction action, Money amount);
    void end(WalletAction action, const std::optional<Error>& error);
    void sendPayout(const Unanswered& payout);
    void sendToCredits(const Unanswered& move);

    RelayConnection& m_connection;
    PageOpener& m_opener;
    RandomSource m_random;
    WalletModel m_model;
    AccountId m_account; // whose money the model shows; null: nobody's yet
    int m_era = 0; // counts accounts: an answer of an earlier one's is dropped
    QTimer m_freshen; // many pushes, one question
    QTimer m_askAgain; // for what wasn't answered though the relay is there
    bool m_isWatched = false;
    std::map<WalletAction, Unanswered> m_unanswered;
};

} // namespace weft
