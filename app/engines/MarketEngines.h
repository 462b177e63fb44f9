// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/engines/RemoteEngine.h"
#include "core/planning/Plan.h"

namespace weft {

/// What a relay says of a machine that is there now, beside what the planner knows of it.
struct ListedMachine {
    std::string id; // as EngineInfo's
    std::string device; // the machine's own word: "CPU, 2 threads", or its card's name
    std::int64_t busySlots = 0;
    std::int64_t completedJobs = 0; // at this relay, by the relay's count
    std::int64_t failedJobs = 0;

    bool operator==(const ListedMachine&) const = default;
};

/// The machines that a relay lists, as engines and as what the planner knows of them (same order).
struct MarketEngines {
    std::vector<std::shared_ptr<Engine>> engines;
    std::vector<EngineInfo> infos;
    std::vector<ListedMachine> listed;
    int ignored = 0; // offers with a false signature, out of date, or without a node type that is known here
};

/// Asks the relay. A worker's node types are described by `known` (the local catalogue); types that it lacks are left out.
/// A machine's servers are engines of their own, which describe themselves. This
/// machine's own offer is left out. `relay` outlives the engines or is gone (they then fail). Errors: as listOffers().
QCoro::Task<Result<MarketEngines>> marketEngines(RelayConnection& relay, Catalogue known, RandomSource random);

/// One offer's part: what its machine's worker can do and is known here.
EngineInfo engineInfoOf(const Offer& offer, const Catalogue& known);
/// What one of its servers offers, by the offer's own description. Errors: those of unpackNodes.
Result<EngineInfo> serverInfoOf(const Offer& offer, const OfferedServer& server);

} // namespace weft
