// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/AccountArguments.h"

#include "app/account/DeviceIdentity.h"
#include "app/cli/RelayOptions.h"
#include "app/network/RelayAddress.h"

#include <QCommandLineParser>
#include <QCoreApplication>
#include <QSysInfo>

namespace weft {

namespace {

using Action = AccountArguments::Action;

struct AccountVerb {
    const char* name;
    Action action;
    bool takesWord;
};

constexpr AccountVerb kVerbs[] = {
    {"show", Action::Show, false},
    {"set-password", Action::SetPassword, true},
    {"sign-in", Action::SignIn, true},
    {"recover", Action::Recover, false},
    {"recovery-code", Action::RecoveryCode, false},
    {"devices", Action::Devices, false},
    {"revoke", Action::Revoke, true},
    {"totp on", Action::TotpOn, false},
    {"totp off", Action::TotpOff, false},
    {"approve", Action::Approve, true},
    {"approve-me", Action::ApproveMe, false},
    {"keychain", Action::Keychain, false},
    {"keychain on", Action::KeychainOn, false},
    {"keychain off", Action::KeychainOff, false},
    {"gateway", Action::Gateway, false},
    {"gateway token", Action::GatewayToken, true},
    {"gateway tokens", Action::GatewayTokens, false},
    {"gateway revoke", Action::GatewayRevoke, true},
};

QString verbMistake()
{
    return QCoreApplication::translate("Cli",
        "There are show, set-password EMAIL, sign-in EMAIL, recover, recovery-code, devices, revoke DEVICE, totp "
        "on|off, "
        "approve CODE, approve-me, keychain [on|off], gateway, gateway token CREDITS, gateway tokens and gateway revoke TOKEN.");
}

/// The longest verb that the words begin with, and the word behind it where it takes one.
bool takeVerb(AccountArguments& arguments, const QStringList& words)
{
    if (words.isEmpty())
        return true;
    for (int count = int(std::min<qsizetype>(2, words.size())); count > 0; --count) {
        const QString name = words.first(count).join(u' ');
        for (const AccountVerb& verb : kVerbs) {
            if (name != QLatin1String(verb.name))
                continue;
            arguments.action = verb.action;
            arguments.word = words.value(count);
            return words.size() == count + (verb.takesWord ? 1 : 0);
        }
    }
    return false;
}

bool needsRelay(Action action)
{
    return action != Action::Keychain && action != Action::KeychainOn && action != Action::KeychainOff;
}

} // namespace

std::variant<AccountArguments, Usage> parseAccountArguments(const QStringList& words, const QUrl& usual)
{
    QCommandLineParser parser;
    parser.setApplicationDescription(QCoreApplication::translate(
        "Cli", "Your account at a relay: password, recovery code, two-step sign-in, devices, and tokens for its public gateway."));
    const QCommandLineOption help = parser.addHelpOption();
    const QCommandLineOption relay(QStringLiteral("relay"),
        QCoreApplication::translate("Cli", "The relay (default: the one in the settings)."), QStringLiteral("URL"));
    const QCommandLineOption home(QStringLiteral("home"),
        QCoreApplication::translate(
            "Cli", "The folder of this user's key and cache (default: the usual one, or WEFT_HOME)."),
        QStringLiteral("DIR"));
    const QCommandLineOption key(QStringLiteral("key"),
        QCoreApplication::translate("Cli", "This machine's key file (default: device.key in that folder)."),
        QStringLiteral("FILE"));
    const QCommandLineOption name(QStringLiteral("name"),
        QCoreApplication::translate("Cli", "How this machine is called in the list of devices, or a gateway token in the list of tokens."),
        QStringLiteral("TEXT"));
    const QCommandLineOption code(QStringLiteral("code"),
        QCoreApplication::translate("Cli", "The six digits of your authenticator, where two-step sign-in is on."),
        QStringLiteral("DIGITS"));
    const QCommandLineOption fromStdin(QStringLiteral("password-stdin"),
        QCoreApplication::translate("Cli",
            "Read passwords and recovery codes from standard input, one a line, in the order in which they are asked "
            "for."));
    const QCommandLineOption json(QStringLiteral("json"), QCoreApplication::translate("Cli", "As JSON."));
    parser.addOptions({relay, home, key, name, code, fromStdin, json, proxyOption()});
    parser.addPositionalArgument(QStringLiteral("COMMAND"), verbMistake(), QStringLiteral("COMMAND"));
    const bool parsed = parser.parse(QStringList{QStringLiteral("weft account")} + words);
    if (parsed && parser.isSet(help))
        return Usage{parser.helpText(), false};
    if (!parsed)
        return Usage{parser.errorText(), true};
    AccountArguments arguments;
    if (!takeVerb(arguments, parser.positionalArguments()))
        return Usage{verbMistake(), true};
    arguments.relay = parser.isSet(relay) ? relayAddress(parser.value(relay)).value_or(QUrl()) : usual;
    if (needsRelay(arguments.action) && arguments.relay.isEmpty())
        return Usage{QCoreApplication::translate("Cli", "Which relay? Say --relay wss://ADDRESS."), true};
    if (const QString mistake = needsRelay(arguments.action) ? takeProxy(parser) : QString(); !mistake.isEmpty())
        return Usage{mistake, true};
    arguments.home = parser.isSet(home) ? parser.value(home) : defaultHome();
    arguments.keyFile = parser.isSet(key) ? parser.value(key) : keyFileIn(arguments.home);
    arguments.name = parser.isSet(name) ? parser.value(name) : QSysInfo::machineHostName();
    arguments.tokenName = parser.value(name);
    arguments.code = parser.value(code);
    arguments.secretsFromStdin = parser.isSet(fromStdin);
    arguments.asJson = parser.isSet(json);
    return arguments;
}

} // namespace weft
