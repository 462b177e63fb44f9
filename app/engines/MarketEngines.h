// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/engines/RemoteEngine.h"
#include "core/planning/Plan.h"

namespace weft {

/// The machines that a relay lists, as engines and as what the planner knows of them (same order).
struct MarketEngines {
    std::vector<std::shared_ptr<Engine>> engines;
    std::vector<EngineInfo> infos;
    int ignored = 0; // offers with a false signature, out of date, or without a node type that is known here
};

/// Asks the relay. Node types are described by `known` (the local catalogue); types that it lacks are left out. This
/// machine's own offer is left out. `relay` outlives the engines or is gone (they then fail). Errors: as listOffers().
QCoro::Task<Result<MarketEngines>> marketEngines(RelayConnection& relay, Catalogue known, RandomSource random);

/// One offer's part: what of it is known here.
EngineInfo engineInfoOf(const Offer& offer, const Catalogue& known);

} // namespace weft
