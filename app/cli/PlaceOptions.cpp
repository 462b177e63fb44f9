// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/PlaceOptions.h"

#include "app/account/DeviceIdentity.h"
#include "app/cli/Cli.h"
#include "app/cli/RelayOptions.h"
#include "app/language/ErrorText.h"
#include "app/models/ModelSettings.h"
#include "app/runs/AddMachines.h"

#include <QCommandLineParser>
#include <QCoreApplication>
#include <QDir>

namespace weft {

namespace {

QString placeOption(const char* name) { return QString::fromLatin1(name); }

bool parsePrecision(const QString& text, Precision& precision)
{
    const QStringList names {QStringLiteral("auto"), QStringLiteral("fp32"), QStringLiteral("bf16"), QStringLiteral("fp16")};
    const qsizetype index = names.indexOf(text);
    if (index >= 0)
        precision = static_cast<Precision>(index);
    return index >= 0;
}

} // namespace

void addPlaceOptions(QCommandLineParser& parser)
{
    const auto add = [&parser](const char* name, const QString& what, const char* value = nullptr) {
        parser.addOption(QCommandLineOption(placeOption(name), what, value ? placeOption(value) : QString()));
    };
    add("models", QCoreApplication::translate("Cli", "A folder of models (upscale_models/, ...); may be repeated."), "DIR");
    add("relay", QCoreApplication::translate("Cli", "Use machines that this relay knows."), "URL");
    add("blind", QCoreApplication::translate("Cli", "Pay with blind credits, over a connection without a login (see weft wallet blind --help)."));
    parser.addOption(proxyOption());
    parser.addOption(comfyOption());
    parser.addOptions(languageOptions());
    add("only-here", QCoreApplication::translate("Cli", "Nothing leaves this computer."));
    add("max-credits", QCoreApplication::translate("Cli", "The most that a run may cost."), "N");
    add("precision", QCoreApplication::translate("Cli", "Of computing: auto, fp32, bf16 or fp16."), "KIND");
    add("home", QCoreApplication::translate("Cli", "The folder of this user's key and cache (default: the usual one, or WEFT_HOME)."), "DIR");
}

QString takeRelay(const QCommandLineParser& parser, PlaceOptions& places)
{
    return parser.isSet(placeOption("relay")) ? takeRelay(parser.value(placeOption("relay")), places.relay) : QString();
}

QString takePlaces(const QCommandLineParser& parser, PlaceOptions& places)
{
    if (parser.isSet(placeOption("precision")) && !parsePrecision(parser.value(placeOption("precision")), places.options.precision))
        return QCoreApplication::translate("Cli", "--precision takes auto, fp32, bf16 or fp16.");
    if (parser.isSet(placeOption("max-credits"))) {
        const auto cap = parseCredits(parser.value(placeOption("max-credits")).toStdString());
        if (!cap || cap->isNegative())
            return QCoreApplication::translate("Cli", "--max-credits takes a number such as 2 or 0.5.");
        places.options.policy.cap = *cap;
    }
    if (const QString wrong = takeRelay(parser, places); !wrong.isEmpty())
        return wrong;
    places.blind = parser.isSet(placeOption("blind"));
    if (places.blind && places.relay.isEmpty())
        return QCoreApplication::translate("Cli", "--blind needs --relay.");
    if (const QString wrong = takeProxy(parser); !wrong.isEmpty())
        return wrong;
    if (const QString wrong = takeComfy(parser, places.comfy); !wrong.isEmpty())
        return wrong;
    if (const QString wrong = takeLanguage(parser, places.language); !wrong.isEmpty())
        return wrong;
    if (parser.isSet(placeOption("only-here")))
        places.options.policy.privacy = Privacy::OnlyHere;
    places.folders.models = parser.values(placeOption("models"));
    places.home = parser.isSet(placeOption("home")) ? parser.value(placeOption("home")) : qEnvironmentVariable("WEFT_HOME");
    applyHome(places.folders, places.home);
    return {};
}

void applyHome(RunFolders& folders, const QString& home)
{
    if (!home.isEmpty())
        folders.cache = QDir(home).filePath(QStringLiteral("cache"));
    if (folders.models.isEmpty()) {
        folders.models << ownModelFolder(home.isEmpty() ? defaultHome() : home);
        folders.models << ModelSettings::read(*openUserSettings()).folders;
    }
}

QCoro::Task<std::unique_ptr<MarketLink>> findPlaces(QPointer<RunController> runs, PlaceOptions places)
{
    auto finding = findComfy(runs, places.comfy);
    co_await finding; // nodes that only it has will say so
    auto listening = findLanguage(runs, places.language);
    co_await listening;
    if (!runs || places.relay.isEmpty() || places.options.policy.privacy == Privacy::OnlyHere)
        co_return std::unique_ptr<MarketLink>();
    const QString home = places.home.isEmpty() ? defaultHome() : places.home;
    auto link = places.blind ? MarketLink::openBlind(places.relay, home, systemRandom()) : MarketLink::open(places.relay, home, systemRandom());
    if (!link) {
        printError(sentenceFor(link.error()));
        co_return std::unique_ptr<MarketLink>();
    }
    std::unique_ptr<MarketLink> market = std::move(*link);
    auto adding = addMachines(runs, market.get());
    const Done found = co_await adding;
    if (!found && runs)
        printError(sentenceFor(found.error())); // nodes that must run elsewhere will say so
    co_return market;
}

QCoro::Task<void> claimChange(QPointer<MarketLink> market)
{
    constexpr std::chrono::seconds kLimit {30}; // a hold that was asked back is released after the host had its time to show a receipt
    if (!market || !market->wallet())
        co_return;
    auto settling = market->settle(kLimit);
    const Done settled = co_await settling;
    if (!settled)
        printError(sentenceFor(settled.error()));
}

} // namespace weft
