// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/runs/AddMachines.h"

#include <algorithm>

namespace weft {

namespace {

constexpr std::chrono::seconds kRelayLimit {20};

/// What this computer's worker knows: offers are described by it.
Catalogue catalogueHere(const RunController& runs)
{
    const auto& engines = runs.engines();
    const auto here = std::ranges::find(engines, kHere, &EngineInfo::id);
    return here == engines.end() ? runs.catalogue() : here->catalogue;
}

} // namespace

QCoro::Task<Done> addMachines(QPointer<RunController> runs, QPointer<MarketLink> market)
{
    if (!runs || !market)
        co_return Error {ErrorCode::Cancelled};
    auto asking = market->machines(catalogueHere(*runs), kRelayLimit);
    Result<MarketEngines> found = co_await asking;
    if (!runs)
        co_return Error {ErrorCode::Cancelled};
    if (!found)
        co_return found.error();
    if (!runs->isRunning())
        runs->setRemoteEngines(std::move(found->engines), std::move(found->infos));
    co_return Done();
}

} // namespace weft
