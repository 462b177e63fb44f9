// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "relay-server/ledger/TrialCredits.h"

#include <functional>
#include <variant>

namespace weft::relay {

/// What the operator decides.
struct JobRules {
    std::int64_t shareMillionths = 120'000; // the relay's part of what is captured, rounded down
    std::chrono::milliseconds ticketLifetime = kTicketLifetime;
    std::chrono::milliseconds buyerReleaseGrace{20'000}; // the provider may still show a receipt
    std::chrono::milliseconds providerGoneGrace{30'000}; // a lost socket may come back
    std::chrono::milliseconds restartGrace{60'000}; // after the relay's own restart
    std::int64_t maxOpenHoldsPerAccount = 256;
    Money trialCredits; // once per account, on first sight
    Money trialBudget; // for all trial credits together
};

/// What the ticket for one job says; the signer adds its unique id.
struct JobTicket {
    KeyHash provider;
    JobId job;
    Money cap;
    KeyHash jobKey; // of the buyer's per-job TLS key
    UnixMillis issued{};
    UnixMillis expires{};
    UnixMillis holdDeadline{};
};

/// The cryptography, passed in, so that a simulator can count instead of sign.
struct JobCrypto {
    std::function<Result<std::string>(const JobTicket&)> signTicket;
    /// SignatureInvalid unless the receipt was signed by this key.
    std::function<Done(const PublicKey&, const Receipt&)> checkReceipt;
    std::function<KeyHash(const PublicKey&)> hashOfKey;
    std::function<Hash256(ByteView)> sha256;

    /// SHA-256 as usual; signatures by the two functions given.
    static JobCrypto with(std::function<Result<std::string>(const JobTicket&)> signTicket,
        std::function<Done(const PublicKey&, const Receipt&)> checkReceipt);
};

using JobMessage = std::variant<protocol::relay::HoldGranted, protocol::relay::RequestDone, protocol::relay::Settled,
    protocol::relay::Released, protocol::relay::JobState, protocol::relay::Balance>;

/// Deliver to the machine if it is connected; else drop it: AskJob tells it later.
struct Outgoing {
    KeyHash to;
    JobMessage message;
};
using Outbox = std::vector<Outgoing>;

/// The relay's side of every job: holds, settlements, releases, deadlines. No I/O, no clock, no state of its own:
/// everything is in the store, so a crash, or a transaction undone, leaves nothing behind. An error means that nothing
/// changed; the caller answers it as RequestFailed. The answer to a request is the outbox's message with its id.
class RelayJobs {
public:
    RelayJobs(LedgerStore& store, JobRules rules, JobCrypto crypto);

    /// Opens the relay's own books with the rules' budgets. Call once per start.
    Done openBooks();
    /// After a restart no machine is connected: each open hold waits restartGrace for its provider, whatever was due
    /// while the relay was down.
    Done restarted(UnixMillis now);

    /// Asked before each new hold; its error refuses it. None: everybody may.
    using BuyerCheck = std::function<Done(const AccountId&)>;
    void setBuyerCheck(BuyerCheck check) { m_buyerCheck = std::move(check); }
    /// What no new spending of an account may pass by.
    Done checkMayPay(const AccountId& account) { return m_buyerCheck ? m_buyerCheck(account) : Done {}; }

    /// Told of each hold of a budget (BudgetAccount.h) that was resolved, in the same transaction.
    using BudgetResolved = std::function<Done(const Hold&, UnixMillis now)>;
    void setBudgetResolved(BudgetResolved resolved) { m_budgetResolved = std::move(resolved); }

    /// First sight of an account opens its books and, `withTrial`, gives trial credits while the budget lasts. -> id 0.
    Result<protocol::relay::Balance> welcome(const AccountId& account, UnixMillis now, bool withTrial = true);
    Result<protocol::relay::Balance> balance(const AccountId& account, std::int64_t id = 0);

    /// The same job asked twice holds once and gets a fresh ticket. `provider` is empty when that machine isn't
    /// connected. Trial credits never pay a provider of the same account, nor, says `mayUseTrial`, of the same household.
    /// Answer: HoldGranted. Errors: CreditTooLow, ProviderLost, KeyMismatch, HoldResolved, ValueInvalid
    /// (the job was held on other terms), LimitExceeded, AccountFrozen (by the buyer check).
    Result<Outbox> requestHold(const Party& buyer, const std::optional<Party>& provider,
        const protocol::relay::RequestHold& request, UnixMillis now, bool mayUseTrial = true);

    /// The provider's receipt captures at once; a final one needs its key. The buyer's (not final) is kept, and
    /// captured after the grace period unless the provider shows a later one.
    /// Answer: RequestDone; Settled and Balance to both sides once captured, again when asked again.
    /// Errors: HoldUnknown, HoldResolved (released), SignatureInvalid, QuoteExceeded, KeyMismatch, ValueInvalid.
    Result<Outbox> settle(const Party& from, const protocol::relay::Settle& request, UnixMillis now);

    /// The provider's takes effect at once, the buyer's after the grace period.
    /// Answer: RequestDone; Released and Balance to both sides when it happens. Errors: HoldUnknown, HoldResolved.
    Result<Outbox> releaseHold(const Party& from, const protocol::relay::ReleaseHold& request, UnixMillis now);

    /// Answer: JobState; Unknown for anybody but the two sides. The buyer's carries the key once captured.
    Result<Outbox> askJob(const Party& from, const protocol::relay::AskJob& request);

    /// May this machine still open a session for the job? Errors: HoldUnknown (also for another's job), HoldResolved.
    Done checkBuyer(const Party& from, const JobId& job);

    /// A provider came or went: its open holds wait providerGoneGrace for its return. `concerns`: those that it was at, where
    /// another program of its machine goes on with the rest; without it all.
    Done machineCame(const KeyHash& machine, UnixMillis now);
    Done machineLeft(const KeyHash& machine, UnixMillis now, const std::function<bool(const JobId&)>& concerns = {});

    /// When onTime must be called next.
    Result<std::optional<UnixMillis>> nextDeadline();
    /// Resolves what is due, up to a bound per call (then nextDeadline() is still in the past).
    Result<Outbox> onTime(UnixMillis now);

    const JobRules& rules() const { return m_rules; }

private:
    Done tellBalance(Outbox& out, const Party& side);
    Result<Outbox> grant(const Hold& hold, std::int64_t id, UnixMillis now);
    Result<std::optional<Hold>> holdOf(const Party& from, const JobId& job);
    Done checkReceipt(const Hold& hold, const protocol::relay::Settle& request, bool byProvider);
    Result<Outbox> capture(
        const Hold& hold, Money captured, bool final, const SecretKey256& key, int reason, UnixMillis now);
    Result<Outbox> release(const Hold& hold, int reason, UnixMillis now);
    Result<Outbox> report(const Hold& hold, const Resolution& resolution);
    Done postpone(Hold hold, UnixMillis now);
    UnixMillis releaseTime(const Hold& hold, UnixMillis now) const;
    Done setGone(const JobId& job, std::optional<UnixMillis> goneDue);

    Done end(const Hold& hold, const Resolution& resolution, const std::vector<Transfer>& legs);

    LedgerStore& m_store;
    TrialCredits m_trials{m_store};
    JobRules m_rules;
    JobCrypto m_crypto;
    BuyerCheck m_buyerCheck;
    BudgetResolved m_budgetResolved;
};

} // namespace weft::relay
