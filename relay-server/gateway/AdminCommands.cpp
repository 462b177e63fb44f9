// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "relay-server/gateway/AdminCommands.h"

#include "relay-server/gateway/RelayConfig.h"
#include "relay-server/payments/Reconciliation.h"
#include "relay-server/payments/StripeForm.h"

#include <QEventLoop>

#include <cstdio>

namespace weft::relay {

namespace {

constexpr int kMaxPages = 10'000;

int sayFailed(const Error& error)
{
    std::fprintf(stderr, "%s: %s\n", std::string(nameOf(error.code)).c_str(), error.detail.c_str());
    return 2;
}

/// What a command works on, in one transaction.
struct Desk {
    explicit Desk(Database& database)
        : store(database)
        , ledger(database)
        , payments(store, ledger, rules, gate)
    {
    }
    PaymentRules rules;
    OpenGate gate;
    PaymentStore store;
    SqlLedgerStore ledger;
    Payments payments;
};

using Work = std::function<Result<std::string>(Desk&)>;

int inOneTransaction(const QString& database, const Work& work)
{
    auto writer = Writer::start(database);
    if (!writer)
        return sayFailed(writer.error());
    const auto text = (*writer)->writeAndWait<std::string>([&](Database& open) {
        Desk desk(open);
        return work(desk);
    });
    if (!text)
        return sayFailed(text.error());
    std::printf("%s", text->c_str());
    return 0;
}

Result<AccountId> accountFrom(Desk& desk, const QString& name)
{
    if (name.size() == qsizetype(2 * AccountId::size))
        return AccountId::fromHex(name.toStdString());
    WEFT_TRY(const KeyHash machine, KeyHash::fromHex(name.toStdString()));
    WEFT_TRY(const auto account, desk.store.accountOfMachine(machine));
    if (!account)
        return Error{ErrorCode::ValueInvalid, "no such account"};
    return *account;
}

Result<std::string> share(Desk& desk)
{
    WEFT_TRY(const Book book, desk.ledger.book(kShare));
    return "share " + toCreditString(book.posted()) + "\n";
}

Result<std::string> payouts(Desk& desk)
{
    WEFT_TRY(const auto all, desk.store.allPayouts());
    std::string text;
    for (const Payout& payout : all) {
        const char* stage = payout.stage == PayoutStage::Paid ? "paid"
            : payout.stage == PayoutStage::Failed             ? "failed"
                                                              : "on its way";
        text += payout.id.hex() + " " + payout.account.hex() + " " + toCreditString(payout.amount) + " " + stage + " "
            + payout.stripe + " " + payout.problem + "\n";
    }
    return text;
}

Result<std::string> topUpsOf(Desk& desk, const QString& name)
{
    WEFT_TRY(const AccountId account, accountFrom(desk, name));
    WEFT_TRY(const auto all, desk.store.topUps(account));
    std::string text;
    for (const TopUp& topUp : all) {
        WEFT_TRY(const Money unspent, desk.payments.context().unspent(topUp));
        text += topUp.id.hex() + " " + toCreditString(topUp.amount) + " stage " + std::to_string(int(topUp.stage))
            + " unspent " + toCreditString(unspent) + " " + topUp.intent + "\n";
    }
    return text;
}

Result<std::string> freeze(Desk& desk, const QString& name, bool frozen)
{
    WEFT_TRY(const AccountId account, accountFrom(desk, name));
    WEFT_CHECK(desk.payments.setFrozen(account, frozen, unixNow()));
    return "account " + account.hex() + (frozen ? " is frozen\n" : " is free\n");
}

Result<std::string> refund(Desk& desk, const QString& name)
{
    WEFT_TRY(const TransferId id, TransferId::fromHex(name.toStdString()));
    WEFT_TRY(const auto topUp, desk.store.topUp(id));
    if (!topUp)
        return Error{ErrorCode::ValueInvalid, "no such top up"};
    WEFT_TRY(const Money before, desk.payments.context().refunded(*topUp));
    PaymentEffects effects;
    WEFT_CHECK(desk.payments.refunds().giveBack(effects, *topUp, Refunds::Why::Asked, unixNow()));
    WEFT_TRY(const Money after, desk.payments.context().refunded(*topUp));
    if (after == before)
        return Error{ErrorCode::NotRefundable, "nothing of it is unspent"};
    return "on its way back: " + toCreditString({after.micro - before.micro}) + "\n";
}

/// One page after the other, blocking: this is a command.
Result<Json> fetchAll(StripeApi& api, const char* path)
{
    Json all = Json::array();
    std::string after;
    for (int page = 0; page < kMaxPages; ++page) {
        Json form{{"limit", 100}};
        if (!after.empty())
            form["starting_after"] = after;
        StripeAnswer answer;
        QEventLoop loop;
        api.send({"GET", path, formText(form), {}}, [&](StripeAnswer got) {
            answer = std::move(got);
            loop.quit();
        });
        loop.exec();
        if (answer.kind != StripeAnswer::Kind::Done)
            return answer.error;
        for (const Json& one : memberAt(answer.body, "data"))
            all.push_back(one);
        if (!boolAt(answer.body, "has_more") || all.empty())
            return all;
        after = stringAt(all.back(), "id");
    }
    return Error{ErrorCode::LimitExceeded, "too much to compare"};
}

Result<StripeSide> fetchStripeSide(StripeApi& api)
{
    StripeSide side;
    WEFT_TRY(side.balanceTransactions, fetchAll(api, "/v1/balance_transactions"));
    WEFT_TRY(side.charges, fetchAll(api, "/v1/charges"));
    WEFT_TRY(side.refunds, fetchAll(api, "/v1/refunds"));
    WEFT_TRY(side.transfers, fetchAll(api, "/v1/transfers"));
    WEFT_TRY(side.disputes, fetchAll(api, "/v1/disputes"));
    return side;
}

int printDifferences(const QString& path, const StripeSide& side)
{
    auto database = Database::open(path, Database::Mode::ReadOnly);
    if (!database)
        return sayFailed(database.error());
    if (const Done begun = (**database).beginReading(); !begun)
        return sayFailed(begun.error());
    PaymentStore store(**database);
    SqlLedgerStore ledger(**database);
    const auto found = reconcile(store, ledger, side);
    if (!found)
        return sayFailed(found.error());
    for (const std::string& what : found->waiting)
        std::printf("waiting: %s\n", what.c_str());
    for (const std::string& what : found->differences)
        std::printf("DIFFERENT: %s\n", what.c_str());
    if (found->differences.empty())
        std::printf("Stripe and the ledger agree\n");
    return found->differences.empty() ? 0 : 1;
}

int reconcileWithStripe(const AdminOptions& options)
{
    QStringList arguments{QStringLiteral("weft-relay"), QStringLiteral("--payments"), QStringLiteral("stripe"),
        QStringLiteral("--stripe-webhook-secrets"), QStringLiteral("none")};
    if (!options.keyFile.isEmpty())
        arguments += {QStringLiteral("--stripe-key-file"), options.keyFile};
    if (!options.stripeUrl.isEmpty())
        arguments += {QStringLiteral("--stripe-url"), options.stripeUrl};
    const auto config = RelayConfig::fromArguments(arguments);
    if (!config)
        return sayFailed(config.error());
    StripeApi api(config->payments.api);
    const auto side = fetchStripeSide(api);
    return side ? printDifferences(options.database, *side) : sayFailed(side.error());
}

} // namespace

std::optional<int> runPaymentCommand(const QStringList& words, const AdminOptions& options)
{
    const QString command = words.value(1);
    const QString what = words.value(2);
    const auto is = [&](const char* name, int count) {
        return command == QLatin1String(name) && words.size() == count;
    };
    if (is("reconcile", 2))
        return reconcileWithStripe(options);
    if (is("share", 2))
        return inOneTransaction(options.database, share);
    if (is("payouts", 2))
        return inOneTransaction(options.database, payouts);
    if (is("topups", 3))
        return inOneTransaction(options.database, [&](Desk& desk) { return topUpsOf(desk, what); });
    if (is("freeze", 3))
        return inOneTransaction(options.database, [&](Desk& desk) { return freeze(desk, what, true); });
    if (is("unfreeze", 3))
        return inOneTransaction(options.database, [&](Desk& desk) { return freeze(desk, what, false); });
    if (is("refund", 3))
        return inOneTransaction(options.database, [&](Desk& desk) { return refund(desk, what); });
    return std::nullopt;
}

} // namespace weft::relay
