// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/NodesCommand.h"

#include "app/account/DeviceIdentity.h"
#include "app/cli/Cli.h"
#include "app/cli/RunArguments.h"
#include "app/language/ErrorText.h"
#include "app/runs/AddMachines.h"

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
    parser.addOptions({json, models, relay, home, comfyOption()});
    parser.addOptions(languageOptions());
    if (!parser.parse(QStringList {QStringLiteral("weft nodes")} + arguments)) {
        printError(parser.errorText());
        return 2;
    }
    if (parser.isSet(help)) {
        printLine(parser.helpText());
        return 0;
    }
    ComfyOption comfy;
    if (const QString mistake = takeComfy(parser, comfy); !mistake.isEmpty()) {
        printError(mistake);
        return 2;
    }
    LanguageOption language;
    if (const QString mistake = takeLanguage(parser, language); !mistake.isEmpty()) {
        printError(mistake);
        return 2;
    }
    RunFolders folders;
    folders.models = parser.values(models);
    applyHome(folders, parser.value(home));
    NodesCommand command(folders, QUrl(parser.value(relay)), parser.value(home), {std::move(comfy), std::move(language)}, parser.isSet(json));
    return QCoreApplication::exec();
}

NodesCommand::NodesCommand(RunFolders folders, QUrl relay, QString home, Servers servers, bool asJson)
    : m_controller(std::move(folders))
    , m_relay(std::move(relay))
    , m_home(home.isEmpty() ? defaultHome() : std::move(home))
    , m_servers(std::move(servers))
    , m_asJson(asJson)
{
    connect(&m_controller, &RunController::engineFailed, this, &NodesCommand::fail);
    connect(&m_controller, &RunController::ready, this, [this] { findMachines(this); });
    m_controller.start();
}

void NodesCommand::fail(const Error& error)
{
    printError(sentenceFor(error));
    m_status = 1;
}

QCoro::Task<void> NodesCommand::findMachines(QPointer<NodesCommand> self)
{
    auto finding = findComfy(&self->m_controller, self->m_servers.comfy);
    bool found = co_await finding;
    if (!self)
        co_return;
    auto listening = findLanguage(&self->m_controller, self->m_servers.language);
    found &= co_await listening;
    if (!self)
        co_return;
    if (!found)
        self->m_status = 1;
    if (!self->m_relay.isEmpty()) {
        auto link = MarketLink::open(self->m_relay, self->m_home, systemRandom());
        Done reached = link ? Done() : Done(link.error());
        if (link) {
            self->m_market = std::move(*link);
            auto adding = addMachines(&self->m_controller, self->m_market.get());
            reached = co_await adding;
        }
        if (!self)
            co_return;
        if (!reached)
            self->fail(reached.error());
    }
    print(self->m_controller, self->m_asJson);
    QCoreApplication::exit(self->m_status);
}

} // namespace weft
