// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/protocol/RelayBlind.h"
#include "relay-server/blind/BlindStore.h"
#include "relay-server/ledger/RelayJobs.h"

namespace weft::relay {

/// Blind credits as the ledger sees them: one call, one transaction, no cryptography. Signatures on tokens were checked
/// before; what is to be signed is signed before as well, and handed out once the call has succeeded. RSA gives the same
/// signature for the same blinded message, so a request that is repeated gets the same answer without being kept.
class BlindBank {
public:
    BlindBank(Database& database, LedgerStore& store, RelayJobs& jobs)
        : m_rows(database)
        , m_store(store)
        , m_jobs(jobs)
    {
    }

    /// `Check` changes nothing and says only whether it would be carried out: asked before the signatures are made.
    enum class Mode { Check, CarryOut };

    /// These four say whether the same request was carried out before.
    /// Credits of the account, but no trial credits -> blind. Errors: CreditTooLow; AmountInvalid (another request has this id).
    Result<bool> withdraw(const AccountId& account, const protocol::relay::WithdrawBlind& request, UnixMillis now, Mode mode);
    /// Spends the tokens and holds. Asked again: the same, with a fresh ticket. Answer: HoldGranted.
    /// Errors: TokenSpent; CreditTooLow (worth less than the amount); ValueInvalid (the job, or the secret, has a hold
    /// on other terms); those of RelayJobs::requestHold. Nothing is spent then.
    Result<Outbox> hold(const KeyHash& machine, const std::optional<Party>& provider,
        const protocol::relay::RequestBlindHold& request, UnixMillis now);
    Result<protocol::relay::BlindChange> change(const protocol::relay::AskBlindChange& request);
    /// Errors: HoldUnknown; AmountInvalid (not resolved yet, or not worth what is left); TokenSpent (claimed before for
    /// other messages).
    Result<bool> claim(const protocol::relay::ClaimBlindChange& request, UnixMillis now, Mode mode);
    /// Errors: TokenSpent; AmountInvalid (not worth the same).
    Result<bool> exchange(const protocol::relay::ExchangeBlind& request, Mode mode);
    /// Blind -> credits of the account. Errors: TokenSpent; AmountInvalid (another request has this id).
    Result<bool> deposit(const AccountId& account, const protocol::relay::DepositBlind& request, UnixMillis now);

    BlindStore& rows() { return m_rows; }

private:
    Result<bool> wasCarriedOut(const TransferId& id, BlindRequestKind kind, const Hash256& digest, ErrorCode otherwise);
    Done spend(const std::vector<protocol::relay::BlindToken>& tokens);
    Done payIn(const protocol::relay::RequestBlindHold& request, UnixMillis now);
    Result<Money> left(const JobId& job);

    BlindStore m_rows;
    LedgerStore& m_store;
    RelayJobs& m_jobs;
};

/// The buyer's account of a hold that was paid with tokens: made from the job's id, so that it tells of nothing else.
AccountId blindAccountOf(const JobId& job);

/// Each string says what is wrong; none: what circulates is what the blind book holds.
Result<std::vector<std::string>> checkBlindCredits(Database& database, LedgerStore& store);

} // namespace weft::relay
