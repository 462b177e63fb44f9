// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/market/MachineList.h"
#include "app/market/TypicalJobs.h"

namespace weft {

// What is said of machines, in the user's language.

/// "KSampler and 37 more · 6 models": what was found first.
QString offerText(const MachineHit& hit);
/// "118 jobs done · 2 failed", "no job yet"; empty where no relay counted.
QString jobsText(const MarketMachine& machine);
/// "free", "0.02 /s".
QString priceText(const EngineInfo& machine);
/// "2.3 × the reference machine, by its own word".
QString speedText(const EngineInfo& machine);
QString typicalJobText(const TypicalJob& job);
/// What the machine could see of a run, a sentence each, and what it can't.
QStringList seenTexts(const Catalogue& catalogue);
/// All of a row, for screen readers.
QString rowText(const MachineHit& hit);

} // namespace weft
