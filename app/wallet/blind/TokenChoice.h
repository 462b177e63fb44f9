// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Money.h"

#include <optional>
#include <vector>

/// Which tokens: powers of two of the smallest (core/protocol/RelayBlind.h). Pure functions.
namespace weft {

/// The fewest tokens that are worth exactly `amount`, a whole number of units, largest first.
std::vector<int> fewestTokens(Money amount);
/// As fewestTokens, but with up to four of each kind from the smallest on, so that several jobs can be paid at a time.
std::vector<int> spreadTokens(Money amount);

/// Indexes of tokens (by their powers) that are worth `needed` or as little more as can be: the rest comes back as
/// change. At least one. Nothing when all together are worth less, or more than `limit` of them would be needed.
std::optional<std::vector<std::size_t>> tokensFor(const std::vector<int>& powers, Money needed, std::size_t limit);

} // namespace weft
