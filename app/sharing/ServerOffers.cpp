// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/sharing/ServerOffers.h"

#include "app/engines/language/LanguageCatalogue.h"
#include "core/base/Json.h"
#include "core/files/ReplaceFile.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>

#include <algorithm>

namespace weft {

namespace {

constexpr qint64 kMostOffersBytes = 8 << 20;
constexpr std::int64_t kMicrosPerSecond = 1'000'000;
constexpr std::int64_t kMostCallMicros = 1'000'000'000'000; // far below where the cost tables end

std::optional<Money> priceAt(const Json& line)
{
    const Json& price = memberAt(line, "price_micro_credits");
    if (!price.is_number_integer())
        return std::nullopt;
    const Money read = microCredits(price.get<std::int64_t>());
    return read.isNegative() || read > kMaxAmount ? std::nullopt : std::optional(read);
}

void putPrice(Json& line, const std::optional<Money>& price)
{
    if (price)
        line["price_micro_credits"] = price->micro;
}

ComfyOffer comfyOfferFrom(const Json& json)
{
    ComfyOffer offer;
    offer.isOn = boolAt(json, "on");
    offer.server = QUrl(QString::fromStdString(stringAt(json, "server")));
    const Json& classes = memberAt(json, "classes");
    if (!classes.is_object())
        return offer;
    for (const auto& [name, line] : classes.items())
        offer.classes[name] = {boolAt(line, "listed"), priceAt(line)};
    return offer;
}

LanguageOffer languageOfferFrom(const Json& json)
{
    LanguageOffer offer;
    offer.isOn = boolAt(json, "on");
    offer.server = QUrl(QString::fromStdString(stringAt(json, "server")));
    offer.key = stringAt(json, "key");
    offer.pricePer1000Tokens = priceAt(json);
    offer.mostTokens = std::clamp<std::int64_t>(intAt(json, "most_tokens", offer.mostTokens), 1, kMostTokens);
    const Json& models = memberAt(json, "models");
    for (const Json& model : models.is_array() ? models : Json::array()) {
        if (model.is_string())
            offer.models.insert(model.get<std::string>());
    }
    return offer;
}

Json jsonOfOffer(const ComfyOffer& offer)
{
    Json classes = Json::object();
    for (const auto& [name, one] : offer.classes) {
        Json line {{"listed", one.isListed}};
        putPrice(line, one.price);
        classes[name] = std::move(line);
    }
    return {{"on", offer.isOn}, {"server", offer.server.toString().toStdString()}, {"classes", std::move(classes)}};
}

Json jsonOfOffer(const LanguageOffer& offer)
{
    Json json {{"on", offer.isOn}, {"server", offer.server.toString().toStdString()}, {"models", offer.models}, {"most_tokens", offer.mostTokens}};
    if (!offer.key.empty())
        json["key"] = offer.key;
    putPrice(json, offer.pricePer1000Tokens);
    return json;
}

/// A price of a call as the time that costs it at the server's price.
Result<std::int64_t> microsCosting(Money price, Money perSecond)
{
    WEFT_TRY(const Money micros, timesRatioUp(price, kMicrosPerSecond, perSecond.micro));
    if (micros.micro > kMostCallMicros)
        return Error {ErrorCode::LimitExceeded, "a price of a call"};
    return micros.micro;
}

GuestServer comfyServerOf(const ComfyOffer& offer, Money perSecond)
{
    const bool hasPrices = std::ranges::any_of(offer.classes, [](const auto& one) { return one.second.price.has_value(); });
    const bool isFree = perSecond == Money {};
    const Money rate = isFree ? credits(1) : perSecond; // what is free by its work counts no time then
    ComfyGuests guests;
    guests.only.emplace();
    std::map<std::string, std::int64_t> work;
    for (const auto& [name, one] : offer.classes) {
        const auto micros = one.price ? microsCosting(*one.price, rate) : Result<std::int64_t>(std::int64_t {0});
        if (!micros)
            continue;
        guests.only->insert(name);
        if (one.isListed)
            guests.listed.insert(name);
        if (one.price || (hasPrices && isFree))
            work[name] = *micros;
    }
    GuestServer server = comfyForGuests(offer.server, std::move(guests));
    if (hasPrices)
        server.pricePerReferenceSecond = rate;
    server.work = [work] { return work; };
    return server;
}

GuestServer languageServerOf(const LanguageOffer& offer)
{
    LanguageSettings settings;
    settings.server = offer.server;
    settings.key = offer.key;
    settings.only = offer.models;
    settings.mostTokens = offer.mostTokens;
    return languageForGuests(std::move(settings), offer.pricePer1000Tokens);
}

} // namespace

ServerOffers readOffers(const QString& path)
{
    QFile file(path);
    if (file.size() > kMostOffersBytes || !file.open(QFile::ReadOnly))
        return {};
    const auto json = parseJson(file.readAll().toStdString());
    if (!json)
        return {};
    return {comfyOfferFrom(memberAt(*json, "comfyui")), languageOfferFrom(memberAt(*json, "language"))};
}

Done writeOffers(const QString& path, const ServerOffers& offers)
{
    QDir().mkpath(QFileInfo(path).absolutePath());
    const Json json {{"version", 1}, {"comfyui", jsonOfOffer(offers.comfy)}, {"language", jsonOfOffer(offers.language)}};
    return replaceFile(path, toJsonText(json, 1), FileReaders::Owner);
}

std::vector<GuestServer> guestServersOf(const ServerOffers& offers, Money pricePerReferenceSecond)
{
    std::vector<GuestServer> servers;
    if (offers.comfy.isOn && !offers.comfy.classes.empty())
        servers.push_back(comfyServerOf(offers.comfy, pricePerReferenceSecond));
    if (offers.language.isOn && !offers.language.models.empty())
        servers.push_back(languageServerOf(offers.language));
    return servers;
}

} // namespace weft
