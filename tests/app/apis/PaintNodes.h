// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/formats/ApiJson.h"

namespace weft::testing {

inline InputSpec paintInput(const std::string& name, const std::string& type, const Json& options = Json::object())
{
    InputSpec spec;
    spec.name = name;
    spec.type = type;
    spec.options = options;
    return spec;
}

/// A node that loads, one that paints, one that saves.
inline Catalogue paintNodes()
{
    NodeType load;
    load.name = "LoadImage";
    load.inputs = {paintInput("image", "COMBO")};
    load.inputs[0].picksInputFile = true;
    load.outputs = {{"IMAGE", "IMAGE"}};
    load.readsFile = true;
    NodeType paint;
    paint.name = "Paint";
    paint.displayName = "Paint";
    paint.inputs = {paintInput("image", "IMAGE"), paintInput("text", "STRING", {{"multiline", true}}),
        paintInput("steps", "INT", {{"default", 20}, {"min", 1}, {"max", 100}}), paintInput("style", "COMBO")};
    paint.inputs[3].choices = {"oil", "ink", "chalk"};
    paint.outputs = {{"IMAGE", "IMAGE"}};
    NodeType save;
    save.name = "SaveImage";
    save.inputs = {paintInput("images", "IMAGE"), paintInput("filename_prefix", "STRING", {{"default", "a"}})};
    save.isOutput = save.writesFile = true;
    Catalogue catalogue;
    for (const NodeType& type : {load, paint, save})
        catalogue.add(type);
    return catalogue;
}

inline Graph paintGraph()
{
    Prompt prompt;
    prompt.nodes["1"] = {"LoadImage", "Sketch", {{"image", Json("mine.png")}}};
    prompt.nodes["2"] = {"Paint", {}, {{"image", SlotRef {"1", 0}}, {"text", Json("a cat")}, {"steps", Json(20)}, {"style", Json("oil")}}};
    prompt.nodes["3"] = {"SaveImage", {}, {{"images", SlotRef {"2", 0}}, {"filename_prefix", Json("x")}}};
    Graph graph = *graphFromPrompt(prompt, paintNodes());
    Json extra = graph.extra();
    extra["extra"]["weft"]["app"] = Json::array({Json::array({"2", "text", "Words"})});
    graph.setExtra(std::move(extra));
    return graph;
}

} // namespace weft::testing
