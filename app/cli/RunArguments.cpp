// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/RunArguments.h"

#include <QCommandLineParser>
#include <QCoreApplication>
#include <QDir>

namespace weft {

namespace {

QString option(const char* name) { return QString::fromLatin1(name); }

void addOptions(QCommandLineParser& parser)
{
    const auto add = [&parser](const char* name, const QString& what, const char* value = nullptr) {
        parser.addOption(QCommandLineOption(option(name), what, value ? option(value) : QString()));
    };
    add("set", QCoreApplication::translate("Cli", "Give a setting another value; NODE is an id, or a title or type that only one node has."), "NODE.INPUT=VALUE");
    add("input", QCoreApplication::translate("Cli", "The folder that pictures are loaded from (default: this folder)."), "DIR");
    add("output", QCoreApplication::translate("Cli", "The folder that results are saved in (default: output)."), "DIR");
    add("save", QCoreApplication::translate("Cli", "Save a value of a node's output; SLOT is its number or name."), "NODE:SLOT=FILE.safetensors");
    add("report", QCoreApplication::translate("Cli", "Write what ran where, how long and for how much."), "FILE.json");
    parser.addPositionalArgument(QStringLiteral("FILE"), QCoreApplication::translate("Cli", "A workflow, an API file, or a picture that carries either."),
        QStringLiteral("FILE..."));
}

bool parseSets(const QStringList& texts, std::vector<SetArgument>& sets, QString& mistake)
{
    for (const QString& text : texts) {
        const qsizetype equals = text.indexOf(u'=');
        const QString target = text.left(std::max<qsizetype>(0, equals));
        if (!target.contains(u'.')) {
            mistake = QCoreApplication::translate("Cli", "--set needs NODE.INPUT=VALUE, not “%1”.").arg(text);
            return false;
        }
        sets.push_back({target, text.mid(equals + 1)});
    }
    return true;
}

bool parseSaves(const QStringList& texts, std::vector<SaveArgument>& saves, QString& mistake)
{
    for (const QString& text : texts) {
        const qsizetype equals = text.indexOf(u'=');
        const QString target = text.left(std::max<qsizetype>(0, equals));
        const qsizetype colon = target.lastIndexOf(u':');
        const QString file = text.mid(equals + 1);
        if (colon < 1 || colon + 1 == target.size() || !file.endsWith(QStringLiteral(".safetensors"))) {
            mistake = QCoreApplication::translate("Cli", "--save needs NODE:SLOT=FILE.safetensors, not “%1”.").arg(text);
            return false;
        }
        saves.push_back({target.left(colon), target.mid(colon + 1), file});
    }
    return true;
}

/// The mistake, or an empty text.
QString fill(RunArguments& arguments, const QCommandLineParser& parser)
{
    QString mistake;
    arguments.files = parser.positionalArguments();
    if (arguments.files.isEmpty())
        return QCoreApplication::translate("Cli", "Which file is to be run?");
    if (!parseSets(parser.values(option("set")), arguments.settings, mistake)
        || !parseSaves(parser.values(option("save")), arguments.saves, mistake))
        return mistake;
    return takePlaces(parser, arguments);
}

} // namespace

std::variant<RunArguments, Usage> parseRunArguments(const QStringList& words)
{
    QCommandLineParser parser;
    parser.setApplicationDescription(QCoreApplication::translate("Cli", "Runs workflows, here and on other people's machines."));
    const QCommandLineOption help = parser.addHelpOption();
    addOptions(parser);
    addPlaceOptions(parser);
    const bool parsed = parser.parse(QStringList {QStringLiteral("weft run")} + words);
    if (parsed && parser.isSet(help))
        return Usage {parser.helpText(), false};
    RunArguments arguments;
    const QString mistake = parsed ? fill(arguments, parser) : parser.errorText();
    if (!mistake.isEmpty())
        return Usage {mistake, true};
    const auto folder = [&parser](const char* name, const char* usual) {
        return parser.isSet(option(name)) ? parser.value(option(name)) : QDir::current().filePath(option(usual));
    };
    arguments.folders.input = folder("input", ".");
    arguments.folders.output = folder("output", "output");
    arguments.report = parser.value(option("report"));
    return arguments;
}

} // namespace weft
