// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/SharedBytes.h"

#include <filesystem>
#include <vector>

/// Files that are there whole or not at all.
namespace weft::cachefiles {

/// Writes beside `path` and renames. With `sync` it has reached the disk on return; without, a power cut may lose or
/// tear it (which its hash then shows), a killed process may not. Never leaves a torn file under `path`.
/// Errors: DiskFull, FileUnwritable (args: path).
Done writeWhole(const std::filesystem::path& path, ByteView bytes, bool sync);

/// Marks a file as used now. A failure doesn't matter: it is then evicted too early.
void touch(const std::filesystem::path& path);

struct Found {
    std::filesystem::path path;
    std::uint64_t sizeBytes = 0; // on disk, in blocks
    std::filesystem::file_time_type used;
};
/// All files of a cache below `folder`. Left-over unfinished files of writers that died are removed on the way.
std::vector<Found> list(const std::filesystem::path& folder);

} // namespace weft::cachefiles
