// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <vector>

namespace weft {

/// Turns one seed into any number of independent ones, a tree of them: `spawnKey` names the branch. The numbers are those of
/// NumPy's SeedSequence(entropy, spawn_key, pool_size).generate_state(count).
/// Source: M. E. O'Neill, "Developing a seed_seq Alternative"; NumPy's documentation.
std::vector<std::uint32_t> seedSequence(
    std::uint64_t entropy, const std::vector<std::uint64_t>& spawnKey, std::size_t poolSize, std::size_t count);

} // namespace weft
