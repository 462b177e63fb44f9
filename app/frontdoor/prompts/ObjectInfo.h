// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/catalogue/Catalogue.h"

namespace weft {

/// A node type as ComfyUI's /object_info describes it: nothing of Weft's own in it. Core types of ComfyUI 0.3.64 are written
/// in the form that they have there, of which there are two (choices as a list, or as "COMBO" with options).
Json comfyObjectInfo(const NodeType& type);
/// All of them, as JSON text: {class: entry, ...}.
std::string comfyObjectInfoText(const Catalogue& catalogue);

/// [type, options] of an input, as error messages of the validation show it: options are never left out.
Json inputConfig(const NodeType& type, const InputSpec& input);
/// The type as a text inside such a message: its choices, where they are a list.
std::string inputTypeText(const NodeType& type, const InputSpec& input);

/// Whether ComfyUI 0.3.64 describes this core type in the newer of its two forms.
bool hasNewForm(std::string_view type);

} // namespace weft
