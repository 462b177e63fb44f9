// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "relay-server/payments/CreditHistory.h"

namespace weft::relay {

Done CreditHistory::noteGoneBack(const TransferId& transfer, const TransferId& topUp)
{
    WEFT_TRY(const auto out, m_context.ledger.transfer(transfer));
    if (out && out->debit == creditsOf(m_account) && out->created >= m_since)
        m_goneBack.push_back({out->created, {topUp, out->amount, false}});
    return {};
}

Done CreditHistory::nameOf(const TopUp& topUp)
{
    m_topUpOf[derivedId("top up", topUp.id)] = topUp.id;
    WEFT_TRY(const auto refunds, m_context.store.refunds(topUp.id));
    for (const Refund& refund : refunds) {
        m_topUpOf[derivedId("refund back", refund.id)] = topUp.id;
        WEFT_CHECK(noteGoneBack(derivedId("refund asked", refund.id), topUp.id));
    }
    WEFT_TRY(const auto disputes, m_context.store.disputes(topUp.id));
    for (const Dispute& dispute : disputes) {
        m_topUpOf[derivedId("dispute credits back", dispute.id)] = topUp.id;
        WEFT_CHECK(noteGoneBack(derivedId("dispute", dispute.id), topUp.id));
    }
    return {};
}

Done CreditHistory::nameTopUps()
{
    WEFT_TRY(const auto topUps, m_context.store.topUps(m_account));
    for (const TopUp& topUp : topUps) {
        if (topUp.paid && *topUp.paid >= m_since)
            WEFT_CHECK(nameOf(topUp));
    }
    return {};
}

/// Among themselves these may be told in any order: together they are never more than was there.
Done CreditHistory::addOut(std::vector<CreditMove>& moves, UnixMillis from, UnixMillis before)
{
    WEFT_TRY(Money spent, m_context.store.creditsOut(m_account, from, before));
    for (const GoneBack& one : m_goneBack) {
        if (one.at < from || one.at >= before)
            continue;
        moves.push_back(one.move);
        spent.micro -= one.move.amount.micro;
    }
    if (spent.micro > 0)
        moves.push_back({{}, spent, false});
    return {};
}

Result<std::vector<CreditMove>> CreditHistory::moves()
{
    WEFT_CHECK(nameTopUps());
    WEFT_TRY(const auto in, m_context.store.creditsIn(m_account, m_since));
    WEFT_TRY(const Book book, m_context.ledger.book(creditsOf(m_account)));
    WEFT_TRY(const Money out, m_context.store.creditsOut(m_account, m_since, UnixMillis::max()));
    Money before{book.posted().micro + out.micro};
    for (const PaymentStore::Move& move : in)
        before.micro -= move.amount.micro;
    std::vector<CreditMove> moves;
    if (before.micro > 0)
        moves.push_back({{}, before, true});
    UnixMillis at = m_since;
    for (const PaymentStore::Move& move : in) { // of the same moment, what comes in is first
        if (move.created > at)
            WEFT_CHECK(addOut(moves, std::exchange(at, move.created), move.created));
        const auto topUp = m_topUpOf.find(move.transfer);
        moves.push_back({topUp == m_topUpOf.end() ? TransferId{} : topUp->second, move.amount, true});
    }
    WEFT_CHECK(addOut(moves, at, UnixMillis::max()));
    return moves;
}

} // namespace weft::relay
