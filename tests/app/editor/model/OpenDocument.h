// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/editor/model/CanvasDocument.h"
#include "core/formats/OpenWorkflow.h"
#include "tests/app/editor/model/ComfyTypes.h"

namespace weft {

/// A workflow of tests/data.
inline Graph graphOf(const char* name)
{
    return openWorkflow(std::string(WEFT_TEST_DATA "/workflows/") + name, comfyTypes())->graph;
}

struct OpenDocument {
    explicit OpenDocument(const char* name)
        : document(comfyTypes())
    {
        document.open(graphOf(name));
    }

    const Node* node(const char* id) const { return document.graph().findNode(id); }

    CanvasDocument document;
};

} // namespace weft
