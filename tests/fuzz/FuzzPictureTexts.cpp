// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
// EXIF in WebP and JPEG: texts are bounded, and what was added is found again.
#include "core/base/Limits.h"
#include "core/formats/Exif.h"
#include "core/formats/PictureTexts.h"

#include <cstdlib>

using namespace weft;

namespace {

void hold(bool good)
{
    if (!good)
        std::abort();
}

std::size_t sizeOf(const std::map<std::string, std::string>& texts)
{
    std::size_t total = 0;
    for (const auto& [key, text] : texts)
        total += text.size();
    return total;
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    hold(sizeOf(readExifTexts({data, size})) <= kMaxWorkflowBytes);
    const auto found = readPictureTexts({data, size});
    if (!found)
        return 0;
    hold(sizeOf(found->texts) <= 2 * kMaxWorkflowBytes); // Latin-1 may double
    const auto added = addPictureTexts(SharedBytes::copyOf({data, size}), {{"workflow", "text ✓"}, {"prompt", "p"}});
    if (!added)
        return 0;
    const auto again = readPictureTexts(added->view());
    hold(again && again->texts.contains("workflow") && again->texts.at("workflow") == "text ✓" && again->texts.at("prompt") == "p");
    return 0;
}
