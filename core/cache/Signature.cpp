// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/cache/Signature.h"

#include "core/values/Sha256.h"

#include <optional>

namespace weft {

namespace {

constexpr std::string_view kVersion = "weft.signature.1"; // change it when nodes begin to compute something else

/// Every part goes in with its length, so that no two lists of parts run together.
class Parts {
public:
    void add(std::string_view text)
    {
        const std::uint64_t size = text.size();
        std::array<std::uint8_t, 8> prefix {};
        for (std::size_t i = 0; i < prefix.size(); ++i)
            prefix[i] = static_cast<std::uint8_t>(size >> (8 * i));
        m_hash.update(prefix);
        m_hash.update({reinterpret_cast<const std::uint8_t*>(text.data()), text.size()});
    }
    Hash256 finish() { return m_hash.finish(); }

private:
    Sha256 m_hash;
};

/// Sorted keys; the same for all who built the JSON.
std::string canonical(const Json& json)
{
    return json.is_structured() ? nlohmann::json::parse(toJsonText(json)).dump() : toJsonText(json);
}

/// Nothing when the content behind a name isn't known.
std::optional<std::string> literalPart(const Json& literal, const InputSpec* input, const Catalogue& catalogue, const FileHashes& files)
{
    if (!input || !literal.is_string())
        return canonical(literal);
    const std::string& name = literal.get_ref<const std::string&>();
    if (input->picksInput()) {
        const auto hash = files.find(name);
        return hash == files.end() ? std::nullopt : std::optional("file " + hash->second.hex());
    }
    const ModelFile* model = input->modelFolder.empty() ? nullptr : catalogue.findModel(input->modelFolder, name);
    if (model && !model->sha256.isNull())
        return "model " + model->sha256.hex();
    if (model)
        return canonical(literal) + " " + std::to_string(model->sizeBytes);
    return canonical(literal);
}

} // namespace

Result<std::map<NodeId, Hash256>> signatures(
    const Prompt& prompt, const Catalogue& catalogue, const FileHashes& files, std::string_view salt)
{
    WEFT_TRY(const std::vector<NodeId> order, topologicalOrder(prompt));
    std::map<NodeId, Hash256> found;
    for (const NodeId& id : order) {
        const PromptNode& node = prompt.nodes.at(id);
        const NodeType* type = catalogue.find(node.type);
        if (!type || !type->idempotent)
            continue;
        Parts parts;
        for (const std::string_view part : {kVersion, salt, std::string_view(node.type)})
            parts.add(part);
        bool known = true;
        for (const auto& [name, input] : node.inputs) {
            parts.add(name);
            if (const auto* ref = std::get_if<SlotRef>(&input)) {
                const auto origin = found.find(ref->node);
                known &= origin != found.end();
                if (known)
                    parts.add("link " + origin->second.hex() + " " + std::to_string(ref->slot));
            } else {
                const auto part = literalPart(std::get<Json>(input), type->findInput(name), catalogue, files);
                known &= part.has_value();
                parts.add(part.value_or(std::string()));
            }
        }
        if (known)
            found.emplace(id, parts.finish());
    }
    return found;
}

} // namespace weft
