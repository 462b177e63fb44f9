// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "relay-server/ledger/Statement.h"

#include "relay-server/ledger/BudgetAccount.h"
#include "relay-server/ledger/LedgerCheck.h"

#include <QDateTime>

#include <algorithm>
#include <tuple>

namespace weft::relay {

using protocol::relay::StatementKind;
using protocol::relay::StatementListed;

namespace {

struct KindRule {
    BookKind mine;
    bool incoming;
    BookKind other;
    StatementKind kind;
};

constexpr KindRule kKindRules[] = {
    {BookKind::Credits, true, BookKind::Stripe, StatementKind::TopUp},
    {BookKind::Credits, false, BookKind::Clearing, StatementKind::Run},
    {BookKind::Earnings, true, BookKind::Clearing, StatementKind::Earning},
    {BookKind::Credits, false, BookKind::Transit, StatementKind::Refund},
    {BookKind::Credits, true, BookKind::Transit, StatementKind::Refund}, // one that Stripe refused came back
    {BookKind::Earnings, false, BookKind::Transit, StatementKind::Payout},
    {BookKind::Earnings, true, BookKind::Transit, StatementKind::PayoutReturned},
    {BookKind::Credits, true, BookKind::Promotion, StatementKind::Trial}, // before they had a book of their own
    {BookKind::Trial, true, BookKind::Promotion, StatementKind::Trial},
    {BookKind::Trial, false, BookKind::Promotion, StatementKind::Trial}, // a second trial, after two accounts were joined
    {BookKind::Credits, true, BookKind::Grants, StatementKind::Grant},
    {BookKind::Credits, false, BookKind::Disputes, StatementKind::Dispute},
    {BookKind::Credits, true, BookKind::Disputes, StatementKind::DisputeWon},
    {BookKind::Credits, false, BookKind::Blind, StatementKind::Blind},
    {BookKind::Credits, true, BookKind::Blind, StatementKind::Blind},
};

bool isAccountBook(const BookId& id)
{
    return id.kind == BookKind::Credits || id.kind == BookKind::Earnings || id.kind == BookKind::Trial;
}

/// What a run takes of the trial credits, and gives back, is on the statement as what the run costs.
bool isWithinCredits(const Transfer& transfer)
{
    const auto between = [](const BookId& a, const BookId& b) {
        return a.owner == b.owner && a.kind == BookKind::Credits && b.kind == BookKind::Trial;
    };
    return between(transfer.debit, transfer.credit) || between(transfer.credit, transfer.debit);
}

std::string isoTime(UnixMillis time)
{
    return QDateTime::fromMSecsSinceEpoch(time.time_since_epoch().count(), Qt::UTC)
        .toString(Qt::ISODateWithMs)
        .toStdString();
}

Money signedAmount(const StatementLine& line)
{
    return {line.incoming ? line.transfer.amount.micro : -line.transfer.amount.micro};
}

std::string jobOf(const StatementLine& line)
{
    return line.transfer.hold.isNull() ? std::string() : line.transfer.hold.hex();
}

} // namespace

bool isOnStatement(const StatementLine& line, const AccountId& account)
{
    return isAccountBook(line.book()) && line.book().owner == account && !isWithinCredits(line.transfer);
}

std::vector<StatementLine> newestFirst(std::vector<StatementLine> lines, int limit)
{
    std::sort(lines.begin(), lines.end(), [](const StatementLine& a, const StatementLine& b) {
        return std::tie(b.transfer.created, b.transfer.id, b.incoming)
            < std::tie(a.transfer.created, a.transfer.id, a.incoming);
    });
    if (lines.size() > std::size_t(std::max(0, limit)))
        lines.resize(std::size_t(std::max(0, limit)));
    return lines;
}

StatementKind kindOf(const StatementLine& line)
{
    const BookId& mine = line.book();
    const BookId& other = line.incoming ? line.transfer.debit : line.transfer.credit;
    if (isBudget(other.owner))
        return StatementKind::GatewayToken;
    if (isAccountBook(other))
        return other.owner == mine.owner ? StatementKind::EarningsToCredits : StatementKind::Joined;
    for (const KindRule& rule : kKindRules) {
        if (rule.mine == mine.kind && rule.incoming == line.incoming && rule.other == other.kind)
            return rule.kind;
    }
    return StatementKind::Other;
}

std::string_view nameOf(StatementKind kind)
{
    switch (kind) {
    case StatementKind::TopUp:
        return "top up";
    case StatementKind::Run:
        return "run";
    case StatementKind::Earning:
        return "earning";
    case StatementKind::Refund:
        return "refund";
    case StatementKind::Payout:
        return "payout";
    case StatementKind::PayoutReturned:
        return "payout returned";
    case StatementKind::EarningsToCredits:
        return "earnings to credits";
    case StatementKind::Trial:
        return "trial";
    case StatementKind::Grant:
        return "grant";
    case StatementKind::Dispute:
        return "dispute";
    case StatementKind::DisputeWon:
        return "dispute won";
    case StatementKind::Blind:
        return "blind credits";
    case StatementKind::Joined:
        return "joined";
    case StatementKind::GatewayToken:
        return "gateway token";
    case StatementKind::Other:
        break;
    }
    return "other";
}

StatementListed toListed(const StatementLine& line, std::int64_t id)
{
    StatementListed listed;
    listed.id = id;
    listed.transfer = line.transfer.id;
    listed.createdUnixMillis = line.transfer.created.time_since_epoch().count();
    listed.kind = int(kindOf(line));
    listed.ofEarnings = line.book().kind == BookKind::Earnings;
    listed.amount = signedAmount(line);
    listed.job = line.transfer.hold;
    return listed;
}

std::string toCsv(const std::vector<StatementLine>& lines)
{
    std::string csv = "time,kind,book,amount,job,transfer\r\n"; // no field needs quotes
    for (const StatementLine& line : lines) {
        csv += isoTime(line.transfer.created) + ",";
        csv.append(nameOf(kindOf(line))).append(",").append(nameOf(line.book().kind)).append(",");
        csv += toCreditString(signedAmount(line)) + "," + jobOf(line) + "," + line.transfer.id.hex() + "\r\n";
    }
    return csv;
}

Json toJson(const std::vector<StatementLine>& lines)
{
    Json all = Json::array();
    for (const StatementLine& line : lines) {
        all.push_back({{"time", isoTime(line.transfer.created)}, {"kind", nameOf(kindOf(line))},
            {"book", nameOf(line.book().kind)}, {"amount", toCreditString(signedAmount(line))}, {"job", jobOf(line)},
            {"transfer", line.transfer.id.hex()}});
    }
    return all;
}

} // namespace weft::relay
