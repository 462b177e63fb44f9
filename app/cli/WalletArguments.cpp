// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/WalletArguments.h"

#include "app/account/DeviceIdentity.h"
#include "app/cli/RelayOptions.h"
#include "app/models/ModelSettings.h"
#include "app/wallet/WalletText.h"

#include <QCommandLineParser>
#include <QCoreApplication>

#include <optional>

namespace weft {

namespace {

using Action = WalletArguments::Action;

struct ActionWord {
    const char* word;
    Action action;
    int least; // words behind it
    int most;
};

constexpr std::array kActionWords{ActionWord{"show", Action::Show, 0, 0}, ActionWord{"top-up", Action::TopUp, 1, 1},
    ActionWord{"history", Action::History, 0, 0}, ActionWord{"refund", Action::Refund, 1, 1},
    ActionWord{"card", Action::Card, 0, 1}, ActionWord{"auto-top-up", Action::AutoTopUp, 0, 1},
    ActionWord{"onboard", Action::Onboard, 0, 0}, ActionWord{"payout", Action::Payout, 1, 1},
    ActionWord{"to-credits", Action::ToCredits, 1, 1}};

QString walletCommands()
{
    return QCoreApplication::translate("Cli",
        "There are show, top-up AMOUNT, history, refund ID, card [save | remove], auto-top-up [off], onboard, payout "
        "AMOUNT and to-credits AMOUNT. Amounts are credits; 100 credits are $1.");
}

/// The options, kept together while the words are read.
struct WalletOptions {
    QCommandLineOption relay{QStringLiteral("relay"),
        QCoreApplication::translate("Cli", "The relay whose account is meant (default: the one in the settings)."),
        QStringLiteral("URL")};
    QCommandLineOption home{QStringLiteral("home"),
        QCoreApplication::translate(
            "Cli", "The folder of this user's key and cache (default: the usual one, or WEFT_HOME)."),
        QStringLiteral("DIR")};
    QCommandLineOption noBrowser{QStringLiteral("no-browser"),
        QCoreApplication::translate("Cli", "Only print the address of the payment service's page.")};
    QCommandLineOption saveCard{QStringLiteral("save-card"),
        QCoreApplication::translate("Cli", "Let the payment service keep the card, for automatic top ups.")};
    QCommandLineOption csv{QStringLiteral("csv"), QCoreApplication::translate("Cli", "As CSV.")};
    QCommandLineOption json{QStringLiteral("json"), QCoreApplication::translate("Cli", "As JSON.")};
    QCommandLineOption since{QStringLiteral("since"),
        QCoreApplication::translate("Cli", "Only what happened from this day on, such as 2026-11-01."),
        QStringLiteral("DATE")};
    QCommandLineOption below{QStringLiteral("below"),
        QCoreApplication::translate("Cli", "Automatic top up: when less than this is left ..."),
        QStringLiteral("CREDITS")};
    QCommandLineOption amount{QStringLiteral("amount"), QCoreApplication::translate("Cli", "... this is added ..."),
        QStringLiteral("CREDITS")};
    QCommandLineOption limit{QStringLiteral("monthly-limit"),
        QCoreApplication::translate("Cli", "... at most this in a calendar month."), QStringLiteral("CREDITS")};
    QCommandLineOption code{QStringLiteral("code"),
        QCoreApplication::translate("Cli", "Your authenticator's six-digit code."), QStringLiteral("CODE")};

