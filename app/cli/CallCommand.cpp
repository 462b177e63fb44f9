// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/CallCommand.h"

#include "app/apis/CallGraph.h"
#include "app/cli/Cli.h"
#include "app/cli/RunCommand.h"
#include "app/runs/InputFiles.h"
#include "core/formats/ApiJson.h"

#include <QCoreApplication>
#include <QRegularExpression>
#include <QTemporaryDir>

namespace weft {

namespace {

struct CallWords {
    std::map<std::string, QString> values;
    QStringList rest; // the name, and options
};

CallWords split(const QStringList& arguments)
{
    static const QRegularExpression kValue(QStringLiteral("^([A-Za-z_][A-Za-z0-9_-]*)=(.*)$"), QRegularExpression::DotMatchesEverythingOption);
    CallWords words;
    for (const QString& argument : arguments) {
        const auto match = kValue.match(argument);
        if (match.hasMatch())
            words.values[match.captured(1).toStdString()] = match.captured(2);
        else
            words.rest << argument;
    }
    return words;
}

Json jsonOf(const QString& text, const InputSpec& input)
{
    const auto json = parseJson(text.toStdString());
    return json && input.type != "STRING" && input.type != "COMBO" ? *json : Json(text.toStdString());
}

Result<RunCommand::Opened> openCall(RunController& runs, const QString& word, const CallWords& words, const QString& folder)
{
    WEFT_TRY(const NodeType* type, callable(runs.catalogue(), word.toStdString()));
    std::map<std::string, Json> arguments;
    for (const auto& [name, text] : words.values) {
        const InputSpec* input = type->findInput(name);
        if (input && isGivenAsFile(*input)) {
            WEFT_TRY(const QString file, intoInputFolder(folder, text));
            arguments[name] = Json(file.toStdString());
        } else {
            arguments[name] = input ? jsonOf(text, *input) : Json(text.toStdString());
        }
    }
    const std::string api = apiNameOf(type->name);
    WEFT_TRY(CallGraph call, callGraph(*type, arguments, api.empty() ? type->name : api));
    RunCommand::Opened opened;
    WEFT_TRY(opened.graph, graphFromPrompt(call.prompt, runs.catalogue()));
    opened.printed = std::move(call.values);
    return opened;
}

} // namespace

int runCall(const QStringList& arguments)
{
    const CallWords words = split(arguments);
    auto parsed = parseRunArguments(words.rest);
    if (const auto* usage = std::get_if<Usage>(&parsed))
        return showUsage({usage->text + QLatin1Char('\n')
                + QCoreApplication::translate("Cli", "weft call NAME [KEY=VALUE...] takes the same options: NAME is a node type, or an API that somebody offers."),
            usage->isMistake});
    RunArguments run = std::move(std::get<RunArguments>(parsed));
    if (run.files.size() != 1) {
        printError(QCoreApplication::translate("Cli", "weft call takes one name, then KEY=VALUE for each parameter."));
        return 2;
    }
    const QTemporaryDir folder;
    run.folders.input = folder.path();
    RunCommand command(std::move(run));
    command.setOpener([&words, path = folder.path()](RunController& runs, const QString& word) { return openCall(runs, word, words, path); });
    return runUntilInterrupted(command, &RunCommand::start, &RunCommand::cancel);
}

} // namespace weft
