// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/NodesCommand.h"

#include "app/cli/Cli.h"
#include "app/cli/RunArguments.h"
#include "app/language/ErrorText.h"

#include <QCommandLineParser>
#include <QCoreApplication>
#include <QUrl>

namespace weft {

namespace {

QString offeredBy(const std::vector<EngineInfo>& engines, const std::string& type)
{
    QStringList names;
    for (const EngineInfo& engine : engines) {
        if (engine.catalogue.find(type))
            names << QString::fromStdString(engine.displayName);
    }
    return names.join(QStringLiteral(", "));
}

} // namespace

void NodesCommand::print(const RunController& controller, bool asJson)
{
    if (asJson)
        return printLine(QString::fromStdString(toJsonText(controller.catalogue().toJson(), 2)));
    for (const auto& [name, type] : controller.catalogue().types()) {
        printLine(QStringLiteral("%1  %2  %3")
                      .arg(QString::fromStdString(name), -28)
                      .arg(QString::fromStdString(type.category), -24)
                      .arg(offeredBy(controller.engines(), name)));
    }
}

int NodesCommand::run(const QStringList& arguments)
{
    QCommandLineParser parser;
    parser.setApplicationDescription(QCoreApplication::translate("Cli", "Lists the node types that can be run."));
    const QCommandLineOption help = parser.addHelpOption();
    const QCommandLineOption json(QStringLiteral("json"), QCoreApplication::translate("Cli", "As JSON, with inputs, outputs and models."));
    const QCommandLineOption models(QStringLiteral("models"), QCoreApplication::translate("Cli", "A folder of models; may be repeated."), QStringLiteral("DIR"));
    const QCommandLineOption relay(QStringLiteral("relay"), QCoreApplication::translate("Cli", "Also what this relay's machines offer."), QStringLiteral("URL"));
    const QCommandLineOption home(QStringLiteral("home"), QCoreApplication::translate("Cli", "The folder of this user's key and cache."), QStringLiteral("DIR"));
    parser.addOptions({json, models, relay, home});
    if (!parser.parse(QStringList {QStringLiteral("weft nodes")} + arguments)) {
        printError(parser.errorText());
        return 2;
    }
    if (parser.isSet(help)) {
        printLine(parser.helpText());
        return 0;
    }
    RunFolders folders;
    folders.models = parser.values(models);
    applyHome(folders, parser.value(home));
    RunController controller(folders);
    int status = 0;
    connect(&controller, &RunController::engineFailed, &controller, [&status](const Error& error) {
        printError(sentenceFor(error));
        status = 1;
    });
    connect(&controller, &RunController::ready, &controller, [&] {
        print(controller, parser.isSet(json));
        QCoreApplication::exit(status);
    });
    controller.start();
    return QCoreApplication::exec();
}

} // namespace weft
