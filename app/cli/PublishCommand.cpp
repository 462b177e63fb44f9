// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/PublishCommand.h"

#include "app/account/DeviceIdentity.h"
#include "app/apis/ApiCost.h"
#include "app/apis/ApiPurse.h"
#include "app/apis/ApiStore.h"
#include "app/apis/PublishGraph.h"
#include "app/cli/Cli.h"
#include "app/cli/PlaceOptions.h"
#include "app/cli/RelayOptions.h"
#include "app/language/ErrorText.h"
#include "app/language/MoneyText.h"
#include "app/runs/RunController.h"

#include <QCommandLineParser>
#include <QCoreApplication>
#include <QTimer>

namespace weft {

namespace {

QString word(const char* name) { return QString::fromLatin1(name); }

void addPublishOptions(QCommandLineParser& parser)
{
    const auto add = [&parser](const char* name, const QString& what, const char* value = nullptr) {
        parser.addOption(QCommandLineOption(word(name), what, value ? word(value) : QString()));
    };
    add("name", QCoreApplication::translate("Cli", "What callers type: small letters, digits and hyphens."), "NAME");
    add("title", QCoreApplication::translate("Cli", "What people read."), "TEXT");
    add("description", QCoreApplication::translate("Cli", "What it does, in a sentence."), "TEXT");
    add("price", QCoreApplication::translate("Cli", "Of a call, in credits (default: 0)."), "N");
    add("param", QCoreApplication::translate("Cli", "A setting that callers may give; may be repeated (default: those of the form over this workflow)."), "NAME=NODE.INPUT");
    add("result", QCoreApplication::translate("Cli", "An output that callers get; may be repeated (default: what the workflow saves or shows)."), "NODE:SLOT");
    add("spend", QCoreApplication::translate("Cli", "The most that a call may cost you at other machines, in credits (default: what you are paid for it)."), "N");
    add("relay", QCoreApplication::translate("Cli", "Other machines that this relay knows may run parts of it; you pay them."), "URL");
    add("models", QCoreApplication::translate("Cli", "A folder of models (upscale_models/, ...); may be repeated."), "DIR");
    add("home", QCoreApplication::translate("Cli", "The folder of this user's key and cache (default: the usual one, or WEFT_HOME)."), "DIR");
    add("list", QCoreApplication::translate("Cli", "Lists what is published."));
    add("remove", QCoreApplication::translate("Cli", "Publishes it no more."), "NAME");
    parser.addOption(comfyOption());
    parser.addOptions(languageOptions());
    parser.addOption(proxyOption());
    parser.addPositionalArgument(QStringLiteral("FILE"), QCoreApplication::translate("Cli", "A workflow, an API file, or a picture that carries either."));
}

struct PublishArguments {
    QString file;
    PublishWish wish;
    QStringList parameters; // NAME=NODE.INPUT
    QStringList results; // NODE:SLOT
    PlaceOptions places;
};

/// An amount of credits. Nothing: it is none.
std::optional<Money> amountOf(const QString& text)
{
    const auto amount = parseCredits(text.toStdString());
    return amount && !amount->isNegative() && *amount <= kMaxAmount ? std::optional(*amount) : std::nullopt;
}

QString takeMoney(PublishWish& wish, const QCommandLineParser& parser)
{
    const auto price = amountOf(parser.isSet(word("price")) ? parser.value(word("price")) : QStringLiteral("0"));
    if (!price)
        return QCoreApplication::translate("Cli", "--price takes a number such as 2 or 0.5.");
    wish.price = *price;
    if (!parser.isSet(word("spend")))
        return {};
    wish.spend = amountOf(parser.value(word("spend")));
    return wish.spend ? QString() : QCoreApplication::translate("Cli", "--spend takes a number such as 2 or 0.5.");
}

QString takeEngines(PlaceOptions& places, const QCommandLineParser& parser)
{
    places.folders.models = parser.values(word("models"));
    places.home = parser.isSet(word("home")) ? parser.value(word("home")) : defaultHome();
    applyHome(places.folders, places.home);
    if (const QString wrong = takeRelay(parser, places); !wrong.isEmpty())
        return wrong;
    if (const QString wrong = takeProxy(parser); !wrong.isEmpty())
        return wrong;
    if (const QString wrong = takeComfy(parser, places.comfy); !wrong.isEmpty())
        return wrong;
    return takeLanguage(parser, places.language);
}

/// The mistake, or an empty text.
QString fill(PublishArguments& out, const QCommandLineParser& parser)
{
    out.file = parser.positionalArguments().value(0);
    out.wish.name = parser.value(word("name")).toStdString();
    if (out.file.isEmpty() || !isApiName(out.wish.name))
        return QCoreApplication::translate("Cli", "weft publish needs a file, and --name with small letters, digits and hyphens, a letter first.");
    out.wish.title = parser.value(word("title")).toStdString();
    out.wish.description = parser.value(word("description")).toStdString();
    if (const QString wrong = takeMoney(out.wish, parser); !wrong.isEmpty())
        return wrong;
    out.parameters = parser.values(word("param"));
    out.results = parser.values(word("result"));
    return takeEngines(out.places, parser);
}

/// Errors: SettingInvalid, NodeMissing.
Done resolve(PublishArguments& arguments, const Graph& graph)
{
    for (const QString& text : arguments.parameters) {
        const qsizetype equals = text.indexOf(u'='), dot = text.lastIndexOf(u'.');
        if (equals < 1 || dot < equals)
            return Error {ErrorCode::SettingInvalid, "", {{"name", "--param"}, {"value", text.toStdString()}}};
        WEFT_TRY(const Node* node, RunController::nodeByWord(graph, text.mid(equals + 1, dot - equals - 1).toStdString()));
        arguments.wish.parameters.push_back({text.left(equals).toStdString(), node->id, text.mid(dot + 1).toStdString()});
    }
    for (const QString& text : arguments.results) {
        const qsizetype colon = text.lastIndexOf(u':');
        WEFT_TRY(const Node* node, RunController::nodeByWord(graph, text.left(colon).toStdString()));
        arguments.wish.outputs.push_back({node->id, colon < 0 ? 0 : text.mid(colon + 1).toInt()});
    }
    return {};
}

Result<PublishedApi> read(RunController& runs, PublishArguments& arguments)
{
    WEFT_TRY(const Graph graph, runs.openFile(arguments.file));
    WEFT_CHECK(resolve(arguments, graph));
    return publishGraph(graph, runs.catalogue(), arguments.wish);
}

/// Never a loss that the author didn't allow. -> what to do about it, or an empty text
QString whyTooDear(const PublishedApi& api, const ApiCost& cost, Money paid)
{
    const Money most = api.spend.value_or(paid);
    if (!cost.goesOn || cost.estimate <= most)
        return {};
    return QCoreApplication::translate("Cli", "Parts of it run on other machines, which ask about %1 credits for a call; a call may cost you %2. Ask a higher --price, or allow more with --spend.")
        .arg(creditsText(cost.estimate), creditsText(most));
}

void tellPublished(const PublishedApi& api, const ApiCost& cost)
{
    QStringList parameters;
    for (const ApiParameter& parameter : api.parameters)
        parameters << QString::fromStdString(parameter.spec.name);
    printLine(QCoreApplication::translate("Cli", "“%1” is published for %2 credits a call; parameters: %3. It is offered while this computer is shared.")
                  .arg(QString::fromStdString(api.name), QString::fromStdString(toCreditString(api.price)), parameters.join(QStringLiteral(", "))));
    if (cost.goesOn)
        printLine(QCoreApplication::translate("Cli", "Parts of it run on other machines, which you pay: about %1 credits a call now.").arg(creditsText(cost.estimate)));
}

/// What is paid of a price over this relay; without one nothing can be bought.
QCoro::Task<Money> paidOf(Money price, MarketLink* market, QString home)
{
    if (!market)
        co_return Money {};
    const auto purse = std::make_shared<ApiPurse>(market->connection(), ApiEarnings(ApiEarnings::fileIn(home)));
    auto learning = ApiPurse::learn(purse);
    co_await learning;
    co_return purse->paidOf(price);
}

QCoro::Task<void> publishAndLeave(QPointer<RunController> runs, PublishArguments arguments, ApiStore store)
{
    auto finding = findPlaces(runs, arguments.places);
    const auto market = co_await finding;
    const Result<PublishedApi> api = read(*runs, arguments);
    const Result<ApiCost> cost = api ? apiCost(*runs, *api) : Result<ApiCost>(api.error());
    if (!cost) {
        printError(sentenceFor(cost.error()));
        co_return QCoreApplication::exit(1);
    }
    auto asking = paidOf(api->price, market.get(), arguments.places.home);
    const Money paid = co_await asking;
    const QString dear = whyTooDear(*api, *cost, paid);
    const Done done = dear.isEmpty() ? store.put(*api) : Done();
    if (!dear.isEmpty())
        printError(dear);
    else if (!done)
        printError(sentenceFor(done.error()));
    else
        tellPublished(*api, *cost);
    QCoreApplication::exit(dear.isEmpty() && done ? 0 : 1);
}

int list(const ApiStore& store)
{
    std::vector<std::pair<QString, Error>> broken;
    for (const auto& [name, api] : store.all(&broken))
        printLine(QStringLiteral("%1  %2  %3").arg(QString::fromStdString(name), -24).arg(QString::fromStdString(toCreditString(api.price)), 10).arg(QString::fromStdString(api.title)));
    for (const auto& [file, error] : broken)
        printError(file + QStringLiteral(": ") + sentenceFor(error));
    return broken.empty() ? 0 : 1;
}

int removeApi(const ApiStore& store, const QString& name)
{
    const Done removed = store.remove(name.toStdString());
    if (!removed)
        printError(QCoreApplication::translate("Cli", "There is no API “%1”.").arg(name));
    return removed ? 0 : 1;
}

} // namespace

int runPublish(const QStringList& words)
{
    QCommandLineParser parser;
    parser.setApplicationDescription(QCoreApplication::translate("Cli", "Makes a workflow an API that others may call, for a price."));
    const QCommandLineOption help = parser.addHelpOption();
    addPublishOptions(parser);
    if (!parser.parse(QStringList {QStringLiteral("weft publish")} + words))
        return showUsage({parser.errorText(), true});
    if (parser.isSet(help))
        return showUsage({parser.helpText(), false});
    const QString home = parser.isSet(word("home")) ? parser.value(word("home")) : defaultHome();
    const ApiStore store(ApiStore::folderIn(home));
    if (parser.isSet(word("list")))
        return list(store);
    if (parser.isSet(word("remove")))
        return removeApi(store, parser.value(word("remove")));
    PublishArguments arguments;
    if (const QString mistake = fill(arguments, parser); !mistake.isEmpty())
        return showUsage({mistake, true});
    RunController runs(arguments.places.folders);
    QObject::connect(&runs, &RunController::engineFailed, &runs, [](const Error& error) { printError(sentenceFor(error)); });
    QObject::connect(&runs, &RunController::ready, &runs, [&] { publishAndLeave(&runs, arguments, store); });
    QTimer::singleShot(0, &runs, &RunController::start);
    return QCoreApplication::exec();
}

} // namespace weft
