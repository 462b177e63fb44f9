// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "relay-server/payments/PaymentRecords.h"
#include "relay-server/storage/Database.h"

namespace weft::relay {

/// Where payments are written down, beside the ledger. Use it within the Writer: what several calls do is one
/// savepoint. Reading what isn't there gives nothing; writing a row replaces the one of its id. Errors: StorageFailed.
class PaymentStore {
public:
    explicit PaymentStore(Database& database)
        : m_database(database)
    {
    }

    /// A fresh one where there is none yet.
    Result<Payer> payer(const AccountId& account);
    Result<std::optional<Payer>> payerOfConnect(const std::string& connect);
    Result<std::optional<Payer>> payerOfMethod(const std::string& method);
    Done write(const Payer& payer);

    Result<std::optional<TopUp>> topUp(const TransferId& id);
    Result<std::optional<TopUp>> topUpOfIntent(const std::string& intent);
    /// Newest first.
    Result<std::vector<TopUp>> topUps(const AccountId& account);
    Result<std::vector<TopUp>> allTopUps();
    Done write(const TopUp& topUp);

    Result<std::optional<Refund>> refund(const TransferId& id);
    Result<std::vector<Refund>> refunds(const TransferId& topUp);
    Result<std::vector<Refund>> allRefunds();
    Done write(const Refund& refund);

    Result<std::optional<Payout>> payout(const TransferId& id);
    Result<std::optional<Payout>> payoutOfStripe(const std::string& transfer);
    /// Newest first.
    Result<std::vector<Payout>> payouts(const AccountId& account);
    Result<std::vector<Payout>> allPayouts();
    Done write(const Payout& payout);

    Result<std::optional<Dispute>> dispute(const std::string& id);
    Result<std::vector<Dispute>> disputes(const TransferId& topUp);
    Result<std::vector<Dispute>> allDisputes();
    Done write(const Dispute& dispute);

    /// true: it is new.
    Result<bool> addEvent(const std::string& id, const std::string& type, UnixMillis now);

    /// true: it is new; a known id stays as it is.
    Result<bool> push(const OutboxRow& row);
    Result<std::optional<OutboxRow>> outbox(const TransferId& id);
    /// Open rows, earliest first.
    Result<std::vector<OutboxRow>> dueOutbox(UnixMillis now, int limit);
    Result<std::vector<OutboxRow>> openOutbox();
    Done update(const OutboxRow& row);
    /// How many rows about this were pushed since then.
    Result<std::int64_t> askedSince(const std::string& subject, UnixMillis since);
    /// All open rows are due: after a restart nobody waits for an answer any more.
    Done makeOutboxDue(UnixMillis now);

    /// What went into an account's credits or earnings.
    struct Move {
        TransferId transfer;
        Money amount;
        UnixMillis created{};
        bool matured = false; // of earnings: it came back from a payout
    };
    /// Oldest first.
    Result<std::vector<Move>> creditsIn(const AccountId& account, UnixMillis since);
    /// The sum of what went out from `since` until before `before`, from the index alone: an account may have made a
    /// hundred thousand runs.
    Result<Money> creditsOut(const AccountId& account, UnixMillis since, UnixMillis before);
    static constexpr const char* kCreditsOutSql = "SELECT CAST(COALESCE(SUM(amount), 0) AS BIGINT) FROM transfer"
                                                  " WHERE debit = ? AND created >= ? AND created < ?";
    /// What came in, oldest first, since then.
    Result<std::vector<Move>> earningMoves(const AccountId& account, UnixMillis since);
    /// When its first device was added; now for an account without any.
    Result<UnixMillis> accountSince(const AccountId& account, UnixMillis now);
    Result<std::optional<AccountId>> accountOfMachine(const KeyHash& machine);

    Result<std::vector<AccountId>> frozenAccounts();

    /// An account was joined to another: its rows are the other's from now on.
    Done moveAccount(const AccountId& from, const AccountId& to);

private:
    Database& m_database;
};

} // namespace weft::relay
