// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
// JSON of any kind: what is read can be written, and what was written is read as the same.
#include "core/base/Json.h"

#include <cstdlib>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const auto json = weft::parseJson({reinterpret_cast<const char*>(data), size}, {.maxBytes = 1 << 20});
    if (!json)
        return 0;
    const std::string text = weft::toJsonText(*json);
    const auto again = weft::parseJson(text);
    if (!again || weft::toJsonText(*again) != text)
        std::abort();
    return 0;
}
