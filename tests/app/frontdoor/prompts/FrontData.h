// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/frontdoor/prompts/PromptQueue.h"

#include <QFile>

/// QCOMPARE for JSON, which says both sides as text.
#define COMPARE_JSON(made, wanted) \
    do { \
        const std::string difference = weft::testing::differenceOf(made, wanted); \
        QVERIFY2(difference.empty(), difference.c_str()); \
    } while (false)

namespace weft::testing {

inline std::string differenceOf(const Json& made, const Json& wanted)
{
    return made == wanted ? std::string() : toJsonText(made) + " instead of " + toJsonText(wanted);
}

/// A file of tests/data/frontdoor.
inline Json frontData(const char* name)
{
    QFile file(QStringLiteral(WEFT_TEST_DATA "/frontdoor/") + QLatin1String(name));
    return file.open(QIODevice::ReadOnly) ? parseJson(file.readAll().toStdString()).valueOr(Json()) : Json();
}

/// Some core types as ComfyUI describes them, made Weft's own: files are read and handed out.
inline Catalogue frontCatalogue()
{
    Catalogue catalogue;
    const auto read = Catalogue::fromJson(frontData("object_info.json"));
    for (auto [name, type] : read ? read->types() : Catalogue::Types()) {
        type.engine = "native";
        type.readsFile = name == "LoadImage";
        type.writesFile = name.starts_with("Save");
        catalogue.add(std::move(type));
    }
    return catalogue;
}

/// EmptyImage 1 -> PreviewImage 2, with other settings of node 1.
inline Json smallPrompt(const Json& settings = Json::object())
{
    Json inputs = {{"width", 64}, {"height", 64}, {"batch_size", 1}, {"color", 255}};
    inputs.update(settings);
    return {{"1", {{"class_type", "EmptyImage"}, {"inputs", inputs}}},
        {"2", {{"class_type", "PreviewImage"}, {"inputs", {{"images", Json::array({"1", 0})}}}}}};
}

inline QueuedPromptPtr queuedPrompt(std::string id, Json number, Json extra = Json::object())
{
    QueuedPrompt prompt;
    prompt.id = std::move(id);
    prompt.number = std::move(number);
    prompt.json = smallPrompt();
    prompt.extra = std::move(extra);
    prompt.outputs = {"2"};
    prompt.prompt.nodes = {{"1", {"EmptyImage", {}, {}}}, {"2", {"PreviewImage", {}, {{"images", SlotRef {"1", 0}}}}}};
    prompt.bytes = 1000;
    return std::make_shared<const QueuedPrompt>(std::move(prompt));
}

} // namespace weft::testing
