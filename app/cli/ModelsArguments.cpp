// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/ModelsArguments.h"

#include "app/account/DeviceIdentity.h"
#include "app/models/Mirror.h"

#include <QCommandLineParser>
#include <QCoreApplication>

#include <optional>

namespace weft {

namespace {

QString commandMistake()
{
    return QCoreApplication::translate("Cli", "There are list, get NAME..., check, folders [add PATH | remove PATH] and duplicates.");
}

/// The mistake, or an empty text. Takes the action's words from the front of `names`.
QString takeAction(ModelsArguments& arguments)
{
    using Action = ModelsArguments::Action;
    const QString word = arguments.names.isEmpty() ? QStringLiteral("list") : arguments.names.takeFirst();
    if (word == QStringLiteral("list")) {
        arguments.action = Action::List;
    } else if (word == QStringLiteral("get")) {
        arguments.action = Action::Get;
        return arguments.names.isEmpty() ? QCoreApplication::translate("Cli", "Which model is to be got? weft models list tells their names.") : QString();
    } else if (word == QStringLiteral("check")) {
        arguments.action = Action::Check;
        return {};
    } else if (word == QStringLiteral("duplicates")) {
        arguments.action = Action::Duplicates;
    } else if (word == QStringLiteral("folders")) {
        const QString change = arguments.names.isEmpty() ? QString() : arguments.names.takeFirst();
        arguments.action = change.isEmpty() ? Action::Folders : change == QStringLiteral("add") ? Action::AddFolder : Action::RemoveFolder;
        if (change.isEmpty())
            return {};
        const bool isKnown = arguments.action == Action::AddFolder || change == QStringLiteral("remove");
        return isKnown && arguments.names.size() == 1 ? QString() : commandMistake();
    } else {
        return commandMistake();
    }
    return arguments.names.isEmpty() ? QString() : commandMistake();
}

QString checkMirrors(const QStringList& mirrors)
{
    for (const QString& text : mirrors) {
        if (!mirrorFrom(text))
            return QCoreApplication::translate("Cli", "--mirror needs HOST=ADDRESS, the address with https, not “%1”.").arg(text);
    }
    return {};
}

} // namespace

std::variant<ModelsArguments, Usage> parseModelsArguments(const QStringList& words)
{
    QCommandLineParser parser;
    parser.setApplicationDescription(QCoreApplication::translate("Cli", "Models that Weft knows where to get, and those of this computer."));
    const QCommandLineOption help = parser.addHelpOption();
    const QCommandLineOption home(QStringLiteral("home"), QCoreApplication::translate("Cli", "The folder of this user's key and cache (default: the usual one, or WEFT_HOME)."), QStringLiteral("DIR"));
    const QCommandLineOption mirror(QStringLiteral("mirror"), QCoreApplication::translate("Cli", "Get from another address what a host has, such as huggingface.co=https://hf.example; may be repeated."), QStringLiteral("HOST=ADDRESS"));
    const QCommandLineOption token(QStringLiteral("token-file"), QCoreApplication::translate("Cli", "A file with the access token of your account on the site, for models whose licence was accepted there."), QStringLiteral("FILE"));
    const QCommandLineOption companions(QStringLiteral("with-companions"), QCoreApplication::translate("Cli", "Also the models that it is used with."));
    const QCommandLineOption json(QStringLiteral("json"), QCoreApplication::translate("Cli", "As JSON."));
    parser.addOptions({home, mirror, token, companions, json});
    parser.addPositionalArgument(QStringLiteral("COMMAND"), commandMistake(), QStringLiteral("COMMAND"));
    const bool parsed = parser.parse(QStringList {QStringLiteral("weft models")} + words);
    if (parsed && parser.isSet(help))
        return Usage {parser.helpText(), false};
    if (!parsed)
        return Usage {parser.errorText(), true};
    ModelsArguments arguments;
    arguments.names = parser.positionalArguments();
    arguments.home = parser.isSet(home) ? parser.value(home) : defaultHome();
    arguments.mirrors = parser.values(mirror);
    arguments.tokenFile = parser.value(token);
    arguments.withCompanions = parser.isSet(companions);
    arguments.asJson = parser.isSet(json);
    QString mistake = takeAction(arguments);
    if (mistake.isEmpty())
        mistake = checkMirrors(arguments.mirrors);
    if (!mistake.isEmpty())
        return Usage {mistake, true};
    return arguments;
}

} // namespace weft
