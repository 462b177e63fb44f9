// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "relay-server/payments/PaymentRows.h"

#include "relay-server/ledger/DerivedId.h"

namespace weft::relay {

namespace {

QVariant sqlNumber(bool flag)
{
    return toSql(std::int64_t{flag});
}
template <typename Enum> QVariant sqlEnum(Enum value)
{
    return toSql(static_cast<std::int64_t>(value));
}

} // namespace

TransferId derivedId(std::string_view what, std::string_view of)
{
    return derivedFrom<TransferId>({bytesOf("weft "), bytesOf(what), bytesOf(" "), bytesOf(of)});
}

Row toRow(const Payer& payer)
{
    return {toSql(payer.account), textToSql(payer.customer), textToSql(payer.method), textToSql(payer.brand),
        textToSql(payer.last4), sqlNumber(payer.autoOn), toSql(payer.autoBelow), toSql(payer.autoAmount),
        toSql(payer.autoLimit), textToSql(payer.autoProblem), textToSql(payer.connect), sqlEnum(payer.onboarding),
        toSql(payer.frozen)};
}

Result<Payer> payerFrom(const Row& row)
{
    Payer payer;
    WEFT_TRY(payer.account, idFromSql<AccountId>(row[0]));
    payer.customer = textAt(row, 1);
    payer.method = textAt(row, 2);
    payer.brand = textAt(row, 3);
    payer.last4 = textAt(row, 4);
    payer.autoOn = flagAt(row, 5);
    payer.autoBelow = moneyAt(row, 6);
    payer.autoAmount = moneyAt(row, 7);
    payer.autoLimit = moneyAt(row, 8);
    payer.autoProblem = textAt(row, 9);
    payer.connect = textAt(row, 10);
    payer.onboarding = static_cast<OnboardingState>(row[11].toInt());
    payer.frozen = row[12].toLongLong();
    return payer;
}

Row toRow(const TopUp& topUp)
{
    const QVariant fee = topUp.fee ? toSql(*topUp.fee) : QVariant(QMetaType(QMetaType::LongLong));
    return {toSql(topUp.id), toSql(topUp.account), sqlEnum(topUp.stage), toSql(topUp.amount),
        sqlNumber(topUp.automatic), sqlNumber(topUp.saveCard), toSql(topUp.created), toSql(topUp.paid), fee,
        textToSql(topUp.session), textToSql(topUp.url), textToSql(topUp.intent), textToSql(topUp.charge),
        textToSql(topUp.method), textToSql(topUp.receipt), textToSql(topUp.problem)};
}

Result<TopUp> topUpFrom(const Row& row)
{
    TopUp topUp;
    WEFT_TRY(topUp.id, idFromSql<TransferId>(row[0]));
    WEFT_TRY(topUp.account, idFromSql<AccountId>(row[1]));
    topUp.stage = static_cast<TopUpStage>(row[2].toInt());
    topUp.amount = moneyAt(row, 3);
    topUp.automatic = flagAt(row, 4);
    topUp.saveCard = flagAt(row, 5);
    topUp.created = timeAt(row, 6);
    topUp.paid = maybeTimeAt(row, 7);
    if (!row[8].isNull())
        topUp.fee = moneyAt(row, 8);
    topUp.session = textAt(row, 9);
    topUp.url = textAt(row, 10);
    topUp.intent = textAt(row, 11);
    topUp.charge = textAt(row, 12);
    topUp.method = textAt(row, 13);
    topUp.receipt = textAt(row, 14);
    topUp.problem = textAt(row, 15);
    return topUp;
}

Row toRow(const Refund& refund)
{
    return {toSql(refund.id), toSql(refund.topUp), sqlEnum(refund.stage), toSql(refund.fromCredits),
        toSql(refund.fromReserve), textToSql(refund.stripe), toSql(refund.created)};
}

Result<Refund> refundFrom(const Row& row)
{
    Refund refund;
    WEFT_TRY(refund.id, idFromSql<TransferId>(row[0]));
    WEFT_TRY(refund.topUp, idFromSql<TransferId>(row[1]));
    refund.stage = static_cast<RefundStage>(row[2].toInt());
    refund.fromCredits = moneyAt(row, 3);
    refund.fromReserve = moneyAt(row, 4);
    refund.stripe = textAt(row, 5);
    refund.created = timeAt(row, 6);
    return refund;
}

Row toRow(const Payout& payout)
{
    return {toSql(payout.id), toSql(payout.account), sqlEnum(payout.stage), toSql(payout.amount),
        toSql(payout.returned), textToSql(payout.stripe), toSql(payout.created), textToSql(payout.problem)};
}

Result<Payout> payoutFrom(const Row& row)
{
    Payout payout;
    WEFT_TRY(payout.id, idFromSql<TransferId>(row[0]));
    WEFT_TRY(payout.account, idFromSql<AccountId>(row[1]));
    payout.stage = static_cast<PayoutStage>(row[2].toInt());
    payout.amount = moneyAt(row, 3);
    payout.returned = moneyAt(row, 4);
    payout.stripe = textAt(row, 5);
    payout.created = timeAt(row, 6);
    payout.problem = textAt(row, 7);
    return payout;
}

Row toRow(const Dispute& dispute)
{
    return {textToSql(dispute.id), toSql(dispute.topUp), sqlEnum(dispute.stage), toSql(dispute.fromCredits),
        toSql(dispute.fromReserve), toSql(dispute.fee), toSql(dispute.created)};
}

Result<Dispute> disputeFrom(const Row& row)
{
    Dispute dispute;
    dispute.id = textAt(row, 0);
    WEFT_TRY(dispute.topUp, idFromSql<TransferId>(row[1]));
    dispute.stage = static_cast<DisputeStage>(row[2].toInt());
    dispute.fromCredits = moneyAt(row, 3);
    dispute.fromReserve = moneyAt(row, 4);
    dispute.fee = moneyAt(row, 5);
    dispute.created = timeAt(row, 6);
    return dispute;
}

Row toRow(const OutboxRow& row)
{
    return {toSql(row.id), sqlEnum(row.kind), textToSql(row.subject), toSql(row.ask), textToSql(row.call.method),
        textToSql(row.call.path), textToSql(row.call.form), textToSql(row.call.idempotencyKey), toSql(row.created),
        toSql(row.due), toSql(row.tries), toSql(row.firstTried), sqlNumber(row.open)};
}

Result<OutboxRow> outboxFrom(const Row& row)
{
    OutboxRow found;
    WEFT_TRY(found.id, idFromSql<TransferId>(row[0]));
    found.kind = static_cast<OutboxKind>(row[1].toInt());
    found.subject = textAt(row, 2);
    WEFT_TRY(found.ask, idFromSql<TransferId>(row[3]));
    found.call = {textAt(row, 4), textAt(row, 5), textAt(row, 6), textAt(row, 7)};
    found.created = timeAt(row, 8);
    found.due = timeAt(row, 9);
    found.tries = row[10].toLongLong();
    found.firstTried = maybeTimeAt(row, 11);
    found.open = flagAt(row, 12);
    return found;
}

} // namespace weft::relay
