// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "relay-server/payments/Payments.h"

namespace weft::relay {

namespace {

/// Stripe forgets an Idempotency-Key after a day.
constexpr std::chrono::hours kKeyLife{23};
/// Nobody waits longer for a page.
constexpr std::chrono::minutes kPagePatience{10};

/// A look's pages have a hundred objects each. What isn't found on so many is not made again: somebody has to look.
constexpr int kMaxLookPages = 100;

bool isPage(OutboxKind kind)
{
    return kind == OutboxKind::Checkout || kind == OutboxKind::SaveCard || kind == OutboxKind::MakeConnect
        || kind == OutboxKind::ConnectLink;
}

bool isLook(const OutboxRow& row)
{
    return row.call.method == "GET" && row.kind < OutboxKind::SeeSession;
}

} // namespace

Payments::Payments(PaymentStore& store, LedgerStore& ledger, const PaymentRules& rules, AccountGate& gate)
    : m_context{store, ledger, rules, gate}
    , m_topUps(m_context)
    , m_cards(m_context)
    , m_refunds(m_context)
    , m_disputes(m_context, m_refunds)
    , m_payouts(m_context)
{
}

Done Payments::noteEvent(const StripeEvent& event, UnixMillis now)
{
    if (event.liveMode == m_context.rules.testMode)
        return {}; // of Stripe's other world
    WEFT_TRY(const bool isNew, m_context.store.addEvent(event.id, event.type, now));
    const auto row = isNew ? whatToSee(event, now) : std::nullopt;
    if (row)
        WEFT_CHECK(m_context.store.push(*row));
    return {};
}

Result<std::string> Payments::intentOfRefund(const OutboxRow& row)
{
    if (row.kind != OutboxKind::Refund)
        return std::string{};
    WEFT_TRY(const TransferId id, TransferId::fromHex(row.subject));
    WEFT_TRY(const auto refund, m_context.store.refund(id));
    WEFT_TRY(const auto topUp, m_context.store.topUp(refund ? refund->topUp : TransferId{}));
    return topUp ? topUp->intent : std::string{};
}

/// The list to look at before the row is asked again.
Result<std::optional<StripeCall>> Payments::lookFirst(const OutboxRow& row, UnixMillis now)
{
    if (!row.firstTried || now - *row.firstTried < kKeyLife)
        return std::optional<StripeCall>{};
    WEFT_TRY(const std::string intent, intentOfRefund(row));
    return lookCall(row, intent);
}

Done Payments::notFound(
    PaymentEffects& effects, const OutboxRow& asked, OutboxRow row, const Json& list, UnixMillis now)
{
    const std::string after = nextPage(list);
    if (after.empty()) { // it was never made: ask for it, with a key that is fresh again
        row.firstTried.reset();
        row.due = now;
        return m_context.store.update(row);
    }
    if (asked.page + 1 >= kMaxLookPages) {
        effects.notes.push_back("not found on " + std::to_string(kMaxLookPages) + " pages: " + row.call.path);
        row.due = now + stripeRetryDelay(row.tries);
        return m_context.store.update(row);
    }
    WEFT_TRY(const std::string intent, intentOfRefund(row));
    OutboxRow next = row;
    next.page = asked.page + 1;
    next.call = lookCall(row, intent, after).value_or(asked.call);
    effects.next = std::move(next);
    return {};
}

Result<std::vector<OutboxRow>> Payments::due(UnixMillis now, int limit)
{
    WEFT_TRY(auto rows, m_context.store.dueOutbox(now, limit));
    for (OutboxRow& row : rows) {
        WEFT_TRY(const auto look, lookFirst(row, now));
        if (!row.firstTried)
            row.firstTried = now;
        ++row.tries;
        row.due = now + std::chrono::minutes(2); // should the answer be lost with this process
        WEFT_CHECK(m_context.store.update(row));
        if (look)
            row.call = *look;
    }
    return rows;
}

Result<PaymentEffects> Payments::answered(const OutboxRow& asked, const StripeAnswer& answer, UnixMillis now)
{
    PaymentEffects effects;
    WEFT_TRY(auto row, m_context.store.outbox(asked.id));
    if (!row || !row->open)
        return effects; // answered before
    const bool stale = isPage(row->kind) && now - row->created > kPagePatience;
    // That a look was refused says nothing about what is looked for.
    const bool isOpen = answer.kind == StripeAnswer::Kind::Uncertain
        || (isLook(asked) && answer.kind == StripeAnswer::Kind::Refused);
    if (isOpen && !stale) {
        row->due = now + stripeRetryDelay(row->tries);
        WEFT_CHECK(m_context.store.update(*row));
        return effects;
    }
    StripeAnswer final = answer;
    if (isLook(asked) && answer.kind == StripeAnswer::Kind::Done) {
        const auto found = foundIn(*row, answer.body);
        if (!found) {
            WEFT_CHECK(notFound(effects, asked, *row, answer.body, now));
            return effects;
        }
        final.body = *found;
    }
    if (final.kind == StripeAnswer::Kind::Uncertain)
        final.kind = StripeAnswer::Kind::Refused;
    row->open = false;
    WEFT_CHECK(m_context.store.update(*row));
    if (final.kind == StripeAnswer::Kind::Refused)
        effects.notes.push_back("refused: " + row->call.method + " " + row->call.path + ", " + final.error.detail);
    WEFT_CHECK(apply(effects, *row, final, now));
    return effects;
}

Done Payments::apply(PaymentEffects& effects, const OutboxRow& row, const StripeAnswer& answer, UnixMillis now)
{
    const bool refused = answer.kind == StripeAnswer::Kind::Refused;
    switch (row.kind) {
    case OutboxKind::Checkout:
        return m_topUps.opened(effects, row, answer, now);
    case OutboxKind::SaveCard:
        m_cards.pageOpened(effects, row, answer);
        return {};
    case OutboxKind::Charge:
        if (refused)
            return m_cards.refused(effects, row, answer.error, now);
        // The answer has no balance transaction: fetched anew, it is credited like any other.
        WEFT_CHECK(
            m_context.store.push(seeRequest(OutboxKind::SeeIntent, stringAt(answer.body, "id"), "charged", now)));
        return {};
    case OutboxKind::Refund:
        return m_refunds.answered(effects, row, answer, now);
    case OutboxKind::Transfer:
        return m_payouts.transferAnswered(effects, row, answer, now);
    case OutboxKind::MakeConnect:
        return m_payouts.connectMade(effects, row, answer, now);
    case OutboxKind::ConnectLink:
        m_payouts.linkMade(effects, row, answer);
        return {};
    case OutboxKind::DetachCard:
        return {};
    case OutboxKind::ExpireSession:
        // Refused: it was paid, or is over. Its event tells.
        return refused ? Done{} : m_topUps.sawSession(effects, answer.body, now);
    default:
        return refused ? Done{} : applySeen(effects, row, answer.body, now);
    }
}

Done Payments::applySeen(PaymentEffects& effects, const OutboxRow& row, const Json& object, UnixMillis now)
{
    switch (row.kind) {
    case OutboxKind::SeeSession:
        return stringAt(object, "mode") == "setup" ? m_cards.sawSetup(effects, object, now)
                                                   : m_topUps.sawSession(effects, object, now);
    case OutboxKind::SeeIntent:
        return m_topUps.sawIntent(effects, object, now);
    case OutboxKind::SeeRefunds:
        return m_refunds.sawList(effects, row.subject, object, now);
    case OutboxKind::SeeDispute:
        return m_disputes.sawDispute(effects, object, now);
    case OutboxKind::SeeDisputesOf:
        for (const Json& one : memberAt(object, "data"))
            WEFT_CHECK(m_disputes.sawDispute(effects, one, now));
        return {};
    case OutboxKind::SeeWarning:
        return m_disputes.sawWarning(effects, object, now);
    case OutboxKind::SeeWarningsOf:
        for (const Json& one : memberAt(object, "data"))
            WEFT_CHECK(m_disputes.sawWarning(effects, one, now));
        return {};
    case OutboxKind::SeeConnect:
        return m_payouts.sawConnect(effects, object, now);
    case OutboxKind::SeeTransfer:
        return m_payouts.sawTransfer(effects, object, now);
    default:
        return m_cards.sawMethod(effects, object, now);
    }
}

Result<PaymentEffects> Payments::setFrozen(const AccountId& account, bool frozen, UnixMillis now)
{
    PaymentEffects effects;
    for (const FrozenBy why : {FrozenByOperator, FrozenByDispute, FrozenByWarning}) {
        if (why == FrozenByOperator || !frozen) // setting free forgets every reason
            WEFT_CHECK(m_context.freeze(account, why, frozen));
    }
    WEFT_CHECK(m_context.tellWallet(effects, account, now));
    return effects;
}

} // namespace weft::relay
