// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/engines/MarketEngines.h"

#include "core/security/Signing.h"

namespace weft {

EngineInfo engineInfoOf(const Offer& offer, const Catalogue& known)
{
    EngineInfo info;
    info.id = keyHashOf(offer.machine).hex();
    info.displayName = offer.name;
    for (const std::string& name : offer.nodeTypes)
        if (const NodeType* type = known.find(name))
            info.catalogue.add(*type);
    info.catalogue.setModels(offer.models);
    info.pricePerReferenceSecond = offer.pricePerReferenceSecond;
    info.speedPermille = offer.speedPermille;
    info.slots = static_cast<int>(offer.slots);
    return info;
}

QCoro::Task<Result<MarketEngines>> marketEngines(RelayConnection& relay, Catalogue known, RandomSource random)
{
    const QPointer<RelayConnection> connection(&relay);
    auto question = relay.listOffers();
    const auto listed = co_await question;
    if (!listed)
        co_return listed.error();
    if (!connection)
        co_return Error {ErrorCode::Cancelled, "the connection was closed"};
    const auto now = std::chrono::time_point_cast<std::chrono::milliseconds>(std::chrono::system_clock::now());
    MarketEngines market;
    for (const auto& entry : *listed) {
        auto offer = openOffer({entry.offer, entry.signature}, now);
        const bool own = offer && offer->machine == connection->key().publicKey();
        if (own)
            continue;
        EngineInfo info = offer ? engineInfoOf(*offer, known) : EngineInfo {};
        if (info.catalogue.types().empty()) {
            ++market.ignored;
            continue;
        }
        market.engines.push_back(std::make_shared<RemoteEngine>(*connection, *offer, info.catalogue, random));
        market.listed.push_back({info.id, offer->device, entry.busySlots, entry.completedJobs, entry.failedJobs});
        market.infos.push_back(std::move(info));
    }
    co_return market;
}

} // namespace weft
