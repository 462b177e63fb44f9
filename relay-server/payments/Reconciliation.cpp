// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "relay-server/payments/Reconciliation.h"

#include "relay-server/payments/StripeRequests.h"

#include <map>

namespace weft::relay {

namespace {

using Objects = std::map<std::string, Json>;

Objects byKey(const Json& list, const char* key)
{
    Objects found;
    for (const Json& one : list)
        found[stringAt(one, key)] = one;
    return found;
}

std::string tagOf(const Json& object, const char* tag)
{
    return stringAt(memberAt(object, "metadata"), tag);
}

std::string amounts(Money ours, std::int64_t cents)
{
    return ": here " + toCreditString(ours) + ", at Stripe " + std::to_string(cents);
}

class Comparison {
public:
    Comparison(PaymentStore& store, const StripeSide& stripe)
        : m_store(store)
        , m_stripe(stripe)
    {
    }

    Done topUps()
    {
        Objects charges;
        for (const Json& charge : m_stripe.charges) {
            if (stringAt(charge, "status") == "succeeded")
                charges[stringAt(charge, "payment_intent")] = charge;
        }
        WEFT_TRY(const auto ours, m_store.allTopUps());
        for (const TopUp& topUp : ours) {
            const auto it = charges.find(topUp.intent);
            if (topUp.paid && (topUp.intent.empty() || it == charges.end()))
                differs("top up " + topUp.id.hex() + " is credited and has no charge");
            else if (topUp.paid && intAt(it->second, "amount") != centsOf(topUp.amount))
                differs("top up " + topUp.id.hex() + amounts(topUp.amount, intAt(it->second, "amount")));
            if (topUp.paid && !topUp.fee)
                waits("top up " + topUp.id.hex() + ": Stripe's fee isn't known yet");
            if (topUp.paid)
                charges.erase(topUp.intent);
        }
        for (const auto& [intent, charge] : charges) {
            if (!tagOf(charge, kTopUpTag).empty())
                differs("charge " + stringAt(charge, "id") + " of " + intent + " was paid and isn't credited");
        }
        return {};
    }

    Done refunds()
    {
        Objects theirs = byKey(m_stripe.refunds, "id");
        WEFT_TRY(const auto ours, m_store.allRefunds());
        for (const Refund& refund : ours) {
            const auto it = theirs.find(refund.stripe);
            const std::string status = it == theirs.end() ? "" : stringAt(it->second, "status");
            if (refund.stage == RefundStage::Asked)
                waits("refund " + refund.id.hex());
            else if (refund.stage == RefundStage::Done && status != "succeeded")
                differs("refund " + refund.id.hex() + " is done here and not at Stripe");
            else if (refund.stage == RefundStage::Failed && status == "succeeded")
                differs("refund " + refund.id.hex() + " failed here and is done at Stripe");
            if (it != theirs.end() && intAt(it->second, "amount") != centsOf(refund.amount()))
                differs("refund " + refund.id.hex() + amounts(refund.amount(), intAt(it->second, "amount")));
            theirs.erase(refund.stripe);
        }
        for (const auto& [id, refund] : theirs) {
            WEFT_TRY(const auto topUp, m_store.topUpOfIntent(stringAt(refund, "payment_intent")));
            if (topUp && stringAt(refund, "status") == "succeeded")
                differs("refund " + id + " is done at Stripe and unknown here");
        }
        return {};
    }

    Done payouts()
    {
        Objects theirs = byKey(m_stripe.transfers, "id");
        WEFT_TRY(const auto ours, m_store.allPayouts());
        for (const Payout& payout : ours) {
            const auto it = theirs.find(payout.stripe);
            if (payout.stage == PayoutStage::OnItsWay)
                waits("payout " + payout.id.hex());
            else if (!payout.stripe.empty() && it == theirs.end())
                differs("payout " + payout.id.hex() + " is paid here and has no transfer");
            else if (it != theirs.end() && intAt(it->second, "amount") != centsOf(payout.amount))
                differs("payout " + payout.id.hex() + amounts(payout.amount, intAt(it->second, "amount")));
            else if (it != theirs.end() && intAt(it->second, "amount_reversed") != centsOf(payout.returned))
                differs("payout " + payout.id.hex() + ", taken back"
                    + amounts(payout.returned, intAt(it->second, "amount_reversed")));
            theirs.erase(payout.stripe);
        }
        for (const auto& [id, transfer] : theirs) {
            if (!tagOf(transfer, kPayoutTag).empty())
                differs("transfer " + id + " is paid at Stripe and not here");
        }
        return {};
    }

    Done disputes()
    {
        Objects theirs = byKey(m_stripe.disputes, "id");
        WEFT_TRY(const auto ours, m_store.allDisputes());
        for (const Dispute& dispute : ours) {
            if (!theirs.contains(dispute.id))
                differs("dispute " + dispute.id + " is unknown at Stripe");
            else if ((stringAt(theirs[dispute.id], "status") == "won") != (dispute.stage == DisputeStage::Won))
                differs("dispute " + dispute.id + " is " + stringAt(theirs[dispute.id], "status") + " at Stripe");
            theirs.erase(dispute.id);
        }
        for (const auto& [id, dispute] : theirs) {
            WEFT_TRY(const auto topUp, m_store.topUpOfIntent(stringAt(dispute, "payment_intent")));
            if (topUp && !stringAt(dispute, "status").starts_with("warning"))
                differs("dispute " + id + " is unknown here");
        }
        return {};
    }

    Done books(LedgerStore& ledger)
    {
        std::int64_t net = 0;
        for (const Json& transaction : m_stripe.balanceTransactions) {
            const std::string type = stringAt(transaction, "type");
            const bool operators = type.starts_with("payout") || type.starts_with("topup");
            net += operators ? 0 : intAt(transaction, "net");
        }
        WEFT_TRY(const Book book, ledger.book(kStripe));
        const Money ours{-book.posted().micro};
        if (ours == fromCents(net))
            return {};
        const std::string what = "Stripe's balance, the operator's own payouts left out" + amounts(ours, net);
        if (m_found.waiting.empty())
            differs(what);
        else
            waits(what);
        return {};
    }

    Reconciliation take() { return std::move(m_found); }

private:
    void differs(std::string what) { m_found.differences.push_back(std::move(what)); }
    void waits(std::string what) { m_found.waiting.push_back(std::move(what)); }

    PaymentStore& m_store;
    const StripeSide& m_stripe;
    Reconciliation m_found;
};

} // namespace

Result<Reconciliation> reconcile(PaymentStore& store, LedgerStore& ledger, const StripeSide& stripe)
{
    Comparison comparison(store, stripe);
    WEFT_CHECK(comparison.topUps());
    WEFT_CHECK(comparison.refunds());
    WEFT_CHECK(comparison.payouts());
    WEFT_CHECK(comparison.disputes());
    WEFT_CHECK(comparison.books(ledger));
    return comparison.take();
}

} // namespace weft::relay
