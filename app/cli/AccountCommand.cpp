// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/AccountCommand.h"

#include "app/language/ErrorText.h"
#include "app/account/DeviceIdentity.h"
#include "app/account/Keychain.h"
#include "app/cli/AccountArguments.h"
#include "app/cli/AccountProgram.h"
#include "app/cli/Cli.h"
#include "app/cli/GatewayProgram.h"
#include "app/models/ModelSettings.h"

#include <QCoreApplication>

namespace weft {

namespace {

QString keychainWords(const char* text)
{
    return QCoreApplication::translate("Cli", text);
}

/// Where this machine's key rests, or moves it.
int runKeychain(const AccountArguments& arguments)
{
    using Action = AccountArguments::Action;
    using Place = DeviceIdentity::Place;
    SystemKeychain keychain;
    if (arguments.action != Action::Keychain) {
        const Place place = arguments.action == Action::KeychainOn ? Place::Keychain : Place::File;
        if (const Done moved = DeviceIdentity::moveTo(place, arguments.keyFile, keychain); !moved) {
            printError(sentenceFor(moved.error()));
            return 1;
        }
    }
    const bool isFile = DeviceIdentity::placeOf(arguments.keyFile) == Place::File;
    printLine(isFile
            ? keychainWords(QT_TRANSLATE_NOOP("Cli", "This machine's key rests in %1, which only you can read."))
                  .arg(arguments.keyFile)
            : keychainWords(QT_TRANSLATE_NOOP("Cli", "This machine's key rests in the system keychain.")));
    return 0;
}

} // namespace

int runAccount(const QStringList& given)
{
    const QUrl usual(openUserSettings()->value(QStringLiteral("relay/url")).toString());
    auto parsed = parseAccountArguments(given, usual);
    if (const auto* usage = std::get_if<Usage>(&parsed))
        return showUsage(*usage);
    const auto& arguments = std::get<AccountArguments>(parsed);
    using Action = AccountArguments::Action;
    const bool isKeychain = arguments.action == Action::Keychain || arguments.action == Action::KeychainOn
        || arguments.action == Action::KeychainOff;
    if (isKeychain)
        return runKeychain(arguments);
    const auto identity = DeviceIdentity::openFile(arguments.keyFile, systemRandom());
    if (!identity) {
        printError(sentenceFor(identity.error()));
        return 1;
    }
    return isGatewayAction(arguments.action) ? runGatewayProgram(arguments, identity->key()) : runAccountProgram(arguments, identity->key());
}

} // namespace weft
