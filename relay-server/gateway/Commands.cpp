// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "relay-server/gateway/Commands.h"

#include "relay-server/gateway/AdminCommands.h"
#include "relay-server/gateway/JobDesk.h"
#include "relay-server/gateway/RelayCrypto.h"
#include "relay-server/ledger/LedgerCheck.h"
#include "relay-server/ledger/Statement.h"

#include <QCommandLineParser>

#include <climits>
#include <cstdio>

namespace weft::relay {

namespace {

enum Exit { Fine = 0, Broken = 1, Failed = 2 };

int failed(const Error& error)
{
    std::string args;
    for (const auto& [key, value] : error.args)
        args += " " + key + "=" + value;
    std::fprintf(stderr, "%s: %s%s\n", std::string(nameOf(error.code)).c_str(), error.detail.c_str(), args.c_str());
    return Failed;
}

int check(Database& database)
{
    SqlLedgerStore store(database);
    const auto broken = checkLedger(store);
    if (!broken)
        return failed(broken.error());
    const auto blind = checkBlindCredits(database, store);
    if (!blind)
        return failed(blind.error());
    const auto budgets = checkBudgets(database, store);
    if (!budgets)
        return failed(budgets.error());
    for (const auto* all : {&*broken, &*blind, &*budgets}) {
        for (const std::string& what : *all)
            std::printf("BROKEN: %s\n", what.c_str());
    }
    if (!broken->empty() || !blind->empty() || !budgets->empty())
        return Broken;
    std::printf("the books balance\n");
    return Fine;
}

int show(Database& database)
{
    SqlLedgerStore store(database);
    const auto all = showLedger(store);
    if (!all)
        return failed(all.error());
    std::printf("%s\n", toJsonText(*all, 2).c_str());
    return Fine;
}

int ledger(const QString& command, const QString& path)
{
    auto database = Database::open(path, Database::Mode::ReadOnly);
    if (!database)
        return failed(database.error());
    // One snapshot, also while the relay writes.
    if (const Done begun = (**database).beginReading(); !begun)
        return failed(begun.error());
    if (command == QLatin1String("check"))
        return check(**database);
    return show(**database);
}

/// An account by its id, or by the key hash of one of its machines.
Result<AccountId> accountNamed(Database& database, const QString& name)
{
    if (name.size() == qsizetype(2 * AccountId::size))
        return AccountId::fromHex(name.toStdString());
    WEFT_TRY(const KeyHash machine, KeyHash::fromHex(name.toStdString()));
    return Accounts(database).accountOf(machine);
}

/// Gives credits to an account, from the operator's book.
Result<protocol::relay::Balance> grant(
    Database& database, const QString& name, const QString& amount, const QString& id)
{
    WEFT_TRY(const AccountId account, accountNamed(database, name));
    WEFT_TRY(const Money money, parseCredits(amount.toStdString()));
    TransferId transfer = randomId<TransferId>(systemRandom());
    if (!id.isEmpty()) {
        WEFT_TRY(transfer, TransferId::fromHex(id.toStdString()));
    }
    SqlLedgerStore store(database);
    // The operator may give without bounds: what was given is seen in the grants book.
    WEFT_TRY(const Book grants, store.book(kGrants));
    WEFT_TRY(const Money given, minus(grants.debitsPosted, grants.creditsPosted));
    WEFT_TRY(const Money overdraft, plus(given, money));
    WEFT_CHECK(store.openBook(kGrants, std::max(overdraft, grants.overdraft)));
    WEFT_CHECK(store.post({transfer, {}, kGrants, creditsOf(account), money, unixNow()}));
    return balanceOf(store, account);
}

Result<std::string> statementText(Database& database, const QString& account, bool json)
{
    WEFT_CHECK(database.beginReading());
    WEFT_TRY(const AccountId id, accountNamed(database, account));
    SqlLedgerStore store(database);
    WEFT_TRY(const auto lines, store.statement(id, UnixMillis{}, UnixMillis::max(), INT_MAX));
    return json ? toJsonText(toJson(lines), 2) + "\n" : toCsv(lines);
}

int statement(const QString& account, const QString& path, bool json)
{
    auto database = Database::open(path, Database::Mode::ReadOnly);
    if (!database)
        return failed(database.error());
    const auto text = statementText(**database, account, json);
    if (!text)
        return failed(text.error());
    std::fwrite(text->data(), 1, text->size(), stdout);
    return Fine;
}

int admin(const QStringList& words, const QString& path, const QString& id)
{
    if (words.size() != 4 || words[1] != QLatin1String("grant"))
        return failed({ErrorCode::SettingInvalid,
            "weft-relay admin grant --database WHERE ACCOUNT CREDITS; admin statement|topups|freeze|unfreeze "
            "--database "
            "WHERE ACCOUNT; admin refund --database WHERE TOPUP; admin share|payouts|reconcile --database WHERE"});
    auto writer = Writer::start(path);
    if (!writer)
        return failed(writer.error());
    const auto balance = (*writer)->writeAndWait<protocol::relay::Balance>(
        [&](Database& database) { return grant(database, words[2], words[3], id); });
    if (!balance)
        return failed(balance.error());
    std::printf("available %s\n", toCreditString(balance->available).c_str());
    return Fine;
}

} // namespace

std::optional<int> runCommand(const QStringList& arguments)
{
    if (arguments.size() < 2 || (arguments[1] != QLatin1String("ledger") && arguments[1] != QLatin1String("admin")))
        return std::nullopt;
    QCommandLineParser parser;
    const QCommandLineOption database(QStringLiteral("database"),
        QStringLiteral("The ledger: a file, or postgresql://user@host:port/name."), QStringLiteral("where"));
    const QCommandLineOption id(QStringLiteral("id"), QStringLiteral("The transfer's id."), QStringLiteral("hex"));
    const QCommandLineOption json(QStringLiteral("json"), QStringLiteral("As JSON."));
    const QCommandLineOption csv(QStringLiteral("csv"), QStringLiteral("As CSV."));
    const QCommandLineOption key(
        QStringLiteral("stripe-key-file"), QStringLiteral("Stripe's key."), QStringLiteral("file"));
    const QCommandLineOption url(
        QStringLiteral("stripe-url"), QStringLiteral("Another Stripe."), QStringLiteral("url"));
    parser.addOptions({database, id, json, csv, key, url});
    if (!parser.parse(arguments) || !parser.isSet(database))
        return failed({ErrorCode::SettingInvalid, "weft-relay ledger check|show --database WHERE"});
    const QStringList words = parser.positionalArguments();
    if (words.size() == 3 && words[0] == QLatin1String("admin") && words[1] == QLatin1String("statement"))
        return statement(words[2], parser.value(database), parser.isSet(json));
    const AdminOptions options{parser.value(database), parser.value(key), parser.value(url)};
    if (words[0] == QLatin1String("admin")) {
        if (const auto exit = runPaymentCommand(words, options))
            return exit;
    }
    if (words[0] == QLatin1String("admin"))
        return admin(words, parser.value(database), parser.value(id));
    if (words.size() != 2 || (words[1] != QLatin1String("check") && words[1] != QLatin1String("show")))
        return failed({ErrorCode::SettingInvalid, "weft-relay ledger check|show --database WHERE"});
    return ledger(words[1], parser.value(database));
}

} // namespace weft::relay
