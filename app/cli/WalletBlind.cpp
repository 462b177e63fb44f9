// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/WalletBlind.h"

#include "app/account/DeviceIdentity.h"
#include "app/cli/Cli.h"
#include "app/cli/RelayOptions.h"
#include "app/cli/RelayProgram.h"
#include "app/engines/MarketLink.h"
#include "app/language/ErrorText.h"
#include "app/wallet/blind/BlindTexts.h"

#include <QCoreApplication>

namespace weft {

namespace {

constexpr std::chrono::seconds kRelayAnswers {20};
constexpr std::chrono::seconds kHoldsEnd {1};

QString creditsOf(Money amount) { return QString::fromStdString(toCreditString(amount)); }

/// The mistake, or an empty text.
QString takeWords(BlindArguments& arguments, const QStringList& words)
{
    using Action = BlindArguments::Action;
    const QString action = words.value(0);
    const qsizetype wanted = action == QStringLiteral("withdraw") ? 2 : 1;
    const bool isKnown = action == QStringLiteral("withdraw") || action == QStringLiteral("show") || action == QStringLiteral("deposit");
    if (!isKnown || words.size() != wanted)
        return QCoreApplication::translate("Cli", "There are withdraw AMOUNT, show and deposit.");
    if (action == QStringLiteral("show"))
        return {};
    arguments.action = wanted == 2 ? Action::Withdraw : Action::Deposit;
    if (wanted == 1)
        return {};
    const auto amount = parseCredits(words[1].toStdString());
    if (!amount || *amount < protocol::relay::kBlindUnit || *amount > kMaxAmount)
        return QCoreApplication::translate("Cli", "How many credits? A number such as 20 or 0.5, at least 0.01.");
    arguments.amount = *amount;
    return {};
}

void show(const TokenPurse& purse)
{
    printLine(QCoreApplication::translate("Cli", "Blind credits: %1; paid and not settled: %2.").arg(creditsOf(purse.worth()), creditsOf(purse.underWay())));
    std::map<int, int> counts;
    for (const BlindToken& token : purse.tokens())
        ++counts[token.power];
    for (const auto& [power, count] : counts)
        printLine(QStringLiteral("  %1 × %2").arg(count).arg(creditsOf(protocol::relay::blindWorth(power))));
    for (const BlindKeys& keys : purse.allKeys())
        printLine(QCoreApplication::translate("Cli", "Keys of epoch %1: %2. Everybody at this relay must see the same.")
                      .arg(keys.epoch)
                      .arg(QString::fromStdString(blindKeysHash(keys).hex())));
}

QCoro::Task<Done> carryOut(BlindArguments arguments)
{
    auto blind = MarketLink::openBlind(arguments.relay, arguments.home, systemRandom());
    if (!blind)
        co_return blind.error();
    auto waiting = (*blind)->waitReady(kRelayAnswers);
    const Done ready = co_await waiting;
    if (!ready)
        co_return ready.error();
    BlindWallet& wallet = *(*blind)->wallet();
    std::unique_ptr<MarketLink> account;
    if (arguments.action != BlindArguments::Action::Show) {
        WEFT_CO_TRY(account, MarketLink::open(arguments.relay, arguments.home, systemRandom()));
        auto joining = account->waitReady(kRelayAnswers);
        const Done joined = co_await joining;
        if (!joined)
            co_return joined.error();
    }
    RelayConnection* const login = account ? &account->connection() : nullptr;
    auto recovering = wallet.recover(login);
    const Done recovered = co_await recovering;
    if (!recovered)
        co_return recovered.error();
    if (arguments.action == BlindArguments::Action::Withdraw) {
        if (wallet.purse().allKeys().empty()) // the first time
            printError(blindCreditsNotice());
        auto withdrawing = wallet.withdraw(login, arguments.amount);
        const auto got = co_await withdrawing;
        if (!got)
            co_return got.error();
    } else if (arguments.action == BlindArguments::Action::Deposit) {
        auto depositing = wallet.deposit(login);
        const auto gone = co_await depositing;
        if (!gone)
            co_return gone.error();
    }
    auto settling = wallet.settle(kHoldsEnd);
    (void)co_await settling;
    show(wallet.purse());
    co_return Done {};
}

QCoro::Task<int> carryOutAndSay(BlindArguments arguments)
{
    auto carrying = carryOut(std::move(arguments));
    const Done done = co_await carrying;
    if (!done)
        printError(sentenceFor(done.error()));
    co_return done ? 0 : 1;
}

} // namespace

std::variant<BlindArguments, Usage> parseBlindArguments(const QStringList& words)
{
    QCommandLineParser parser;
    parser.setApplicationDescription(blindCreditsNotice());
    const QCommandLineOption help = parser.addHelpOption();
    const QCommandLineOption relay(QStringLiteral("relay"), QCoreApplication::translate("Cli", "The relay whose credits they are."), QStringLiteral("URL"));
    const QCommandLineOption home(QStringLiteral("home"), QCoreApplication::translate("Cli", "The folder of this user's key and cache (default: the usual one, or WEFT_HOME)."), QStringLiteral("DIR"));
    parser.addOptions({relay, home, proxyOption()});
    parser.addPositionalArgument(QStringLiteral("COMMAND"), QCoreApplication::translate("Cli", "There are withdraw AMOUNT, show and deposit."), QStringLiteral("withdraw AMOUNT | show | deposit"));
    const bool parsed = parser.parse(QStringList {QStringLiteral("weft wallet blind")} + words);
    if (parsed && parser.isSet(help))
        return Usage {parser.helpText(), false};
    if (!parsed)
        return Usage {parser.errorText(), true};
    BlindArguments arguments;
    QString mistake = takeWords(arguments, parser.positionalArguments());
    if (mistake.isEmpty())
        mistake = takeProxy(parser);
    if (mistake.isEmpty())
        mistake = takeRelay(parser.value(relay), arguments.relay);
    if (!mistake.isEmpty())
        return Usage {mistake, true};
    arguments.home = parser.isSet(home) ? parser.value(home) : defaultHome();
    return arguments;
}

int runWalletBlind(const QStringList& words)
{
    const auto parsed = parseBlindArguments(words);
    if (const auto* usage = std::get_if<Usage>(&parsed))
        return showUsage(*usage);
    return runToEnd([&parsed] { return carryOutAndSay(std::get<BlindArguments>(parsed)); });
}

} // namespace weft
