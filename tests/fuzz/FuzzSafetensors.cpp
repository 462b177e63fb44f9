// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Safetensors files and values: what is read lies inside the file, and is written and read as the same.
#include "core/values/Safetensors.h"
#include "core/values/Value.h"

#include <algorithm>
#include <cstdlib>

using namespace weft;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const SharedBytes bytes = SharedBytes::copyOf({data, size});
    const auto file = parseSafetensors(bytes);
    if (!file)
        return 0;
    unsigned sum = 0;
    for (const auto& [name, tensor] : file->tensors) {
        for (const std::uint8_t byte : tensor.data.view())
            sum += byte; // touches all of it
    }
    volatile unsigned used = sum;
    (void)used;
    const auto written = writeSafetensors(*file);
    if (!written)
        std::abort();
    const auto again = parseSafetensors(*written);
    if (!again || again->tensors.size() != file->tensors.size() || again->metadata != file->metadata)
        std::abort();
    if (const auto value = decodeValue(bytes)) {
        const auto encoded = encodeValue(*value);
        if (!encoded || !decodeValue(*encoded))
            std::abort();
    }
    return 0;
}
