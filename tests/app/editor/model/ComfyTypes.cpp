// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/app/editor/model/ComfyTypes.h"

#include "core/values/MappedFile.h"

namespace weft {

const Catalogue& comfyTypes()
{
    static const Catalogue catalogue = [] {
        const SharedBytes bytes = *readFile(WEFT_TEST_DATA "/comfyui/object_info.json", 1u << 24);
        const Json json = *parseJson({reinterpret_cast<const char*>(bytes.data()), bytes.size()});
        Catalogue some;
        for (const auto& [name, entry] : json.items())
            some.add(*fromObjectInfo(name, entry));
        return some;
    }();
    return catalogue;
}

} // namespace weft
