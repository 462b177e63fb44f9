// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Reads resources/prices/costs.json.
#include "core/planning/CostTable.h"

namespace weft {

namespace {

constexpr std::int64_t kMaxRate = 1'000'000'000'000; // µs a megapixel: eleven days

Error wrong(const std::string& node, std::string detail)
{
    return {ErrorCode::SettingInvalid, std::move(detail), {{"node", node}}};
}

Result<std::int64_t> number(const std::string& node, const Json& entry, std::string_view key, std::int64_t fallback = -1)
{
    const Json& value = memberAt(entry, key);
    if (value.is_null() && fallback >= 0)
        return fallback;
    if (!value.is_number_integer() || value.get<std::int64_t>() < 0 || value.get<std::int64_t>() > kMaxRate)
        return wrong(node, "a cost must be a whole number within bounds: " + std::string(key));
    return value.get<std::int64_t>();
}

std::vector<std::string> names(const Json& entry, std::string_view key)
{
    std::vector<std::string> list;
    const Json& value = memberAt(entry, key);
    for (const Json& name : value.is_array() ? value : Json::array()) {
        if (name.is_string())
            list.push_back(name.get<std::string>());
    }
    return list;
}

} // namespace

Result<CostTable::NodeCost> CostTable::parseNode(const std::string& name, const Json& entry)
{
    NodeCost cost;
    WEFT_TRY(cost.baseMicros, number(name, entry, "base_us"));
    cost.uses = stringAt(entry, "uses");
    WEFT_TRY(cost.microsPerMegapixel, number(name, entry, "us_per_megapixel", cost.uses.empty() ? -1 : 0));
    cost.of = stringAt(entry, "of", "larger");
    if (cost.of != "larger" && cost.of != "inputs" && cost.of != "output")
        return wrong(name, "unknown \"of\"");
    cost.literal = stringAt(entry, "literal");
    cost.loads = stringAt(entry, "loads");
    cost.passes = stringAt(entry, "passes");
    cost.folder = stringAt(entry, "folder");
    const Json& size = memberAt(entry, "size");
    cost.size.like = names(size, "like");
    cost.size.fixed = names(size, "fixed");
    cost.size.pad = names(size, "pad");
    cost.size.permilleSquared = stringAt(size, "permille_squared");
    cost.size.megapixels = stringAt(size, "megapixels");
    cost.size.times = stringAt(size, "times");
    cost.size.joins = boolAt(size, "joins");
    cost.size.model = boolAt(size, "model");
    cost.size.none = boolAt(size, "none");
    cost.size.largestInput = size.is_null();
    if (!cost.size.pad.empty() && cost.size.pad.size() != 4)
        return wrong(name, "\"pad\" needs four settings");
    return cost;
}

Done CostTable::parseModels(const Json& json)
{
    for (const auto& [name, entry] : memberAt(json, "architectures").items()) {
        Architecture architecture;
        WEFT_TRY(architecture.microsPerMegapixel, number(name, entry, "us_per_megapixel"));
        WEFT_TRY(architecture.scalePermille, number(name, entry, "scale_permille"));
        m_architectures.emplace(name, architecture);
    }
    if (!m_architectures.contains("unknown"))
        return wrong("unknown", "the architecture \"unknown\" is missing");
    for (const auto& [hex, entry] : memberAt(json, "models").items()) {
        WEFT_TRY(const Hash256 hash, Hash256::fromHex(hex));
        CuratedModel model {stringAt(entry, "folder"), stringAt(entry, "name"), stringAt(entry, "architecture")};
        if (!m_architectures.contains(model.architecture))
            return wrong(model.name, "unknown architecture");
        m_models.emplace(hash, std::move(model));
    }
    return {};
}

Result<CostTable> CostTable::parse(std::string_view text)
{
    WEFT_TRY(const Json json, parseJson(text));
    CostTable table;
    for (const auto& [type, entry] : memberAt(json, "bytes_per_pixel").items()) {
        WEFT_TRY(const std::int64_t bytes, number(type, memberAt(json, "bytes_per_pixel"), type));
        if (bytes == 0)
            return wrong(type, "a pixel has at least one byte");
        table.m_bytesPerPixel.emplace(type, bytes);
    }
    WEFT_TRY(table.m_default, parseNode("default", memberAt(json, "default")));
    for (const auto& [name, entry] : memberAt(json, "nodes").items()) {
        WEFT_TRY(NodeCost cost, parseNode(name, entry));
        table.m_nodes.emplace(name, std::move(cost));
    }
    WEFT_CHECK(table.parseModels(json));
    return table;
}

} // namespace weft
