// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/protocol/Versions.h"

#include <algorithm>

namespace weft::protocol {

Result<int> negotiate(int theirMin, int theirMax, int ourMin, int ourMax)
{
    const auto range = [](int min, int max) { return std::to_string(min) + "-" + std::to_string(max); };
    const int version = std::min(theirMax, ourMax);
    if (theirMin > theirMax || version < theirMin || version < ourMin)
        return Error {ErrorCode::VersionUnsupported, "no common version",
            {{"theirs", range(theirMin, theirMax)}, {"ours", range(ourMin, ourMax)}}};
    return version;
}

} // namespace weft::protocol
