// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "relay-server/ledger/RelayJobs.h"

#include "core/values/Sha256.h"
#include "relay-server/ledger/BudgetAccount.h"

#include <algorithm>

namespace weft::relay {

using namespace protocol::relay;

namespace {

constexpr int kMaxResolvedPerCall = 256;
constexpr std::chrono::hours kTryAgain {1};
constexpr std::int64_t kMillion = 1'000'000;

enum class Leg : std::uint8_t { Captured = 1, Earned = 2, Share = 3 }; // TrialCredits has those from 4 on

template <typename Id> TransferId transferId(const Id& of, Leg leg)
{
    const auto byte = static_cast<std::uint8_t>(leg);
    return derivedFrom<TransferId>({of.view(), ByteView(&byte, 1)});
}

bool sameTerms(const Hold& hold, const Party& buyer, const RequestHold& request)
{
    return hold.buyer == buyer && hold.provider.machine == request.provider && hold.jobPublicKey == request.jobPublicKey
        && hold.amount == request.amount;
}

} // namespace

JobCrypto JobCrypto::with(std::function<Result<std::string>(const JobTicket&)> signTicket,
    std::function<Done(const PublicKey&, const Receipt&)> checkReceipt)
{
    return {std::move(signTicket), std::move(checkReceipt),
        [](const PublicKey& key) { return KeyHash{weft::sha256(key.view()).bytes}; },
        [](ByteView bytes) { return weft::sha256(bytes); }};
}

RelayJobs::RelayJobs(LedgerStore& store, JobRules rules, JobCrypto crypto)
    : m_store(store)
    , m_rules(rules)
    , m_crypto(std::move(crypto))
{
}

Done RelayJobs::openBooks()
{
    WEFT_CHECK(m_store.openBook(kClearing, {}));
    for (const BookId& book : {kShare, kTransit, kDisputes, kBlind, kBlindRounding})
        WEFT_CHECK(m_store.openBook(book, {}));
    for (const BookId& book : {kStripe, kFees, kReserve})
        WEFT_CHECK(m_store.openBook(book, kBoundless));
    WEFT_TRY(const Book promotion, m_store.book(kPromotion));
    // A budget that was made smaller stops new trial credits; what was given stays given.
    const Money given{promotion.debitsPosted.micro - promotion.creditsPosted.micro};
    WEFT_CHECK(m_store.openBook(kPromotion, std::max(m_rules.trialBudget, given)));
    return {};
}

Done RelayJobs::restarted(UnixMillis now)
{
    const UnixMillis until = now + m_rules.restartGrace;
    WEFT_TRY(const auto jobs, m_store.openHolds());
    for (const JobId& job : jobs) {
        WEFT_TRY(auto hold, m_store.hold(job));
        if (!hold)
            continue;
        hold->goneDue = until;
        hold->deadline = std::max(hold->deadline, until); // it may have passed while nobody could settle
        if (hold->releaseDue)
            hold->releaseDue = std::max(*hold->releaseDue, until);
        WEFT_CHECK(m_store.updateHold(*hold));
    }
    return {};
}

Result<Balance> RelayJobs::welcome(const AccountId& account, UnixMillis now, bool withTrial)
{
    WEFT_TRY(const bool isNew, m_store.openBook(creditsOf(account), {}));
    if (isNew && withTrial)
        WEFT_CHECK(m_trials.give(account, m_rules.trialCredits, now));
    return balance(account);
}

Result<Balance> RelayJobs::balance(const AccountId& account, std::int64_t id)
{
    return balanceOf(m_store, account, id);
}

Result<Outbox> RelayJobs::requestHold(const Party& buyer, const std::optional<Party>& provider,
    const RequestHold& request, UnixMillis now, bool mayUseTrial)
{
    if (m_crypto.hashOfKey(request.jobPublicKey) != request.jobKey)
        return Error{ErrorCode::KeyMismatch, "the job key's hash doesn't match the job key"};
    WEFT_TRY(const auto known, m_store.hold(request.job));
    if (known) {
        if (!sameTerms(*known, buyer, request))
            return Error{ErrorCode::ValueInvalid, "this job was held on other terms"};
        WEFT_TRY(const auto resolved, m_store.resolution(request.job));
        if (resolved)
            return Error{ErrorCode::HoldResolved, "this job's hold was resolved"};
        return grant(*known, request.id, now);
    }
    WEFT_CHECK(checkMayPay(buyer.account));
    if (!provider || provider->machine != request.provider)
        return Error{ErrorCode::ProviderLost, "that machine isn't connected"};
    WEFT_TRY(const auto count, m_store.openHoldCountOfBuyer(buyer.account));
    if (count >= m_rules.maxOpenHoldsPerAccount)
        return Error{ErrorCode::LimitExceeded, "too many open holds",
            {{"limit", std::to_string(m_rules.maxOpenHoldsPerAccount)}}};
    Hold hold;
    hold.job = request.job;
    hold.buyer = buyer;
    hold.provider = *provider;
    hold.jobPublicKey = request.jobPublicKey;
    hold.amount = request.amount;
    hold.created = now;
    hold.deadline = now + std::chrono::seconds(request.deadlineSeconds);
    WEFT_CHECK(m_trials.use(hold, mayUseTrial && provider->account != buyer.account, now));
    WEFT_CHECK(m_store.insertHold(hold));
    return grant(hold, request.id, now);
}

Result<Outbox> RelayJobs::grant(const Hold& hold, std::int64_t id, UnixMillis now)
{
    JobTicket ticket;
    ticket.provider = hold.provider.machine;
    ticket.job = hold.job;
    ticket.cap = hold.amount;
    ticket.jobKey = m_crypto.hashOfKey(hold.jobPublicKey);
    ticket.issued = now;
    ticket.expires = std::min(now + m_rules.ticketLifetime, hold.deadline);
    ticket.holdDeadline = hold.deadline;
    WEFT_TRY(std::string text, m_crypto.signTicket(ticket));
    Outbox out;
    out.push_back({hold.buyer.machine,
        HoldGranted{id, hold.job, std::move(text), std::int64_t(hold.deadline.time_since_epoch().count())}});
    WEFT_CHECK(tellBalance(out, hold.buyer));
    return out;
}

/// A budget's is nothing to the machine that spends it: it would take it for its own.
Done RelayJobs::tellBalance(Outbox& out, const Party& side)
{
    if (isBudget(side.account))
        return {};
    WEFT_TRY(Balance left, balance(side.account));
    out.push_back({side.machine, left});
    return {};
}

/// The hold, if `from` is one of its sides. Machines count, not accounts: the keys are theirs.
Result<std::optional<Hold>> RelayJobs::holdOf(const Party& from, const JobId& job)
{
    WEFT_TRY(auto hold, m_store.hold(job));
    if (hold && !isBuyer(*hold, from) && hold->provider != from)
        hold.reset();
    return hold;
}

Done RelayJobs::checkReceipt(const Hold& hold, const Settle& request, bool byProvider)
{
    const Receipt& receipt = request.receipt;
    WEFT_CHECK(m_crypto.checkReceipt(hold.jobPublicKey, receipt));
    if (receipt.cumulative.isNegative())
        return Error{ErrorCode::AmountInvalid, "a receipt over less than nothing"};
    if (receipt.cumulative > hold.amount)
        return Error{ErrorCode::QuoteExceeded, "the receipt exceeds the hold"};
    if (!receipt.final)
        return {};
    if (!byProvider)
        return Error{ErrorCode::ValueInvalid, "a final receipt is settled by the provider, with the key"};
    if (request.key.isNull() || m_crypto.sha256(request.key.view()) != receipt.keyCommitment)
        return Error{ErrorCode::KeyMismatch, "this isn't the key that the final receipt names"};
    return {};
}

/// A provider that is away may come back in its time, whatever the buyer asks for.
UnixMillis RelayJobs::releaseTime(const Hold& hold, UnixMillis now) const
{
    return std::max(now + m_rules.buyerReleaseGrace, hold.goneDue.value_or(now));
}

Result<Outbox> RelayJobs::settle(const Party& from, const Settle& request, UnixMillis now)
{
    WEFT_TRY(const auto found, holdOf(from, request.receipt.job));
    if (!found)
        return Error{ErrorCode::HoldUnknown, "no such hold"};
    Hold hold = *found;
    const bool byProvider = from == hold.provider;
    WEFT_TRY(const auto resolved, m_store.resolution(hold.job));
    if (resolved && resolved->kind == HoldState::Released)
        return Error{ErrorCode::HoldResolved, "this hold was released"};
    if (!resolved) {
        WEFT_CHECK(checkReceipt(hold, request, byProvider));
    }
    Outbox out;
    if (resolved) {
        WEFT_TRY(out, report(hold, *resolved));
        std::erase_if(out, [&](const Outgoing& o) { return o.to != from.machine; });
    } else if (byProvider) {
        const Money captured = std::max(request.receipt.cumulative, hold.receiptCumulative);
        WEFT_TRY(out, capture(hold, captured, request.receipt.final, request.key, 0, now));
    } else {
        if (request.receipt.cumulative >= hold.receiptCumulative) {
            hold.receiptIncrement = request.receipt.increment;
            hold.receiptCumulative = request.receipt.cumulative;
        }
        if (!hold.releaseDue)
            hold.releaseDue = releaseTime(hold, now);
        WEFT_CHECK(m_store.updateHold(hold));
    }
    out.push_back({from.machine, RequestDone{request.id}});
    return out;
}

Result<Outbox> RelayJobs::releaseHold(const Party& from, const ReleaseHold& request, UnixMillis now)
{
    WEFT_TRY(const auto found, holdOf(from, request.job));
    if (!found)
        return Error{ErrorCode::HoldUnknown, "no such hold"};
    Hold hold = *found;
    WEFT_TRY(const auto resolved, m_store.resolution(hold.job));
    if (resolved && resolved->kind == HoldState::Captured)
        return Error{ErrorCode::HoldResolved, "this hold was captured"};
    Outbox out;
    if (resolved) {
        WEFT_TRY(out, report(hold, *resolved));
        std::erase_if(out, [&](const Outgoing& o) { return o.to != from.machine; });
    } else if (from == hold.provider) {
        WEFT_TRY(out, release(hold, request.reason, now));
    } else if (!hold.releaseDue) {
        hold.releaseDue = releaseTime(hold, now);
        hold.reason = request.reason;
        WEFT_CHECK(m_store.updateHold(hold));
    }
    out.push_back({from.machine, RequestDone{request.id}});
    return out;
}

Result<Outbox> RelayJobs::askJob(const Party& from, const AskJob& request)
{
    JobState state;
    state.id = request.id;
    state.job = request.job;
    WEFT_TRY(const auto hold, holdOf(from, request.job));
    if (hold) {
        WEFT_TRY(const auto resolved, m_store.resolution(request.job));
        state.state = int(resolved ? resolved->kind : HoldState::Held);
        state.held = resolved ? Money{} : hold->amount;
        state.captured = resolved ? resolved->captured : Money{};
        if (resolved && isBuyer(*hold, from))
            state.key = resolved->key;
    }
    return Outbox{{from.machine, state}};
}

Done RelayJobs::checkBuyer(const Party& from, const JobId& job)
{
    WEFT_TRY(const auto hold, holdOf(from, job));
    if (!hold || !isBuyer(*hold, from))
        return Error{ErrorCode::HoldUnknown, "no such hold"};
    WEFT_TRY(const auto resolved, m_store.resolution(job));
    if (resolved || hold->releaseDue)
        return Error{ErrorCode::HoldResolved, "this job's hold was resolved, or its release was asked for"};
    return {};
}

Done RelayJobs::end(const Hold& hold, const Resolution& resolution, const std::vector<Transfer>& legs)
{
    WEFT_CHECK(m_store.resolve(resolution, legs));
    if (isBudget(hold.buyer.account) && m_budgetResolved)
        WEFT_CHECK(m_budgetResolved(hold, resolution.created));
    return m_trials.giveBack(hold, resolution.captured, resolution.created);
}

Result<Outbox> RelayJobs::capture(
    const Hold& hold, Money captured, bool final, const SecretKey256& key, int reason, UnixMillis now)
{
    WEFT_TRY(const Money share, timesRatioDown(captured, m_rules.shareMillionths, kMillion));
    Resolution resolution;
    resolution.job = hold.job;
    resolution.kind = HoldState::Captured;
    resolution.captured = captured;
    resolution.released = {hold.amount.micro - captured.micro};
    resolution.earned = {captured.micro - share.micro};
    resolution.final = final;
    resolution.key = final ? key : SecretKey256{};
    resolution.reason = reason;
    resolution.created = now;
    const Transfer legs[] = {
        {transferId(hold.job, Leg::Captured), hold.job, creditsOf(hold.buyer.account), kClearing, captured,
            now},
        {transferId(hold.job, Leg::Earned), hold.job, kClearing, earningsOf(hold.provider.account),
            resolution.earned, now},
        {transferId(hold.job, Leg::Share), hold.job, kClearing, kShare, share, now},
    };
    std::vector<Transfer> posted;
    std::copy_if(std::begin(legs), std::end(legs), std::back_inserter(posted),
        [](const Transfer& leg) { return leg.amount.micro > 0; });
    WEFT_CHECK(end(hold, resolution, posted));
    return report(hold, resolution);
}

Result<Outbox> RelayJobs::release(const Hold& hold, int reason, UnixMillis now)
{
    Resolution resolution;
    resolution.job = hold.job;
    resolution.kind = HoldState::Released;
    resolution.released = hold.amount;
    resolution.reason = reason;
    resolution.created = now;
    WEFT_CHECK(end(hold, resolution, {}));
    return report(hold, resolution);
}

/// What both sides are told about a resolution. The provider's copy carries no key.
Result<Outbox> RelayJobs::report(const Hold& hold, const Resolution& resolution)
{
    Outbox out;
    for (const Party& side : {hold.buyer, hold.provider}) {
        if (resolution.kind == HoldState::Captured) {
            Settled settled{hold.job, resolution.captured, resolution.released, resolution.earned, {}};
            if (side == hold.buyer)
                settled.key = resolution.key;
            out.push_back({side.machine, settled});
        } else {
            out.push_back({side.machine, Released{hold.job, resolution.released}});
        }
        WEFT_CHECK(tellBalance(out, side));
    }
    return out;
}

Done RelayJobs::setGone(const JobId& job, std::optional<UnixMillis> goneDue)
{
    WEFT_TRY(auto hold, m_store.hold(job));
    if (!hold || hold->goneDue == goneDue)
        return {};
    hold->goneDue = goneDue;
    return m_store.updateHold(*hold);
}

Done RelayJobs::machineCame(const KeyHash& machine, UnixMillis)
{
    WEFT_TRY(const auto jobs, m_store.openHoldsOfProvider(machine));
    for (const JobId& job : jobs)
        WEFT_CHECK(setGone(job, std::nullopt));
    return {};
}

Done RelayJobs::machineLeft(const KeyHash& machine, UnixMillis now, const std::function<bool(const JobId&)>& concerns)
{
    WEFT_TRY(const auto jobs, m_store.openHoldsOfProvider(machine));
    for (const JobId& job : jobs) {
        if (!concerns || concerns(job))
            WEFT_CHECK(setGone(job, now + m_rules.providerGoneGrace));
    }
    return {};
}

Result<std::optional<UnixMillis>> RelayJobs::nextDeadline()
{
    return m_store.nextDue();
}

Done RelayJobs::postpone(Hold hold, UnixMillis now)
{
    hold.deadline = now + kTryAgain;
    hold.releaseDue.reset();
    hold.goneDue.reset();
    return m_store.updateHold(hold);
}

Result<Outbox> RelayJobs::onTime(UnixMillis now)
{
    WEFT_TRY(const auto jobs, m_store.dueHolds(now, kMaxResolvedPerCall));
    Outbox out;
    for (const JobId& job : jobs) {
        WEFT_TRY(const auto hold, m_store.hold(job));
        if (!hold)
            continue;
        const bool gone = hold->goneDue && *hold->goneDue <= now;
        const int reason = gone ? int(ErrorCode::ProviderLost) : hold->reason ? hold->reason : int(ErrorCode::TimedOut);
        Result<Outbox> step = hold->receiptCumulative.micro > 0
            ? capture(*hold, hold->receiptCumulative, false, {}, reason, now)
            : release(*hold, reason, now);
        if (!step && step.error().code == ErrorCode::StorageFailed)
            return step;
        if (!step) { // one that can't be resolved must not keep all others from it
            WEFT_CHECK(postpone(*hold, now));
            continue;
        }
        std::move(step->begin(), step->end(), std::back_inserter(out));
    }
    return out;
}

} // namespace weft::relay
