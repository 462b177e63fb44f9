// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/RunArguments.h"

#include "app/account/DeviceIdentity.h"
#include "app/cli/ProxyOption.h"
#include "app/models/ModelSettings.h"

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
    add("models", QCoreApplication::translate("Cli", "A folder of models (upscale_models/, ...); may be repeated."), "DIR");
    add("relay", QCoreApplication::translate("Cli", "Use machines that this relay knows."), "URL");
    add("blind", QCoreApplication::translate("Cli", "Pay with blind credits, over a connection without a login (see weft wallet blind --help)."));
    parser.addOption(proxyOption());
    parser.addOption(comfyOption());
    parser.addOptions(languageOptions());
    add("only-here", QCoreApplication::translate("Cli", "Nothing leaves this computer."));
    add("max-credits", QCoreApplication::translate("Cli", "The most that a run may cost."), "N");
    add("precision", QCoreApplication::translate("Cli", "Of computing: auto, fp32, bf16 or fp16."), "KIND");
    add("save", QCoreApplication::translate("Cli", "Save a value of a node's output; SLOT is its number or name."), "NODE:SLOT=FILE.safetensors");
    add("report", QCoreApplication::translate("Cli", "Write what ran where, how long and for how much."), "FILE.json");
    add("home", QCoreApplication::translate("Cli", "The folder of this user's key and cache (default: the usual one, or WEFT_HOME)."), "DIR");
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

bool parsePrecision(const QString& text, Precision& precision)
{
    const QStringList names {QStringLiteral("auto"), QStringLiteral("fp32"), QStringLiteral("bf16"), QStringLiteral("fp16")};
    const qsizetype index = names.indexOf(text);
    if (index >= 0)
        precision = static_cast<Precision>(index);
    return index >= 0;
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
    if (parser.isSet(option("precision")) && !parsePrecision(parser.value(option("precision")), arguments.options.precision))
        return QCoreApplication::translate("Cli", "--precision takes auto, fp32, bf16 or fp16.");
    if (parser.isSet(option("max-credits"))) {
        const auto cap = parseCredits(parser.value(option("max-credits")).toStdString());
        if (!cap || cap->isNegative())
            return QCoreApplication::translate("Cli", "--max-credits takes a number such as 2 or 0.5.");
        arguments.options.policy.cap = *cap;
    }
    if (parser.isSet(option("relay"))) {
        arguments.relay = QUrl(parser.value(option("relay")));
        const QString scheme = arguments.relay.scheme();
        if (!arguments.relay.isValid() || (scheme != QStringLiteral("ws") && scheme != QStringLiteral("wss")))
            return QCoreApplication::translate("Cli", "--relay takes an address that begins with ws:// or wss://.");
    }
    arguments.blind = parser.isSet(option("blind"));
    if (arguments.blind && arguments.relay.isEmpty())
        return QCoreApplication::translate("Cli", "--blind needs --relay.");
    if (const QString wrong = takeProxy(parser); !wrong.isEmpty())
        return wrong;
    if (const QString wrong = takeComfy(parser, arguments.comfy); !wrong.isEmpty())
        return wrong;
    if (const QString wrong = takeLanguage(parser, arguments.language); !wrong.isEmpty())
        return wrong;
    if (parser.isSet(option("only-here")))
        arguments.options.policy.privacy = Privacy::OnlyHere;
    return {};
}

} // namespace

void applyHome(RunFolders& folders, const QString& home)
{
    if (!home.isEmpty())
        folders.cache = QDir(home).filePath(QStringLiteral("cache"));
    if (folders.models.isEmpty()) {
        folders.models << ownModelFolder(home.isEmpty() ? defaultHome() : home);
        folders.models << ModelSettings::read(*openUserSettings()).folders;
    }
}

std::variant<RunArguments, Usage> parseRunArguments(const QStringList& words)
{
    QCommandLineParser parser;
    parser.setApplicationDescription(QCoreApplication::translate("Cli", "Runs workflows, here and on other people's machines."));
    const QCommandLineOption help = parser.addHelpOption();
    addOptions(parser);
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
    arguments.folders.models = parser.values(option("models"));
    arguments.home = parser.isSet(option("home")) ? parser.value(option("home")) : qEnvironmentVariable("WEFT_HOME");
    applyHome(arguments.folders, arguments.home);
    arguments.report = parser.value(option("report"));
    return arguments;
}

} // namespace weft
