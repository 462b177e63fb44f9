// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "relay-server/payments/PaymentStore.h"

#include "relay-server/payments/PaymentRows.h"

namespace weft::relay {

namespace {

Done writeRow(Database& database, const char* sql, const Row& values)
{
    WEFT_CHECK(database.write(sql, values));
    return {};
}

Result<PaymentStore::Move> moveFrom(const Row& row)
{
    PaymentStore::Move move;
    WEFT_TRY(move.transfer, idFromSql<TransferId>(row[0]));
    move.amount = moneyAt(row, 1);
    move.created = timeAt(row, 2);
    move.matured = flagAt(row, 3);
    return move;
}

} // namespace

Result<Payer> PaymentStore::payer(const AccountId& account)
{
    WEFT_TRY(auto found,
        oneOf(m_database, payerFrom, "SELECT " WEFT_PAYER_COLUMNS " FROM payer WHERE account = ?", {toSql(account)}));
    if (found)
        return std::move(*found);
    Payer fresh;
    fresh.account = account;
    return fresh;
}

Result<std::optional<Payer>> PaymentStore::payerOfConnect(const std::string& connect)
{
    return oneOf(m_database, payerFrom, "SELECT " WEFT_PAYER_COLUMNS " FROM payer WHERE connect = ? AND connect <> ''",
        {textToSql(connect)});
}

Result<std::optional<Payer>> PaymentStore::payerOfMethod(const std::string& method)
{
    return oneOf(m_database, payerFrom, "SELECT " WEFT_PAYER_COLUMNS " FROM payer WHERE method = ? AND method <> ''",
        {textToSql(method)});
}

Done PaymentStore::write(const Payer& payer)
{
    return writeRow(m_database,
        "INSERT INTO payer (" WEFT_PAYER_COLUMNS ") VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
        " ON CONFLICT (account) DO UPDATE SET customer = excluded.customer, method = excluded.method,"
        " brand = excluded.brand, last4 = excluded.last4, auto_on = excluded.auto_on, auto_below = excluded.auto_below,"
        " auto_amount = excluded.auto_amount, auto_limit = excluded.auto_limit, auto_problem = excluded.auto_problem,"
        " connect = excluded.connect, onboarding = excluded.onboarding, frozen = excluded.frozen",
        toRow(payer));
}

Result<std::optional<TopUp>> PaymentStore::topUp(const TransferId& id)
{
    return oneOf(m_database, topUpFrom, "SELECT " WEFT_TOP_UP_COLUMNS " FROM top_up WHERE id = ?", {toSql(id)});
}

Result<std::optional<TopUp>> PaymentStore::topUpOfIntent(const std::string& intent)
{
    return oneOf(m_database, topUpFrom, "SELECT " WEFT_TOP_UP_COLUMNS " FROM top_up WHERE intent = ? AND intent <> ''",
        {textToSql(intent)});
}

Result<std::vector<TopUp>> PaymentStore::topUps(const AccountId& account)
{
    return allOf(m_database, topUpFrom,
        "SELECT " WEFT_TOP_UP_COLUMNS " FROM top_up WHERE account = ? ORDER BY created DESC, id", {toSql(account)});
}

Result<std::vector<TopUp>> PaymentStore::allTopUps()
{
    return allOf(m_database, topUpFrom, "SELECT " WEFT_TOP_UP_COLUMNS " FROM top_up ORDER BY created, id");
}

Done PaymentStore::write(const TopUp& topUp)
{
    return writeRow(m_database,
        "INSERT INTO top_up (" WEFT_TOP_UP_COLUMNS ") VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
        " ON CONFLICT (id) DO UPDATE SET stage = excluded.stage, automatic = excluded.automatic,"
        " save_card = excluded.save_card, paid = excluded.paid, fee = excluded.fee, session = excluded.session,"
        " url = excluded.url, intent = excluded.intent, charge = excluded.charge, method = excluded.method,"
        " receipt = excluded.receipt, problem = excluded.problem",
        toRow(topUp));
}

Result<std::optional<Refund>> PaymentStore::refund(const TransferId& id)
{
    return oneOf(m_database, refundFrom, "SELECT " WEFT_REFUND_COLUMNS " FROM refund WHERE id = ?", {toSql(id)});
}

Result<std::vector<Refund>> PaymentStore::refunds(const TransferId& topUp)
{
    return allOf(m_database, refundFrom,
        "SELECT " WEFT_REFUND_COLUMNS " FROM refund WHERE top_up = ? ORDER BY created, id", {toSql(topUp)});
}

Result<std::vector<Refund>> PaymentStore::allRefunds()
{
    return allOf(m_database, refundFrom, "SELECT " WEFT_REFUND_COLUMNS " FROM refund ORDER BY created, id");
}

Done PaymentStore::write(const Refund& refund)
{
    return writeRow(m_database,
        "INSERT INTO refund (" WEFT_REFUND_COLUMNS ") VALUES (?, ?, ?, ?, ?, ?, ?)"
        " ON CONFLICT (id) DO UPDATE SET stage = excluded.stage, stripe = excluded.stripe",
        toRow(refund));
}

Result<std::optional<Payout>> PaymentStore::payout(const TransferId& id)
{
    return oneOf(m_database, payoutFrom, "SELECT " WEFT_PAYOUT_COLUMNS " FROM payout WHERE id = ?", {toSql(id)});
}

Result<std::optional<Payout>> PaymentStore::payoutOfStripe(const std::string& transfer)
{
    return oneOf(m_database, payoutFrom, "SELECT " WEFT_PAYOUT_COLUMNS " FROM payout WHERE stripe = ? AND stripe <> ''",
        {textToSql(transfer)});
}

Result<std::vector<Payout>> PaymentStore::payouts(const AccountId& account)
{
    return allOf(m_database, payoutFrom,
        "SELECT " WEFT_PAYOUT_COLUMNS " FROM payout WHERE account = ? ORDER BY created DESC, id", {toSql(account)});
}

Result<std::vector<Payout>> PaymentStore::allPayouts()
{
    return allOf(m_database, payoutFrom, "SELECT " WEFT_PAYOUT_COLUMNS " FROM payout ORDER BY created, id");
}

Done PaymentStore::write(const Payout& payout)
{
    return writeRow(m_database,
        "INSERT INTO payout (" WEFT_PAYOUT_COLUMNS ") VALUES (?, ?, ?, ?, ?, ?, ?, ?)"
        " ON CONFLICT (id) DO UPDATE SET stage = excluded.stage, returned = excluded.returned,"
        " stripe = excluded.stripe, problem = excluded.problem",
        toRow(payout));
}

Result<std::optional<Dispute>> PaymentStore::dispute(const std::string& id)
{
    return oneOf(m_database, disputeFrom, "SELECT " WEFT_DISPUTE_COLUMNS " FROM dispute WHERE id = ?", {textToSql(id)});
}

Result<std::vector<Dispute>> PaymentStore::disputes(const TransferId& topUp)
{
    return allOf(m_database, disputeFrom,
        "SELECT " WEFT_DISPUTE_COLUMNS " FROM dispute WHERE top_up = ? ORDER BY created, id", {toSql(topUp)});
}

Result<std::vector<Dispute>> PaymentStore::allDisputes()
{
    return allOf(m_database, disputeFrom, "SELECT " WEFT_DISPUTE_COLUMNS " FROM dispute ORDER BY created, id");
}

Done PaymentStore::write(const Dispute& dispute)
{
    return writeRow(m_database,
        "INSERT INTO dispute (" WEFT_DISPUTE_COLUMNS ") VALUES (?, ?, ?, ?, ?, ?, ?)"
        " ON CONFLICT (id) DO UPDATE SET stage = excluded.stage, from_credits = excluded.from_credits,"
        " from_reserve = excluded.from_reserve, fee = excluded.fee",
        toRow(dispute));
}

Result<bool> PaymentStore::addEvent(const std::string& id, const std::string& type, UnixMillis now)
{
    WEFT_TRY(const int added,
        m_database.write("INSERT INTO stripe_event (id, type, received) VALUES (?, ?, ?) ON CONFLICT (id) DO NOTHING",
            {textToSql(id), textToSql(type), toSql(now)}));
    return added == 1;
}

Result<bool> PaymentStore::push(const OutboxRow& row)
{
    WEFT_TRY(const int added,
        m_database.write("INSERT INTO outbox (" WEFT_OUTBOX_COLUMNS
                         ") VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO NOTHING",
            toRow(row)));
    return added == 1;
}

Result<std::optional<OutboxRow>> PaymentStore::outbox(const TransferId& id)
{
    return oneOf(m_database, outboxFrom, "SELECT " WEFT_OUTBOX_COLUMNS " FROM outbox WHERE id = ?", {toSql(id)});
}

Result<std::vector<OutboxRow>> PaymentStore::dueOutbox(UnixMillis now, int limit)
{
    return allOf(m_database, outboxFrom,
        "SELECT " WEFT_OUTBOX_COLUMNS " FROM outbox WHERE is_open = 1 AND due <= ? ORDER BY due, id LIMIT ?",
        {toSql(now), toSql(std::int64_t{limit})});
}

Result<std::vector<OutboxRow>> PaymentStore::openOutbox()
{
    return allOf(
        m_database, outboxFrom, "SELECT " WEFT_OUTBOX_COLUMNS " FROM outbox WHERE is_open = 1 ORDER BY due, id");
}

Done PaymentStore::update(const OutboxRow& row)
{
    return writeRow(m_database, "UPDATE outbox SET due = ?, tries = ?, first_tried = ?, is_open = ? WHERE id = ?",
        {toSql(row.due), toSql(row.tries), toSql(row.firstTried), toSql(std::int64_t{row.open}), toSql(row.id)});
}

Result<std::int64_t> PaymentStore::askedSince(const std::string& subject, UnixMillis since)
{
    WEFT_TRY(const Row row,
        m_database.readOne(
            "SELECT count(*) FROM outbox WHERE subject = ? AND created > ?", {textToSql(subject), toSql(since)}));
    return std::int64_t{row[0].toLongLong()};
}

Done PaymentStore::makeOutboxDue(UnixMillis now)
{
    return writeRow(m_database, "UPDATE outbox SET due = ? WHERE is_open = 1 AND due > ?", {toSql(now), toSql(now)});
}

Result<std::vector<PaymentStore::Move>> PaymentStore::creditsIn(const AccountId& account, UnixMillis since)
{
    return allOf(m_database, moveFrom,
        "SELECT id, amount, created, 0 FROM transfer WHERE credit = ? AND created >= ? ORDER BY created, id",
        {toSql(creditsOf(account)), toSql(since)});
}

Result<Money> PaymentStore::creditsOut(const AccountId& account, UnixMillis since, UnixMillis before)
{
    WEFT_TRY(const Row row,
        m_database.readOne(kCreditsOutSql, {toSql(creditsOf(account)), toSql(since), toSql(before)}));
    return moneyAt(row, 0);
}

Result<std::vector<PaymentStore::Move>> PaymentStore::earningMoves(const AccountId& account, UnixMillis since)
{
    return allOf(m_database, moveFrom,
        "SELECT id, amount, created, CASE WHEN debit = ? THEN 1 ELSE 0 END FROM transfer"
        " WHERE credit = ? AND created > ? ORDER BY created, id",
        {toSql(kTransit), toSql(earningsOf(account)), toSql(since)});
}

Result<UnixMillis> PaymentStore::accountSince(const AccountId& account, UnixMillis now)
{
    WEFT_TRY(const Row row, m_database.readOne("SELECT min(added) FROM device WHERE account = ?", {toSql(account)}));
    if (row.empty() || row[0].isNull())
        return now;
    return UnixMillis{std::chrono::milliseconds(row[0].toLongLong())};
}

Result<std::optional<AccountId>> PaymentStore::accountOfMachine(const KeyHash& machine)
{
    return oneOf<AccountId>(m_database, [](const Row& row) { return idFromSql<AccountId>(row[0]); },
        "SELECT account FROM device WHERE machine = ?", {toSql(machine)});
}

Result<std::vector<AccountId>> PaymentStore::frozenAccounts()
{
    return allOf<AccountId>(m_database, [](const Row& row) { return idFromSql<AccountId>(row[0]); },
        "SELECT account FROM payer WHERE frozen <> 0");
}

Done PaymentStore::moveAccount(const AccountId& from, const AccountId& to)
{
    WEFT_CHECK(m_database.write("UPDATE top_up SET account = ? WHERE account = ?", {toSql(to), toSql(from)}));
    WEFT_CHECK(m_database.write("UPDATE payout SET account = ? WHERE account = ?", {toSql(to), toSql(from)}));
    WEFT_TRY(const Payer old, payer(from));
    WEFT_TRY(Payer joined, payer(to));
    joined.frozen |= old.frozen; // a freeze isn't shaken off by signing in elsewhere
    if (joined.connect.empty()) {
        joined.connect = old.connect;
        joined.onboarding = old.onboarding;
    }
    WEFT_CHECK(write(joined));
    WEFT_CHECK(m_database.write("DELETE FROM payer WHERE account = ?", {toSql(from)}));
    return {};
}

} // namespace weft::relay
