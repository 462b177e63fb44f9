// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "relay-server/budgets/BudgetBank.h"

namespace weft::relay {

using namespace protocol::relay;

namespace {

/// Derived, so that nobody can choose an id that a job's settlement will need.
TransferId boughtId(const Hash256& token)
{
    return derivedFrom<TransferId>({bytesOf("weft gateway token bought v1"), token.view()});
}

TransferId backId(const AccountId& budget, ByteView step)
{
    return derivedFrom<TransferId>({bytesOf("weft gateway token back v1"), budget.view(), step});
}

Error unknownToken()
{
    return {ErrorCode::RelayRefused, "this gateway token is unknown or revoked", {{"reason", "token"}}};
}

Error notYours()
{
    return {ErrorCode::RelayRefused, "not a gateway token of this account", {{"reason", "gateway-token"}}};
}

RequestHold plainHold(const RequestGatewayHold& request)
{
    return {request.id, request.job, request.provider, request.jobKey, request.jobPublicKey, request.amount,
        request.deadlineSeconds};
}

} // namespace

Done BudgetBank::buy(const AccountId& owner, const BuyGatewayToken& request, UnixMillis now)
{
    WEFT_TRY(const auto known, m_rows.ofToken(request.token));
    if (known)
        return known->owner == owner && known->bought == request.amount && known->name == request.name ? Done {}
                                                                                                       : Done {notYours()};
    WEFT_CHECK(m_jobs.checkMayPay(owner));
    WEFT_TRY(const std::int64_t live, m_rows.liveCountOf(owner));
    if (live >= kMostLive)
        return Error {ErrorCode::LimitExceeded, "too many gateway tokens", {{"limit", std::to_string(kMostLive)}}};
    const AccountId budget = budgetAccountOf(request.token);
    WEFT_CHECK(m_store.post({boughtId(request.token), {}, creditsOf(owner), creditsOf(budget), request.amount, now}));
    return m_rows.insert({budget, request.token, owner, request.name, request.amount, now, std::nullopt});
}

Done BudgetBank::giveBack(const BudgetRow& row, ByteView step, UnixMillis now)
{
    WEFT_TRY(const Book book, m_store.book(creditsOf(row.budget)));
    if (book.available().micro <= 0)
        return {};
    return m_store.post({backId(row.budget, step), {}, book.id, creditsOf(row.owner), book.available(), now});
}

Done BudgetBank::revoke(const BudgetRow& row, UnixMillis now)
{
    if (row.revoked)
        return {};
    WEFT_CHECK(m_rows.setRevoked(row.budget, now));
    return giveBack(row, bytesOf("revoked"), now);
}

Done BudgetBank::revoke(const AccountId& owner, const Hash256& token, UnixMillis now)
{
    WEFT_TRY(const auto row, m_rows.ofToken(token));
    return row && row->owner == owner ? revoke(*row, now) : Done {notYours()};
}

Done BudgetBank::revokeAll(const AccountId& owner, UnixMillis now)
{
    for (;;) { // accounts that were joined may have more than one may make
        WEFT_TRY(const auto rows, m_rows.ofOwner(owner, kMostLive));
        if (rows.empty() || rows.front().revoked)
            return {};
        for (const BudgetRow& row : rows)
            WEFT_CHECK(revoke(row, now));
    }
}

Result<std::vector<GatewayTokenListed>> BudgetBank::list(const AccountId& owner, std::int64_t id)
{
    WEFT_TRY(const auto rows, m_rows.ofOwner(owner, kMostListed));
    std::vector<GatewayTokenListed> listed;
    for (const BudgetRow& row : rows) {
        WEFT_TRY(const Book book, m_store.book(creditsOf(row.budget)));
        listed.push_back({id, row.token, row.name, row.bought, book.available(), book.debitsPending,
            std::int64_t(row.created.time_since_epoch().count()), row.revoked.has_value()});
    }
    return listed;
}

/// A frozen member's tokens rest as well.
Result<BudgetRow> BudgetBank::live(std::optional<BudgetRow> row)
{
    if (!row || row->revoked)
        return unknownToken();
    WEFT_CHECK(m_jobs.checkMayPay(row->owner));
    return std::move(*row);
}

Result<BudgetBank::Purse> BudgetBank::purseOf(const Hash256& token)
{
    WEFT_TRY(auto found, m_rows.ofToken(token));
    WEFT_TRY(const BudgetRow row, live(std::move(found)));
    WEFT_TRY(const Book book, m_store.book(creditsOf(row.budget)));
    return Purse {row.budget, row.owner, book.available()};
}

Result<Outbox> BudgetBank::hold(const KeyHash& gateway, const std::optional<Party>& provider,
    const RequestGatewayHold& request, UnixMillis now)
{
    WEFT_TRY(auto found, m_rows.ofBudget(request.budget));
    WEFT_TRY(const BudgetRow row, live(std::move(found)));
    return m_jobs.requestHold({row.budget, gateway}, provider, plainHold(request), now, false);
}

Done BudgetBank::resolved(const Hold& hold, UnixMillis now)
{
    WEFT_TRY(const auto row, m_rows.ofBudget(hold.buyer.account));
    return row && row->revoked ? giveBack(*row, hold.job.view(), now) : Done {};
}

Result<std::vector<std::string>> checkBudgets(Database& database, LedgerStore& store)
{
    std::vector<std::string> broken;
    WEFT_TRY(const auto rows, BudgetStore(database).all());
    for (const BudgetRow& row : rows) {
        const std::string name = "gateway token " + row.token.hex();
        WEFT_TRY(const auto paid, store.transfer(boughtId(row.token)));
        if (!paid || paid->amount != row.bought || paid->credit != creditsOf(row.budget))
            broken.push_back(name + " wasn't paid for");
        if (row.budget != budgetAccountOf(row.token))
            broken.push_back(name + " has another's budget");
        WEFT_TRY(const Book book, store.book(creditsOf(row.budget)));
        if (row.revoked && book.available().micro != 0)
            broken.push_back(name + " is revoked and holds " + toCreditString(book.available()) + " credits");
    }
    return broken;
}

} // namespace weft::relay
