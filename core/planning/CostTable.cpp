// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/planning/CostTable.h"

#include "core/planning/CostNumbers.h"
#include "generated/CostsJson.h"

#include <algorithm>
#include <cstdlib>

namespace weft {

using namespace costs;

namespace {

constexpr std::int64_t kTextBytes = 256; // of a text, for each call of its encoder
constexpr std::int64_t kMostTextCalls = 1'000'000;

/// "*" names every input.
Wide sumOf(const CostQuery& query, const std::vector<std::string>& names)
{
    Wide sum = 0;
    for (const auto& [name, extent] : query.linked)
        sum += std::ranges::count(names, name) + std::ranges::count(names, "*") > 0 ? Wide {extent.pixels} : Wide {0};
    return sum;
}

/// How often the pixels are gone over: the size of a whole number, below 0 too.
std::int64_t passesOf(const CostQuery& query, const std::string& name)
{
    const Json value = numberOf(query, name);
    if (value.is_number_float()) // the worker cuts it
        return std::max<std::int64_t>(1, static_cast<std::int64_t>(std::min(std::abs(value.get<double>()), static_cast<double>(kMaxSetting))));
    if (!value.is_number_integer())
        return 1;
    return std::max<std::int64_t>(1, std::abs(std::clamp(value.get<std::int64_t>(), -kMaxSetting, kMaxSetting)));
}

/// The product of the sides; one that is 0, or known only elsewhere, counts as the longest. All unknown: 0.
Result<std::int64_t> areaOf(const CostQuery& query, const std::vector<std::string>& sides)
{
    std::vector<std::int64_t> given;
    for (const std::string& name : sides)
        given.push_back(settingOf(query, name, 1, 0));
    const std::int64_t longest = given.empty() ? 0 : *std::ranges::max_element(given);
    Wide area = given.empty() ? 0 : 1;
    for (const std::int64_t side : given) {
        WEFT_TRY(area, bounded(area * (side > 0 ? side : longest), kMaxPixels, query.type));
    }
    return static_cast<std::int64_t>(area);
}

/// How many pictures come out, at least one: those of the input with most, or of all inputs.
std::int64_t picturesOf(const CostQuery& query, bool joins, std::int64_t items, std::int64_t times)
{
    Wide most = items;
    Wide all = 0;
    for (const auto& [name, extent] : query.linked) {
        most = std::max<Wide>(most, extent.pictures);
        all += extent.pictures;
    }
    return static_cast<std::int64_t>(std::min<Wide>(std::max(most, joins ? all : 0) * times, kMaxPixels));
}

/// Text encoders take a long text in several pieces.
std::int64_t textCalls(const CostQuery& query, const std::vector<std::string>& texts)
{
    std::int64_t longest = 0;
    for (const std::string& name : texts) {
        if (const Json text = literalOf(query, name); text.is_string())
            longest = std::max(longest, static_cast<std::int64_t>(text.get_ref<const std::string&>().size()));
    }
    return std::min(1 + longest / kTextBytes, kMostTextCalls);
}

std::int64_t rootOf(std::int64_t value)
{
    std::int64_t root = 0;
    for (std::int64_t bit = std::int64_t {1} << 21; bit > 0; bit >>= 1) {
        if ((root + bit) * (root + bit) <= value)
            root += bit;
    }
    return root;
}

/// Half a cell more on both sides, for a picture at most four times as long as wide.
Wide roundedToCells(std::int64_t pixels, std::int64_t cell)
{
    return Wide {pixels} + cell * 5 * rootOf(pixels) / 4 + cell * cell / 4;
}

} // namespace

const CostTable& CostTable::shipped()
{
    static const CostTable table = [] {
        auto parsed = parse(kCostsJson);
        assert(parsed); // compiled in: a mistake in it is a bug, and tests read it
        return parsed ? std::move(*parsed) : CostTable();
    }();
    return table;
}

std::int64_t CostTable::Architecture::rate(Rate rate) const
{
    switch (rate) {
    case Rate::Decode:
        return decodeMicros;
    case Rate::Encode:
        return encodeMicros;
    case Rate::Text:
        return textMicros;
    default:
        return microsPerMegapixel;
    }
}

/// One that has no such rate can't be what the node uses.
const CostTable::Architecture& CostTable::architectureOf(const NodeCost& cost, const CostQuery& query) const
{
    if (const auto it = query.linked.find(cost.uses); !cost.uses.empty() && it != query.linked.end()) {
        const auto found = m_architectures.find(it->second.architecture);
        if (found != m_architectures.end() && found->second.rate(cost.rate) > 0)
            return found->second;
    }
    return m_architectures.find(cost.unknown)->second;
}

Result<std::int64_t> CostTable::outputPixels(
    const SizeRule& rule, const CostQuery& query, const Architecture& model, std::int64_t pictures) const
{
    if (const Json way = literalOf(query, rule.by); way.is_string()) {
        if (const auto found = rule.cases.find(way.get_ref<const std::string&>()); found != rule.cases.end())
            return outputPixels(found->second, query, model, pictures);
    }
    if (rule.none)
        return std::int64_t {0};
    Wide like = sumOf(query, rule.like) * rule.scale;
    if (rule.largestInput) {
        for (const auto& [name, extent] : query.linked)
            like = std::max<Wide>(like, extent.pixels);
    }
    WEFT_TRY(const std::int64_t base, bounded(like, kMaxPixels, query.type));
    if (rule.model || !rule.permilleSquared.empty()) {
        const std::int64_t permille
            = rule.model ? model.scalePermille : settingOf(query, rule.permilleSquared, 1000, 1000);
        WEFT_TRY(const std::int64_t scaled, bounded(Wide {base} * permille, kMaxPixels * 1000, query.type));
        WEFT_TRY(const std::int64_t pixels, bounded(Wide {scaled} * permille / 1'000'000, kMaxPixels, query.type));
        return bounded(roundedToCells(pixels, rule.cell), kMaxPixels, query.type);
    }
    if (!rule.pad.empty()) {
        const std::int64_t side = rootOf(base);
        const std::int64_t width = side + settingOf(query, rule.pad[0], 1, 0) + settingOf(query, rule.pad[2], 1, 0);
        const std::int64_t height = side + settingOf(query, rule.pad[1], 1, 0) + settingOf(query, rule.pad[3], 1, 0);
        return bounded(std::max<Wide>(Wide {width} * height, base), kMaxPixels, query.type);
    }
    WEFT_TRY(std::int64_t each, areaOf(query, rule.fixed));
    if (!rule.megapixels.empty())
        each = settingOf(query, rule.megapixels, std::int64_t {1} << 20, 0);
    if (each == 0)
        each = rule.pixels;
    if (each > 0)
        return bounded(Wide {each} * pictures, kMaxPixels, query.type);
    return bounded(Wide {base} * settingOf(query, rule.times, 1, 1), kMaxPixels, query.type);
}

/// What the outputs have from the inputs: the dearest model, and what samplers are told.
ValueExtent CostTable::keptBy(const NodeCost& cost, const CostQuery& query) const
{
    ValueExtent kept;
    const bool all = cost.keeps.empty() && cost.uses.empty();
    std::int64_t dearest = -1;
    for (const auto& [name, extent] : query.linked) {
        if (!all && std::ranges::find(cost.keeps, name) == cost.keeps.end())
            continue;
        const auto found = m_architectures.find(extent.architecture);
        if (found != m_architectures.end() && found->second.microsPerMegapixel > dearest) {
            dearest = found->second.microsPerMegapixel;
            kept.architecture = extent.architecture;
        }
        SamplingExtent& sampling = kept.sampling;
        sampling.calls = std::max(sampling.calls, extent.sampling.calls);
        sampling.allCalls = std::max(sampling.allCalls, extent.sampling.allCalls);
        sampling.addedCalls = std::max(sampling.addedCalls, extent.sampling.addedCalls);
        sampling.needsNegative |= extent.sampling.needsNegative;
        if (sampling.sampler.empty())
            sampling.sampler = extent.sampling.sampler;
        if (sampling.steps.empty() || (!extent.sampling.steps.empty() && extent.sampling.steps > sampling.steps))
            sampling.steps = extent.sampling.steps;
    }
    return kept;
}

LatentExtent CostTable::latentOf(const NodeCost& cost, const CostQuery& query, const Architecture& model) const
{
    LatentExtent latent;
    if (!cost.latent.isLatent)
        return latent;
    latent.channels = cost.latent.model ? model.channels : cost.latent.channels;
    for (const auto& [name, extent] : query.linked) {
        if (!cost.latent.model && cost.latent.channels == 0)
            latent.channels = std::max(latent.channels, extent.latent.channels);
        const std::int64_t mask = name == cost.latent.mask ? extent.pixels : extent.latent.maskPixels;
        latent.maskPixels = std::max(latent.maskPixels, std::min(mask, kMaxPixels));
    }
    latent.maskPixels *= settingOf(query, cost.size.times, 1, 1);
    return latent;
}

/// Only a literal is known to whoever makes the price, wherever the node that it may come from is run.
PricedPieces CostTable::tokensOf(const NodeCost& cost, const CostQuery& query, std::int64_t items) const
{
    if (cost.tokens.empty())
        return {};
    CostQuery literals;
    literals.literals = query.literals;
    const bool isLinked = query.linked.contains(cost.tokens);
    const std::int64_t each = isLinked ? cost.unknownTokens : countOf(literals, cost.tokens, cost.mostTokens, cost.unknownTokens);
    return {std::min<std::int64_t>(items, kMaxSetting) * each, cost.microsPerToken};
}

Result<std::int64_t> CostTable::microsOf(
    const NodeCost& cost, const CostQuery& query, const Architecture& model, const ValueExtent& made) const
{
    Wide inputs = 0;
    for (const auto& [name, extent] : query.linked)
        inputs += extent.pixels;
    Wide pixels = std::max<Wide>(inputs, made.pixels);
    if (cost.of != "larger")
        pixels = cost.of == "inputs" ? inputs : Wide {made.pixels};
    if (const auto only = query.linked.find(cost.ofInput); only != query.linked.end())
        pixels = only->second.pixels;
    WEFT_TRY(const std::int64_t counted, bounded(pixels, kMaxPixels, query.type));
    const std::int64_t rate = cost.uses.empty() ? cost.microsPerMegapixel : model.rate(cost.rate);
    if (cost.rate == Rate::Text) {
        const Wide text = Wide {rate} * textCalls(query, cost.texts);
        return bounded(Wide {made.items} * (cost.baseMicros + text), kMaxMicros, query.type);
    }
    if (cost.rate == Rate::Token) {
        const PricedPieces tokens = tokensOf(cost, query, made.items);
        const Wide texts = Wide {cost.microsPerText} * textCalls(query, cost.texts);
        return bounded(Wide {made.items} * (cost.baseMicros + texts) + Wide {tokens.count} * tokens.microsEach, kMaxMicros, query.type);
    }
    Wide work = Wide {counted} * rate;
    if (cost.rate == Rate::Step) {
        WEFT_TRY(const std::int64_t calls, m_samplers.callsOf(made.sampling, query.type));
        work = (work * calls + 999) / 1000;
    } else {
        work *= passesOf(query, cost.passes) * cost.repeat;
    }
    return bounded(Wide {made.items} * cost.baseMicros + (work + 999'999) / 1'000'000, kMaxMicros, query.type);
}

std::string CostTable::loadedBy(const NodeCost& cost, const std::string& file, const HashOf& hashOf) const
{
    const auto known = m_models.find(hashOf(cost.folder, file));
    return known == m_models.end() ? cost.unknown : known->second.architecture;
}

Result<CostAnswer> CostTable::costOf(const CostQuery& query, const HashOf& hashOf) const
{
    const auto found = m_nodes.find(query.type);
    const NodeCost& cost = found == m_nodes.end() ? m_default : found->second;
    const Architecture& model = architectureOf(cost, query);
    CostAnswer answer;
    ValueExtent& made = answer.output;
    made = keptBy(cost, query);
    for (const auto& [name, extent] : query.linked)
        made.items = std::max(made.items, extent.items);
    made.pictures = picturesOf(query, cost.size.joins, made.items, settingOf(query, cost.size.times, 1, 1));
    WEFT_TRY(made.pixels, outputPixels(cost.size, query, model, made.pictures));
    made.latent = latentOf(cost, query, model);
    WEFT_TRY(made.sampling, m_samplers.extentOf(cost.sampling, query, std::move(made.sampling)));
    WEFT_TRY(answer.micros, microsOf(cost, query, model, made));
    answer.pieces = tokensOf(cost, query, made.items);
    if (cost.rate == Rate::Step)
        made.sampling = {}; // the run is over: its latent says nothing to another sampler
    if (!cost.uses.empty())
        made.architecture.clear();
    if (!cost.size.splits.empty()) {
        const std::int64_t batch = std::max<std::int64_t>(1, countOf(query, cost.size.splits, kMaxSetting, 1));
        made.items = std::max(made.items, (made.pictures + batch - 1) / batch);
    }
    if (const auto literal = query.literals.find(cost.literal); !cost.literal.empty() && literal != query.literals.end())
        made.literal = literal->second;
    if (const Json file = literalOf(query, cost.loads); file.is_string())
        made.architecture = loadedBy(cost, file.get<std::string>(), hashOf);
    else if (!cost.loads.empty())
        made.architecture = cost.unknown;
    return answer;
}

std::int64_t CostTable::pixelsOf(std::string_view type, std::int64_t bytes) const
{
    if (bytes < 0)
        return 0;
    if (const auto many = m_pixelsPerByte.find(type); many != m_pixelsPerByte.end())
        return std::min(bytes, kMaxPixels) * many->second;
    const auto it = m_bytesPerPixel.find(type);
    return it == m_bytesPerPixel.end() ? 0 : bytes / it->second;
}

Result<ValueExtent> CostTable::extentOf(std::string_view type, const std::vector<std::int64_t>& itemBytes) const
{
    ValueExtent extent;
    extent.items = std::max<std::int64_t>(1, static_cast<std::int64_t>(itemBytes.size()));
    std::int64_t steps = 0;
    for (const std::int64_t bytes : itemBytes) {
        if (bytes < 0 || __builtin_add_overflow(extent.pixels, pixelsOf(type, bytes), &extent.pixels)
            || __builtin_add_overflow(steps, m_samplers.stepsOf(bytes), &steps))
            return Error {ErrorCode::LimitExceeded, "the size of an input is out of range"};
    }
    if (type == "SIGMAS")
        extent.sampling.steps = {std::min(steps, kMaxSetting)};
    return extent;
}

std::int64_t CostTable::bytesOf(std::string_view type, std::int64_t pixels) const
{
    pixels = std::min(pixels, kMaxPixels);
    if (const auto many = m_pixelsPerByte.find(type); many != m_pixelsPerByte.end())
        return (pixels + many->second - 1) / many->second;
    const auto it = m_bytesPerPixel.find(type);
    return it == m_bytesPerPixel.end() ? 0 : pixels * it->second;
}

std::int64_t CostTable::bytesOf(std::string_view type, const ValueExtent& made) const
{
    constexpr std::int64_t kCellPixels = 64;
    constexpr std::int64_t kFloat = 4;
    constexpr std::int64_t kIndex = 8; // of a picture in its batch
    if (type == "SIGMAS")
        return m_samplers.bytesOf(made.sampling);
    if (type != "LATENT")
        return bytesOf(type, made.pixels);
    const std::int64_t samples = (made.pixels + kCellPixels - 1) / kCellPixels * kFloat * made.latent.channels;
    const std::int64_t rest = std::min(made.latent.maskPixels, kMaxPixels) * kFloat + made.pictures * kIndex;
    return std::max(samples, bytesOf(type, made.pixels)) + rest;
}

bool CostTable::isCounted(std::string_view type) const
{
    return type == "SIGMAS" || m_bytesPerPixel.contains(type) || m_pixelsPerByte.contains(type);
}

Hash256 CostTable::curatedModel(std::string_view folder, std::string_view name) const
{
    for (const auto& [hash, model] : m_models) {
        if (model.folder == folder && model.name == name)
            return hash;
    }
    return {};
}

} // namespace weft
