// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>

namespace weft {

/// A number of bytes for people, as an argument of an error: "812 bytes", "1.5 MiB", "12.0 GiB".
std::string sizeText(std::uint64_t bytes);

} // namespace weft
