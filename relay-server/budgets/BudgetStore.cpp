// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "relay-server/budgets/BudgetStore.h"

namespace weft::relay {

#define WEFT_BUDGET_COLUMNS "budget, token, owner, name, bought, created, revoked"

namespace {

Result<BudgetRow> budgetFrom(const Row& row)
{
    BudgetRow found;
    WEFT_TRY(found.budget, idFromSql<AccountId>(row[0]));
    WEFT_TRY(found.token, idFromSql<Hash256>(row[1]));
    WEFT_TRY(found.owner, idFromSql<AccountId>(row[2]));
    found.name = textAt(row, 3);
    found.bought = moneyAt(row, 4);
    found.created = timeAt(row, 5);
    found.revoked = maybeTimeAt(row, 6);
    return found;
}

} // namespace

Result<std::optional<BudgetRow>> BudgetStore::ofToken(const Hash256& token)
{
    return oneOf(m_database, budgetFrom, "SELECT " WEFT_BUDGET_COLUMNS " FROM gateway_token WHERE token = ?", {toSql(token)});
}

Result<std::optional<BudgetRow>> BudgetStore::ofBudget(const AccountId& budget)
{
    return oneOf(
        m_database, budgetFrom, "SELECT " WEFT_BUDGET_COLUMNS " FROM gateway_token WHERE budget = ?", {toSql(budget)});
}

Result<std::vector<BudgetRow>> BudgetStore::ofOwner(const AccountId& owner, std::int64_t limit)
{
    return allOf(m_database, budgetFrom,
        "SELECT " WEFT_BUDGET_COLUMNS " FROM gateway_token WHERE owner = ?"
        " ORDER BY CASE WHEN revoked IS NULL THEN 0 ELSE 1 END, created DESC, budget LIMIT ?",
        {toSql(owner), toSql(limit)});
}

Result<std::int64_t> BudgetStore::liveCountOf(const AccountId& owner)
{
    WEFT_TRY(const Row row,
        m_database.readOne("SELECT COUNT(*) FROM gateway_token WHERE owner = ? AND revoked IS NULL", {toSql(owner)}));
    return std::int64_t(row[0].toLongLong());
}

Result<std::vector<BudgetRow>> BudgetStore::all()
{
    return allOf(m_database, budgetFrom, "SELECT " WEFT_BUDGET_COLUMNS " FROM gateway_token ORDER BY budget");
}

Result<std::vector<Hash256>> BudgetStore::liveTokens()
{
    WEFT_TRY(const auto rows, m_database.read("SELECT token FROM gateway_token WHERE revoked IS NULL"));
    std::vector<Hash256> found;
    for (const Row& row : rows) {
        WEFT_TRY(found.emplace_back(), idFromSql<Hash256>(row[0]));
    }
    return found;
}

Done BudgetStore::insert(const BudgetRow& row)
{
    WEFT_CHECK(
        m_database.write("INSERT INTO gateway_token (" WEFT_BUDGET_COLUMNS ") VALUES (?, ?, ?, ?, ?, ?, ?)",
            {toSql(row.budget), toSql(row.token), toSql(row.owner), textToSql(row.name), toSql(row.bought),
                toSql(row.created), toSql(row.revoked)}));
    return {};
}

Done BudgetStore::setRevoked(const AccountId& budget, UnixMillis now)
{
    WEFT_CHECK(m_database.write("UPDATE gateway_token SET revoked = ? WHERE budget = ? AND revoked IS NULL",
        {toSql(now), toSql(budget)}));
    return {};
}

Done BudgetStore::moveOwner(const AccountId& from, const AccountId& to)
{
    WEFT_CHECK(m_database.write("UPDATE gateway_token SET owner = ? WHERE owner = ?", {toSql(to), toSql(from)}));
    return {};
}

} // namespace weft::relay
