// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/network/RelayConnection.h"
#include "app/wallet/blind/TokenPurse.h"

#include <QPointer>

#include <map>
#include <set>

namespace weft {

/// Blind credits at one relay: withdraws them over a connection with a login, pays holds with them over one without, and
/// claims the change. Whatever is asked of the relay was written down before, and is asked again until it is answered.
class BlindWallet : public QObject {
    Q_OBJECT

public:
    /// `anonymous` is online (its relay's key is known), without a login, and outlives the wallet. From here on the wallet
    /// pays its holds. Errors: those of TokenPurse::open.
    static Result<std::unique_ptr<BlindWallet>> open(
        RelayConnection& anonymous, const QString& home, const DeviceKey& device, RandomSource random);
    ~BlindWallet() override;

    const TokenPurse& purse() const { return m_purse; }

    /// Credits of the account become tokens: at most `amount`, a whole number of 0.01 credit. The keys must be the same
    /// on both connections. Errors: AmountInvalid; CreditTooLow; KeyMismatch; SignatureInvalid; those of the relay.
    QCoro::Task<Result<Money>> withdraw(RelayConnection* account, Money amount);
    /// All tokens become credits of the account again. -> how much.
    QCoro::Task<Result<Money>> deposit(RelayConnection* account);
    /// Goes on with everything that is under way, and exchanges tokens of old epochs. Not while a run is at work.
    /// `account`: may be null; withdrawals and deposits then wait. The first error that isn't an answer ends it.
    QCoro::Task<Done> recover(RelayConnection* account);
    /// After a run: claims the change of its holds, and waits for those that aren't resolved, at most so long.
    QCoro::Task<Done> settle(std::chrono::milliseconds limit);

    /// Instead of RequestHold: asks with tokens; the same job again: the same tokens. `done` gets what RequestHold would
    /// have. Errors: CreditTooLow (args: available, needed).
    void pay(const protocol::relay::RequestHold& hold, RelayConnection::AnswerTo done);

Q_SIGNALS:
    void changed();

private:
    BlindWallet(RelayConnection& anonymous, TokenPurse purse, RandomSource random);

    QCoro::Task<Result<BlindKeys>> fetchKeys(RelayConnection* account);
    Result<std::vector<PreparedToken>> prepare(const BlindKeys& keys, const std::vector<int>& powers);
    Result<std::vector<BlindToken>> open(const PurseRequest& request, const RelayConnection::Answer& answer) const;
    QCoro::Task<Done> carryOut(PurseRequest request, RelayConnection* account);
    QCoro::Task<Done> carryOutPayment(PurseRequest request);
    QCoro::Task<Result<PurseRequest>> prepareNow(PurseRequest request, std::vector<int> powers);
    QCoro::Task<Result<RelayConnection::Answer>> send(PurseRequest request, QPointer<RelayConnection> account);
    Done notAnswered(PurseRequest request, const Error& why);
    QCoro::Task<Done> claim(PurseRequest request, Money amount);
    Done refused(const PurseRequest& request, const Error& why);
    Done doubt(const PurseRequest& request);
    QCoro::Task<Done> exchangeOld();
    Result<PurseRequest> paymentFor(const protocol::relay::RequestHold& hold);
    void onPushed(const protocol::relay::ToMachine& message);
    const PurseRequest* paymentOf(const JobId& job) const;
    const PurseRequest* requestOf(const TransferId& id) const;
    Done told(Done done);

    RelayConnection& m_anonymous;
    TokenPurse m_purse;
    RandomSource m_random;
    /// Marks a request as being carried out, as long as this lives.
    struct Busy {
        QPointer<BlindWallet> wallet;
        TransferId id;
        ~Busy()
        {
            if (wallet)
                wallet->m_busy.erase(id);
        }
    };
    bool isOnItsWay(const JobId& job) const;

    /// Holds that were asked for by this program: until when one that the relay doesn't know may still come there.
    std::map<JobId, UnixMillis> m_asked;
    std::set<TransferId> m_busy;
};

} // namespace weft