    QList<QCommandLineOption> all() const
    {
        return {relay, home, proxyOption(), noBrowser, saveCard, csv, json, since, below, amount, limit, code};
    }
};

/// The mistake, or an empty text.
QString readCredits(const QString& word, Money& amount)
{
    const Result<Money> read = readWholeCredits(word);
    if (!read || read->micro <= 0)
        return QCoreApplication::translate("Cli", "“%1” isn't an amount: write whole credits, such as 500.").arg(word);
    amount = *read;
    return {};
}

QString readCard(const QString& word, WalletArguments& arguments)
{
    if (word == QStringLiteral("save"))
        arguments.action = Action::SaveCard;
    else if (word == QStringLiteral("remove"))
        arguments.action = Action::ForgetCard;
    else if (!word.isEmpty())
        return walletCommands();
    return {};
}

QString readAuto(
    const QString& word, const QCommandLineParser& parser, const WalletOptions& options, WalletArguments& arguments)
{
    const bool isSet = parser.isSet(options.below) || parser.isSet(options.amount) || parser.isSet(options.limit);
    if (!word.isEmpty() && (word != QStringLiteral("off") || isSet))
        return walletCommands();
    if (!word.isEmpty())
        arguments.action = Action::AutoTopUpOff;
    if (!isSet)
        return {};
    arguments.action = Action::SetAutoTopUp;
    for (const auto& [option, amount] : {std::pair{&options.below, &arguments.below},
             std::pair{&options.amount, &arguments.amount}, std::pair{&options.limit, &arguments.monthlyLimit}}) {
        if (!parser.isSet(*option))
            return QCoreApplication::translate("Cli", "auto-top-up needs --below, --amount and --monthly-limit.");
        if (const QString mistake = readCredits(parser.value(*option), *amount); !mistake.isEmpty())
            return mistake;
    }
    return {};
}

QString readAction(
    QStringList words, const QCommandLineParser& parser, const WalletOptions& options, WalletArguments& arguments)
{
    const QString first = words.isEmpty() ? QStringLiteral("show") : words.takeFirst();
    const auto* known = std::ranges::find_if(
        kActionWords, [&first](const ActionWord& one) { return first == QLatin1String(one.word); });
    if (known == kActionWords.end() || words.size() < known->least || words.size() > known->most)
        return walletCommands();
    arguments.action = known->action;
    const QString word = words.value(0);
    switch (known->action) {
    case Action::TopUp:
    case Action::Payout:
    case Action::ToCredits:
        return readCredits(word, arguments.amount);
    case Action::Card:
        return readCard(word, arguments);
    case Action::AutoTopUp:
        return readAuto(word, parser, options, arguments);
    case Action::Refund: {
        const auto id = TransferId::fromHex(word.toStdString());
        if (!id)
            return QCoreApplication::translate("Cli", "“%1” isn't the id of a top up; weft wallet show lists them.")
                .arg(word);
        arguments.topUp = *id;
        return {};
    }
    default:
        return {};
    }
}

QString readSince(const QString& text, WalletArguments& arguments)
{
    if (text.isEmpty())
        return {};
    const QDateTime day = QDateTime::fromString(text, Qt::ISODate);
    if (!day.isValid())
        return QCoreApplication::translate("Cli", "--since takes a day such as 2026-11-01, not “%1”.").arg(text);
    arguments.sinceUnixMillis = day.toMSecsSinceEpoch();
    return {};
}

QString readWalletRelay(const QString& text, WalletArguments& arguments)
{
    const QString named = text.isEmpty() ? openUserSettings()->value(QStringLiteral("relay/url")).toString() : text;
    return takeRelay(named, arguments.relay);
}

} // namespace

std::variant<WalletArguments, Usage> parseWalletArguments(const QStringList& words)
{
    const WalletOptions options;
    QCommandLineParser parser;
    parser.setApplicationDescription(
        QCoreApplication::translate("Cli", "Your credits and earnings at a relay: what there is, and where it goes."));
    const QCommandLineOption help = parser.addHelpOption();
    parser.addOptions(options.all());
    parser.addPositionalArgument(QStringLiteral("COMMAND"), walletCommands(), QStringLiteral("COMMAND"));
    const bool parsed = parser.parse(QStringList{QStringLiteral("weft wallet")} + words);
    if (parsed && parser.isSet(help))
        return Usage{parser.helpText(), false};
    if (!parsed)
        return Usage{parser.errorText(), true};
    WalletArguments arguments;
    arguments.home = parser.isSet(options.home) ? parser.value(options.home) : defaultHome();
    arguments.code = parser.value(options.code);
    arguments.asJson = parser.isSet(options.json);
    arguments.asCsv = parser.isSet(options.csv);
    arguments.opensBrowser = !parser.isSet(options.noBrowser);
    arguments.savesCard = parser.isSet(options.saveCard);
    QString mistake = readAction(parser.positionalArguments(), parser, options, arguments);
    if (mistake.isEmpty())
        mistake = readSince(parser.value(options.since), arguments);
    if (mistake.isEmpty())
        mistake = readWalletRelay(parser.value(options.relay), arguments);
    if (mistake.isEmpty())
        mistake = takeProxy(parser);
    if (!mistake.isEmpty())
        return Usage{mistake, true};
    return arguments;
}

} // namespace weft
