// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/runs/OwnServer.h"

namespace weft {

EngineInfo infoOfServer(const Engine& engine, Catalogue catalogue, std::set<TypeName> carries, bool onThisComputer)
{
    EngineInfo info;
    info.id = engine.id();
    info.displayName = engine.displayName();
    info.catalogue = std::move(catalogue);
    info.slots = engine.slots();
    info.carries = std::move(carries);
    info.onThisComputer = onThisComputer;
    return info;
}

} // namespace weft
