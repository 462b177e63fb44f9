// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/engines/MarketEngines.h"

#include "app/engines/OfferedNodes.h"
#include "core/security/Signing.h"

namespace weft {

EngineInfo engineInfoOf(const Offer& offer, const Catalogue& known)
{
    EngineInfo info;
    info.id = remoteEngineId(offer, {});
    info.displayName = remoteEngineName(offer, {});
    for (const std::string& name : offer.nodeTypes)
        if (const NodeType* type = known.find(name))
            info.catalogue.add(*type);
    info.catalogue.setModels(offer.models);
    info.pricePerReferenceSecond = offer.pricePerReferenceSecond;
    info.speedPermille = offer.speedPermille;
    info.slots = static_cast<int>(offer.slots);
    return info;
}

Result<EngineInfo> serverInfoOf(const Offer& offer, const OfferedServer& server)
{
    EngineInfo info;
    WEFT_TRY(info.catalogue, unpackNodes(server.nodes.view()));
    info.id = remoteEngineId(offer, server.kind);
    info.displayName = remoteEngineName(offer, server.kind);
    info.machine = remoteEngineId(offer, {});
    info.carries = {server.carries.begin(), server.carries.end()};
    info.pricePerReferenceSecond = server.pricePerReferenceSecond;
    info.work = server.work;
    info.speedPermille = offer.speedPermille;
    return info;
}

namespace {

/// The machine's worker and its servers, as engines. Whether anything of the offer is known here.
bool addOffer(MarketEngines& market, const Offer& offer, const protocol::relay::OfferListed& entry, const Catalogue& known,
    RelayConnection& relay, const RandomSource& random)
{
    const std::size_t before = market.infos.size();
    const auto add = [&](EngineInfo info, const std::string& server) {
        if (info.catalogue.types().empty())
            return;
        market.engines.push_back(std::make_shared<RemoteEngine>(relay, offer, info.catalogue, random, server));
        market.listed.push_back({info.id, offer.device, entry.busySlots, entry.completedJobs, entry.failedJobs});
        market.infos.push_back(std::move(info));
    };
    add(engineInfoOf(offer, known), {});
    for (const OfferedServer& server : offer.servers) {
        if (auto info = serverInfoOf(offer, server))
            add(std::move(*info), server.kind);
    }
    return market.infos.size() > before;
}

} // namespace

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
        if (!offer || !addOffer(market, *offer, entry, known, *connection, random))
            ++market.ignored;
    }
    co_return market;
}

} // namespace weft
