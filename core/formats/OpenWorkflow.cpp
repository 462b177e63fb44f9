// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/formats/OpenWorkflow.h"

#include "core/base/Limits.h"
#include "core/formats/ApiJson.h"
#include "core/formats/PictureTexts.h"
#include "core/formats/WorkflowJson.h"
#include "core/values/MappedFile.h"

namespace weft {

namespace {

/// The API form has no properties; a wish for a place stands in `_meta`, where ComfyUI keeps the title.
void takePlaces(const Json& prompt, Graph& graph)
{
    for (const auto& [id, entry] : prompt.items()) {
        const std::string place = stringAt(memberAt(entry, "_meta"), kPlaceProperty);
        if (Node* const node = graph.editNode(id); node && !place.empty())
            node->extra["properties"][kPlaceProperty] = place;
    }
}

Result<Opened> fromJson(const Json& json, const Catalogue& catalogue)
{
    Opened opened;
    if (isWorkflowJson(json)) {
        WEFT_TRY(opened.graph, readWorkflow(json, catalogue));
        return opened;
    }
    const Json& posted = memberAt(json, "prompt");
    if (!isApiJson(json) && !isApiJson(posted))
        return Error {ErrorCode::JsonNotAWorkflow, "neither a workflow nor a prompt"};
    const Json& nodes = isApiJson(json) ? json : posted;
    WEFT_TRY(const Prompt prompt, readApiJson(nodes));
    WEFT_TRY(opened.graph, graphFromPrompt(prompt, catalogue));
    takePlaces(nodes, opened.graph);
    opened.form = WorkflowForm::Api;
    return opened;
}

Result<Opened> fromText(std::string_view text, const Catalogue& catalogue)
{
    WEFT_TRY(const Json json, parseJson(text, {.maxBytes = kMaxWorkflowBytes}));
    return fromJson(json, catalogue);
}

/// The workflow has positions and notes, so it goes before the prompt. A comment may be anything.
Result<Opened> fromPicture(ByteView bytes, const Catalogue& catalogue)
{
    WEFT_TRY(const PngTexts picture, readPictureTexts(bytes));
    for (const char* key : {"workflow", "prompt", "comment"}) {
        const auto text = picture.texts.find(key);
        const bool isOther = text != picture.texts.end() && key == std::string_view("comment") && !text->second.starts_with('{');
        if (text == picture.texts.end() || isOther)
            continue;
        WEFT_TRY(Opened opened, fromText(text->second, catalogue));
        opened.fromPicture = true;
        return opened;
    }
    if (!picture.complete)
        return Error {ErrorCode::FileTruncated, "the picture ends before its end"};
    return Error {ErrorCode::JsonNotAWorkflow, "this picture carries no workflow"};
}

} // namespace

Result<Opened> openWorkflow(const SharedBytes& bytes, const Catalogue& catalogue)
{
    if (bytes.empty())
        return Error {ErrorCode::FileTruncated, "the file is empty"};
    if (isPictureWithTexts(bytes.view()))
        return fromPicture(bytes.view(), catalogue);
    return fromText({reinterpret_cast<const char*>(bytes.data()), bytes.size()}, catalogue);
}

Result<Opened> openWorkflow(const std::string& path, const Catalogue& catalogue)
{
    WEFT_TRY(const SharedBytes bytes, readFile(path, kMaxPictureFileBytes));
    auto opened = openWorkflow(bytes, catalogue);
    if (!opened)
        return opened.error().with("path", path);
    return opened;
}

} // namespace weft
