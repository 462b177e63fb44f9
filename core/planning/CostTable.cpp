// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/planning/CostTable.h"

#include "generated/CostsJson.h"

#include <algorithm>
#include <cmath>

namespace weft {

namespace {

constexpr std::int64_t kMaxPixels = std::int64_t {1} << 42;
constexpr std::int64_t kMaxMicros = 1'000'000'000'000'000;
constexpr std::int64_t kMaxSetting = 1'000'000;

using Wide = __int128;

Result<std::int64_t> bounded(Wide value, std::int64_t max, const std::string& type)
{
    if (value < 0 || value > max)
        return Error {ErrorCode::LimitExceeded, "the work of one node is beyond the cost table", {{"type", type}}};
    return static_cast<std::int64_t>(value);
}

Json literalOf(const CostQuery& query, const std::string& name)
{
    if (const auto it = query.literals.find(name); it != query.literals.end())
        return it->second;
    const auto linked = query.linked.find(name);
    return linked == query.linked.end() ? Json() : linked->second.literal;
}

/// A setting as an integer times `unit`; `fallback` unless it is a plain number within reason.
std::int64_t settingOf(const CostQuery& query, const std::string& name, std::int64_t unit, std::int64_t fallback)
{
    const Json value = literalOf(query, name);
    if (!value.is_number())
        return fallback;
    if (value.is_number_integer()) {
        const auto number = value.get<std::int64_t>();
        return number < 0 || number > kMaxSetting ? fallback : number * unit;
    }
    const auto number = value.get<double>();
    if (!(number >= 0 && number <= static_cast<double>(kMaxSetting)))
        return fallback;
    return std::llround(number * static_cast<double>(unit));
}

Wide sumOf(const CostQuery& query, const std::vector<std::string>& names)
{
    Wide sum = 0;
    for (const std::string& name : names) {
        if (const auto it = query.linked.find(name); it != query.linked.end())
            sum += it->second.pixels;
    }
    return sum;
}

/// How often the pixels are gone over: the size of a whole number, below 0 too.
std::int64_t passesOf(const CostQuery& query, const std::string& name)
{
    const Json value = literalOf(query, name);
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

std::int64_t rootOf(std::int64_t value)
{
    std::int64_t root = 0;
    for (std::int64_t bit = std::int64_t {1} << 21; bit > 0; bit >>= 1) {
        if ((root + bit) * (root + bit) <= value)
            root += bit;
    }
    return root;
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

const CostTable::Architecture& CostTable::architectureOf(const NodeCost& cost, const CostQuery& query) const
{
    std::string name = "unknown";
    if (const auto it = query.linked.find(cost.uses); it != query.linked.end() && !it->second.architecture.empty())
        name = it->second.architecture;
    const auto found = m_architectures.find(name);
    return found == m_architectures.end() ? m_architectures.find("unknown")->second : found->second;
}

Result<std::int64_t> CostTable::outputPixels(
    const NodeCost& cost, const CostQuery& query, const Architecture& model, std::int64_t pictures) const
{
    const SizeRule& rule = cost.size;
    if (rule.none)
        return std::int64_t {0};
    Wide like = sumOf(query, rule.like);
    if (rule.largestInput) {
        for (const auto& [name, extent] : query.linked)
            like = std::max<Wide>(like, extent.pixels);
    }
    WEFT_TRY(const std::int64_t base, bounded(like, kMaxPixels, query.type));
    if (rule.model || !rule.permilleSquared.empty()) {
        const std::int64_t permille
            = rule.model ? model.scalePermille : settingOf(query, rule.permilleSquared, 1000, 1000);
        WEFT_TRY(const std::int64_t scaled, bounded(Wide {base} * permille, kMaxPixels * 1000, query.type));
        return bounded(Wide {scaled} * permille / 1'000'000, kMaxPixels, query.type);
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
    if (each > 0)
        return bounded(Wide {each} * pictures, kMaxPixels, query.type);
    return bounded(Wide {base} * settingOf(query, rule.times, 1, 1), kMaxPixels, query.type);
}

Result<CostAnswer> CostTable::costOf(const CostQuery& query, const HashOf& hashOf) const
{
    const auto found = m_nodes.find(query.type);
    const NodeCost& cost = found == m_nodes.end() ? m_default : found->second;
    CostAnswer answer;
    Wide inputs = 0;
    for (const auto& [name, extent] : query.linked) {
        inputs += extent.pixels;
        answer.output.items = std::max(answer.output.items, extent.items);
    }
    const Architecture& model = architectureOf(cost, query);
    answer.output.pictures
        = picturesOf(query, cost.size.joins, answer.output.items, settingOf(query, cost.size.times, 1, 1));
    WEFT_TRY(answer.output.pixels, outputPixels(cost, query, model, answer.output.pictures));
    Wide pixels = std::max<Wide>(inputs, answer.output.pixels);
    if (cost.of != "larger")
        pixels = cost.of == "inputs" ? inputs : Wide {answer.output.pixels};
    WEFT_TRY(const std::int64_t counted, bounded(pixels, kMaxPixels, query.type));
    const std::int64_t rate = cost.uses.empty() ? cost.microsPerMegapixel : model.microsPerMegapixel;
    const Wide work = Wide {counted} * rate * passesOf(query, cost.passes);
    const Wide micros = Wide {answer.output.items} * cost.baseMicros + (work + 999'999) / 1'000'000;
    WEFT_TRY(answer.micros, bounded(micros, kMaxMicros, query.type));
    const auto literal = query.literals.find(cost.literal.empty() ? cost.loads : cost.literal);
    if (literal == query.literals.end())
        return answer;
    if (!cost.literal.empty())
        answer.output.literal = literal->second;
    if (!cost.loads.empty() && literal->second.is_string()) {
        const auto known = m_models.find(hashOf(cost.folder, literal->second.get<std::string>()));
        answer.output.architecture = known == m_models.end() ? "unknown" : known->second.architecture;
    }
    return answer;
}

std::int64_t CostTable::pixelsOf(std::string_view type, std::int64_t bytes) const
{
    const auto it = m_bytesPerPixel.find(type);
    return it == m_bytesPerPixel.end() || bytes < 0 ? 0 : bytes / it->second;
}

std::int64_t CostTable::bytesOf(std::string_view type, std::int64_t pixels) const
{
    const auto it = m_bytesPerPixel.find(type);
    return it == m_bytesPerPixel.end() ? 0 : std::min(pixels, kMaxPixels) * it->second;
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
