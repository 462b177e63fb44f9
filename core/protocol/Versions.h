// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Result.h"

/// The versions of the three wires that this build speaks. A hello carries [min, max]; the answer picks the highest
/// that both have, or refuses with VersionUnsupported and both ranges.
namespace weft::protocol {

constexpr int kRelayVersionMin = 1;
constexpr int kRelayVersionMax = 1;
constexpr int kPeerVersionMin = 1;
constexpr int kPeerVersionMax = 1;
constexpr int kWorkerVersionMin = 1;
constexpr int kWorkerVersionMax = 1;

/// The highest version in both ranges. Errors: VersionUnsupported (args: theirs, ours).
Result<int> negotiate(int theirMin, int theirMax, int ourMin, int ourMax);

} // namespace weft::protocol
