// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/engines/language/LanguageCatalogue.h"

#include "core/base/Utf8.h"

#include <algorithm>

namespace weft {

namespace {

constexpr std::size_t kMostModels = 1000;
constexpr std::size_t kMostNameBytes = 200;
constexpr std::int64_t kUsualTokens = 256;
constexpr std::int64_t kMostSeed = 2'147'483'647; // of all servers the smallest

bool isModelName(const std::string& name)
{
    return !name.empty() && name.size() <= kMostNameBytes && isUtf8(name)
        && std::ranges::none_of(name, [](unsigned char c) { return c < 0x20 || c == 0x7F; });
}

InputSpec inputSpec(std::string name, TypeName type, Json options = Json::object())
{
    InputSpec input;
    input.name = std::move(name);
    input.type = std::move(type);
    input.options = std::move(options);
    return input;
}

InputSpec modelInput()
{
    InputSpec input = inputSpec("model", "COMBO");
    input.modelFolder = kLanguageModels;
    return input;
}

InputSpec optionalInput(InputSpec input)
{
    input.presence = Presence::Optional;
    return input;
}

/// A list of messages comes by a link alone.
InputSpec messagesInput()
{
    InputSpec input = optionalInput(inputSpec("messages", "STRING"));
    input.forceInput = true;
    input.options["tooltip"] = "Messages of ChatMessages; the prompt is added to them.";
    return input;
}

NodeType languageType(std::string name, std::string title, std::string description)
{
    NodeType type;
    type.name = std::move(name);
    type.displayName = std::move(title);
    type.category = "text/language model";
    type.description = std::move(description);
    type.engine = "language";
    return type;
}

OutputSpec outputSpec(std::string name, TypeName type)
{
    OutputSpec output;
    output.name = std::move(name);
    output.type = std::move(type);
    return output;
}

NodeType textGenerate(std::int64_t mostTokens)
{
    NodeType type = languageType("TextGenerate", "Generate Text", "A language model answers a prompt.");
    const Json text = {{"multiline", true}, {"default", ""}};
    const Json tokens = {{"default", std::min(kUsualTokens, mostTokens)}, {"min", 1}, {"max", mostTokens},
        {"tooltip", "The most tokens to make. What is paid is what was made."}};
    const Json seed = {{"default", 0}, {"min", 0}, {"max", kMostSeed}, {"control_after_generate", true}};
    const Json stop = {
        {"multiline", true}, {"default", ""}, {"tooltip", "Where the text ends: up to four, one a line."}};
    type.inputs = {modelInput(), inputSpec("prompt", "STRING", text), inputSpec("system", "STRING", text),
        inputSpec("max_tokens", "INT", tokens),
        inputSpec("temperature", "FLOAT", {{"default", 0.8}, {"min", 0.0}, {"max", 2.0}, {"step", 0.05}}),
        inputSpec("top_p", "FLOAT", {{"default", 0.95}, {"min", 0.0}, {"max", 1.0}, {"step", 0.01}}),
        inputSpec("seed", "INT", seed), optionalInput(inputSpec("stop", "STRING", stop)), messagesInput()};
    type.outputs = {outputSpec("text", "STRING"), outputSpec("tokens", "INT")};
    return type;
}

NodeType chatMessages()
{
    NodeType type = languageType("ChatMessages", "Chat Messages", "Adds a message to a conversation.");
    InputSpec role = inputSpec("role", "COMBO", {{"default", "user"}});
    role.choices = {"system", "user", "assistant"};
    type.inputs = {role, inputSpec("content", "STRING", {{"multiline", true}, {"default", ""}}), messagesInput()};
    type.outputs = {outputSpec("messages", "STRING")};
    return type;
}

NodeType embed()
{
    NodeType type =
        languageType("Embed", "Embed Text", "A text as numbers: texts that mean alike are near each other.");
    type.inputs = {modelInput(), inputSpec("text", "STRING", {{"multiline", true}, {"default", ""}})};
    type.outputs = {outputSpec("embedding", "EMBEDDING")};
    return type;
}

NodeType embeddingSimilarity()
{
    NodeType type = languageType("EmbeddingSimilarity", "Embedding Similarity",
        "How near two texts are: 1 means the same, 0 nothing in common.");
    type.inputs = {inputSpec("a", "EMBEDDING"), inputSpec("b", "EMBEDDING")};
    type.outputs = {outputSpec("similarity", "FLOAT")};
    return type;
}

} // namespace

std::set<TypeName> languageCarriedTypes()
{
    return {"STRING", "INT", "FLOAT", "BOOLEAN", "COMBO", "EMBEDDING"};
}

Result<std::vector<std::string>> languageModelsOf(const Json& answer)
{
    const Json& data = memberAt(answer, "data");
    if (!data.is_array())
        return Error{ErrorCode::ProtocolViolation, "/v1/models has no list \"data\""};
    std::vector<std::string> names;
    for (const Json& entry : data) {
        std::string name = stringAt(entry, "id");
        if (isModelName(name) && names.size() < kMostModels && std::ranges::find(names, name) == names.end())
            names.push_back(std::move(name));
    }
    return names;
}

Catalogue languageCatalogue(const std::vector<std::string>& models, std::int64_t mostTokens)
{
    Catalogue catalogue;
    catalogue.add(textGenerate(mostTokens));
    catalogue.add(chatMessages());
    catalogue.add(embed());
    catalogue.add(embeddingSimilarity());
    std::vector<ModelFile> files;
    for (const std::string& name : models)
        files.push_back({kLanguageModels, name, 0, {}});
    catalogue.setModels(std::move(files));
    return catalogue;
}

} // namespace weft
