// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

/// The versions of the three wires that this build speaks. A hello carries [min, max]; the answer picks the highest
/// that both have, or refuses with VersionUnsupported and both ranges.
namespace weft::protocol {

constexpr int kRelayVersionMin = 1;
constexpr int kRelayVersionMax = 1;
constexpr int kPeerVersionMin = 1;
constexpr int kPeerVersionMax = 1;
constexpr int kWorkerVersionMin = 1;
constexpr int kWorkerVersionMax = 1;

} // namespace weft::protocol
