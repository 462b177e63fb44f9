// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
// PNG chunks: texts are bounded, and a text that was added is found again.
#include "core/base/Limits.h"
#include "core/formats/PngText.h"

#include <cstdlib>

using namespace weft;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const auto found = readPngText({data, size});
    if (!found)
        return 0;
    std::size_t total = 0;
    for (const auto& [key, text] : found->texts)
        total += text.size();
    if (total > 2 * kMaxWorkflowBytes) // Latin-1 may double
        std::abort();
    const auto added = addPngText(SharedBytes::copyOf({data, size}), "weft", "text ✓");
    if (!added)
        return 0;
    const auto again = readPngText(added->view());
    if (!again || !again->texts.contains("weft") || again->texts.at("weft") != "text ✓")
        std::abort();
    return 0;
}
