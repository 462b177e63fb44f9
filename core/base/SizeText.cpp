// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/SizeText.h"

#include <array>
#include <cstdio>

namespace weft {

std::string sizeText(std::uint64_t bytes)
{
    constexpr std::array<const char*, 5> kUnits {"KiB", "MiB", "GiB", "TiB", "PiB"};
    if (bytes < 1024)
        return std::to_string(bytes) + " bytes";
    double value = static_cast<double>(bytes) / 1024;
    std::size_t unit = 0;
    for (; value >= 1023.95 && unit + 1 < kUnits.size(); ++unit) // what would be printed as 1024.0
        value /= 1024;
    std::array<char, 32> text {};
    std::snprintf(text.data(), text.size(), "%.1f %s", value, kUnits[unit]);
    return text.data();
}

} // namespace weft
