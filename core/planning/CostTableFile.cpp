// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Reads resources/prices/costs.json.
#include "core/planning/CostNumbers.h"
#include "core/planning/CostTable.h"

#include <array>

namespace weft {

using namespace costs;

Result<CostTable::SizeRule> CostTable::parseSize(const std::string& name, const Json& size)
{
    SizeRule rule;
    rule.like = names(size, "like");
    rule.fixed = names(size, "fixed");
    rule.pad = names(size, "pad");
    rule.permilleSquared = stringAt(size, "permille_squared");
    rule.megapixels = stringAt(size, "megapixels");
    rule.times = stringAt(size, "times");
    rule.splits = stringAt(size, "splits");
    rule.joins = boolAt(size, "joins");
    rule.model = boolAt(size, "model");
    rule.none = boolAt(size, "none");
    rule.largestInput = size.is_null();
    WEFT_TRY(rule.pixels, number(name, size, "pixels", 0));
    WEFT_TRY(rule.scale, number(name, size, "scale", 1));
    WEFT_TRY(rule.cell, number(name, size, "cell", 0));
    if (rule.scale > 1000 || rule.cell > 1000)
        return wrong(name, "\"scale\" and \"cell\" are small numbers");
    if (!rule.pad.empty() && rule.pad.size() != 4)
        return wrong(name, "\"pad\" needs four settings");
    rule.by = stringAt(size, "by");
    for (const auto& [way, entry] : memberAt(size, "cases").items()) {
        WEFT_TRY(SizeRule one, parseSize(name, entry));
        rule.cases.emplace(way, std::move(one));
    }
    return rule;
}

Done CostTable::parseTokens(const std::string& name, const Json& entry, NodeCost& cost)
{
    cost.tokens = stringAt(entry, "tokens");
    const bool counts = !cost.tokens.empty();
    WEFT_TRY(cost.microsPerText, number(name, entry, "us_per_text"));
    WEFT_TRY(cost.microsPerToken, number(name, entry, "us_per_token", counts ? -1 : 0));
    WEFT_TRY(cost.mostTokens, number(name, entry, "most_tokens", counts ? -1 : 0));
    WEFT_TRY(cost.unknownTokens, number(name, entry, "unknown_tokens", counts ? -1 : 0));
    if (cost.unknownTokens > cost.mostTokens || cost.mostTokens > kMaxSetting)
        return wrong(name, "tokens out of bounds");
    return {};
}

Result<CostTable::NodeCost> CostTable::parseNode(const std::string& name, const Json& entry)
{
    static constexpr std::array<std::string_view, 6> kRates {"pixels", "step", "decode", "encode", "text", "token"};
    NodeCost cost;
    WEFT_TRY(cost.baseMicros, number(name, entry, "base_us"));
    cost.uses = stringAt(entry, "uses");
    const bool isByToken = stringAt(entry, "rate") == "token";
    WEFT_TRY(cost.microsPerMegapixel, number(name, entry, "us_per_megapixel", cost.uses.empty() && !isByToken ? -1 : 0));
    if (isByToken) {
        WEFT_CHECK(parseTokens(name, entry, cost));
    }
    WEFT_TRY(cost.repeat, number(name, entry, "repeat", 1));
    cost.of = stringAt(entry, "of", "larger");
    if (cost.of != "larger" && cost.of != "inputs" && cost.of != "output")
        return wrong(name, "unknown \"of\"");
    cost.ofInput = stringAt(entry, "of_input");
    const auto rate = std::ranges::find(kRates, stringAt(entry, "rate", "pixels"));
    if (rate == kRates.end() || cost.repeat > 1000)
        return wrong(name, "unknown \"rate\", or \"repeat\" out of bounds");
    cost.rate = static_cast<Rate>(rate - kRates.begin());
    cost.literal = stringAt(entry, "literal");
    cost.loads = stringAt(entry, "loads");
    cost.passes = stringAt(entry, "passes");
    cost.folder = stringAt(entry, "folder");
    cost.unknown = stringAt(entry, "unknown", "unknown");
    cost.keeps = names(entry, "keeps");
    cost.texts = names(entry, "texts");
    WEFT_TRY(cost.size, parseSize(name, memberAt(entry, "size")));
    const Json& latent = memberAt(entry, "latent");
    cost.latent.isLatent = latent.is_object();
    cost.latent.model = boolAt(latent, "model");
    cost.latent.mask = stringAt(latent, "mask");
    WEFT_TRY(cost.latent.channels, number(name, latent, "channels", 0));
    WEFT_TRY(cost.sampling, SamplingRule::parse(name, entry));
    return cost;
}

Done CostTable::parseModels(const Json& json)
{
    for (const auto& [name, entry] : memberAt(json, "architectures").items()) {
        Architecture architecture;
        WEFT_TRY(architecture.microsPerMegapixel, number(name, entry, "us_per_megapixel", 0));
        WEFT_TRY(architecture.decodeMicros, number(name, entry, "decode_us_per_megapixel", 0));
        WEFT_TRY(architecture.encodeMicros, number(name, entry, "encode_us_per_megapixel", 0));
        WEFT_TRY(architecture.textMicros, number(name, entry, "text_us", 0));
        WEFT_TRY(architecture.scalePermille, number(name, entry, "scale_permille", 1000));
        WEFT_TRY(architecture.channels, number(name, entry, "channels", 0));
        if (architecture.channels > 1000)
            return wrong(name, "no latent has so many channels");
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

/// What stands for models that aren't listed must have the rate that the node asks for.
Done CostTable::checkModels(const std::string& name, const NodeCost& cost) const
{
    const auto unknown = m_architectures.find(cost.unknown);
    if (unknown == m_architectures.end() || (!cost.uses.empty() && unknown->second.rate(cost.rate) == 0))
        return wrong(name, "what stands for an unlisted model isn't there, or has no such rate");
    if (cost.uses.empty() && cost.rate != Rate::Pixels && cost.rate != Rate::Token)
        return wrong(name, "a model's rate without a model");
    return {};
}

Done CostTable::parseTypes(const Json& json)
{
    const auto read = [&json](std::string_view key, auto& types) -> Done {
        const Json& list = memberAt(json, key);
        for (const auto& [type, entry] : list.items()) {
            WEFT_TRY(const std::int64_t ratio, number(type, list, type));
            if (ratio == 0 || ratio > 1000)
                return wrong(type, "a pixel has at least one byte, or a byte some pixels");
            types.emplace(type, ratio);
        }
        return {};
    };
    WEFT_CHECK(read("bytes_per_pixel", m_bytesPerPixel));
    return read("pixels_per_byte", m_pixelsPerByte);
}

Result<CostTable> CostTable::parse(std::string_view text)
{
    WEFT_TRY(const Json json, parseJson(text));
    CostTable table;
    WEFT_CHECK(table.parseTypes(json));
    WEFT_CHECK(table.parseModels(json));
    WEFT_TRY(table.m_samplers, SamplerTable::parse(json));
    WEFT_TRY(table.m_default, parseNode("default", memberAt(json, "default")));
    WEFT_CHECK(table.checkModels("default", table.m_default));
    for (const auto& [name, entry] : memberAt(json, "nodes").items()) {
        WEFT_TRY(NodeCost cost, parseNode(name, entry));
        WEFT_CHECK(table.checkModels(name, cost));
        table.m_nodes.emplace(name, std::move(cost));
    }
    return table;
}

} // namespace weft
