// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Json.h"

#include <string>
#include <vector>

namespace weft {

/// A value type by ComfyUI's name: "IMAGE", "MASK", "LATENT", "INT", "FLOAT", "STRING", "BOOLEAN", "COMBO", "MODEL", ...
/// "*" matches anything; a comma separates alternatives ("INT,FLOAT").
using TypeName = std::string;

/// Whether an output of type `from` may be linked to an input of type `to`: the sets overlap, or one is "*".
bool typesMatch(std::string_view from, std::string_view to);
/// INT, FLOAT, STRING, BOOLEAN and COMBO have an editor on the node; all others only a port.
bool isSettingType(std::string_view type);
/// Whether a value of this type may cross from one machine to another at all. Models, samplers and guiders can't.
bool typeTravels(std::string_view type);

enum class Presence { Required, Optional, Hidden };

/// One input: a port, and for setting types also an editor.
struct InputSpec {
    std::string name;
    TypeName type;
    Presence presence = Presence::Required;
    bool lazy = false; // asked for only when the node says so
    bool forceInput = false; // a port without an editor
    std::vector<std::string> choices; // COMBO
    std::string modelFolder; // COMBO filled from this model folder, e.g. "upscale_models"
    bool picksInputFile = false; // the choice is a file of the input folder (image_upload)
    bool picksInputFolder = false; // the choice is a folder in the input folder; its files come as one value
    Json options = Json::object(); // default, min, max, step, multiline, tooltip, ... as in ComfyUI's object_info

    /// What the setting names comes along with the run, as a FILE.
    bool picksInput() const { return picksInputFile || picksInputFolder; }
    /// Of a setting that names a model file: its default, where it has one, stands for no file ("[None]").
    std::string noModel() const { return modelFolder.empty() ? std::string() : stringAt(options, "default"); }
    bool isSetting() const { return !forceInput && isSettingType(type); }

    bool operator==(const InputSpec&) const = default;
};

struct OutputSpec {
    std::string name;
    TypeName type;
    bool isList = false;
    bool holdsModel = false; // its value refers to a model's memory, so it can't be sent
    std::string tooltip;

    bool operator==(const OutputSpec&) const = default;
};

/// A node type as data: this is all that app and relay ever know of it. Field for field ComfyUI's object_info.
struct NodeType {
    std::string name; // class_type
    std::string displayName;
    std::string category; // "image/upscaling"
    std::string description;
    std::vector<InputSpec> inputs; // in display order
    std::vector<OutputSpec> outputs;
    bool isOutput = false; // OUTPUT_NODE: a reason to run
    bool inputIsList = false; // INPUT_IS_LIST: called once, with whole lists
    bool deprecated = false;
    bool experimental = false;
    bool idempotent = true; // false: never answered from a cache, NOT_IDEMPOTENT
    bool readsFile = false; // takes a file of the input folder as a value (LoadImage)
    bool writesFile = false; // hands out files (SaveImage)
    std::string engine = "native"; // which engine offers it

    const InputSpec* findInput(std::string_view name) const;
    int inputIndex(std::string_view name) const; // -1: none

    bool operator==(const NodeType&) const = default;
};

/// ComfyUI's object_info entry, both ways. Unknown keys are ignored. Errors: JsonNotAWorkflow when the shape is wrong.
Json toObjectInfo(const NodeType& type);
Result<NodeType> fromObjectInfo(const std::string& name, const Json& entry);

} // namespace weft
