// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/planning/Costs.h"

#include "core/planning/CostTable.h"

#include <algorithm>

namespace weft {

namespace {

constexpr std::int64_t kMaxTotalMicros = 1'000'000'000'000'000;

Result<CostQuery> queryOf(
    const FragmentNode& node, const std::vector<ValueExtent>& boundary, const std::map<NodeId, ValueExtent>& made)
{
    CostQuery query;
    query.type = node.type;
    for (const auto& [name, input] : node.inputs) {
        if (const auto* literal = std::get_if<Json>(&input)) {
            query.literals.emplace(name, *literal);
        } else if (const auto* outside = std::get_if<BoundaryRef>(&input)) {
            const auto index = static_cast<std::size_t>(outside->index);
            if (outside->index < 0 || index >= boundary.size())
                return Error {ErrorCode::LinkInvalid, "an input from outside doesn't exist", {{"node", node.id}, {"input", name}}};
            query.linked.emplace(name, boundary[index]);
        } else {
            const SlotRef& from = std::get<SlotRef>(input);
            const auto it = made.find(from.node);
            if (it == made.end())
                return Error {ErrorCode::LinkInvalid, "a node comes after those that need it", {{"node", node.id}, {"input", name}}};
            query.linked.emplace(name, extentOfSlot(it->second, from.slot));
        }
    }
    return query;
}

} // namespace

std::int64_t encodedOverheadBytes(std::string_view type)
{
    if (type == "SIGMAS")
        return 128; // exactly, up to 10,000 of them: each 4 bytes more would be a step
    return type == "LATENT" ? 384 : 256; // three tensors, or one
}

InputSize roughSizeOf(const ValueList& items)
{
    InputSize size;
    for (const Value& item : items)
        size.itemBytes.push_back(static_cast<std::int64_t>(item.sizeBytes()) + encodedOverheadBytes(item.type));
    return size;
}

Result<InputSize> inputSizeOf(const ValueList& items)
{
    InputSize size;
    for (const Value& item : items) {
        WEFT_TRY(const SharedBytes bytes, encodeValue(item));
        size.itemBytes.push_back(static_cast<std::int64_t>(bytes.size()));
    }
    return size;
}

Result<WorkBreakdown> workOf(const Fragment& fragment, const std::vector<InputSize>& sizes)
{
    if (sizes.size() != fragment.inputs.size())
        return Error {ErrorCode::ValueInvalid, "one size per input is needed"};
    std::vector<ValueExtent> boundary;
    for (std::size_t i = 0; i < sizes.size(); ++i) {
        WEFT_TRY(ValueExtent extent, CostTable::shipped().extentOf(fragment.inputs[i].type, sizes[i].itemBytes));
        boundary.push_back(std::move(extent));
    }
    const auto hashOf = [&fragment](const std::string& folder, const std::string& name) {
        const auto it = std::ranges::find_if(
            fragment.models, [&](const ModelRef& model) { return model.folder == folder && model.name == name; });
        return it == fragment.models.end() ? Hash256 {} : it->sha256;
    };
    WorkBreakdown work;
    std::map<NodeId, ValueExtent> made;
    std::int64_t total = 0;
    for (const FragmentNode& node : fragment.nodes) {
        WEFT_TRY(const CostQuery query, queryOf(node, boundary, made));
        WEFT_TRY(CostAnswer answer, CostTable::shipped().costOf(query, hashOf));
        if (const auto fixed = fragment.work.find(node.type); fixed != fragment.work.end())
            answer.micros = std::clamp<std::int64_t>(fixed->second, 0, kMaxTotalMicros), answer.pieces = {};
        total += answer.micros;
        if (total > kMaxTotalMicros)
            return Error {ErrorCode::LimitExceeded, "the work of one fragment is beyond the cost table", {{"node", node.id}}};
        work.micros.emplace_back(node.id, answer.micros);
        if (answer.pieces.count > 0)
            work.pieces.emplace(node.id, answer.pieces);
        made[node.id] = std::move(answer.output);
    }
    work.total.value = (total + 999) / 1000;
    return work;
}

std::int64_t referenceMicrosPerToken()
{
    const auto answer = CostTable::shipped().costOf({"TextGenerate", {{"max_tokens", 1}}, {}}, [](const auto&, const auto&) { return Hash256 {}; });
    return answer ? std::max<std::int64_t>(1, answer->pieces.microsEach) : 1;
}

std::int64_t microsFor(std::int64_t pricedMicros, const PricedPieces& priced, std::int64_t made)
{
    const std::int64_t left = priced.count - std::clamp<std::int64_t>(made, 0, priced.count);
    return std::max<std::int64_t>(0, pricedMicros - left * priced.microsEach);
}

Result<ReferenceMillis> referenceWork(const Fragment& fragment, const std::vector<InputSize>& sizes)
{
    WEFT_TRY(const WorkBreakdown work, workOf(fragment, sizes));
    return work.total;
}

Result<Quote> quoteFor(ReferenceMillis work, Money pricePerReferenceSecond)
{
    WEFT_TRY(const Money amount, timesRatioUp(pricePerReferenceSecond, work.value, 1000));
    if (amount > kMaxAmount)
        return Error {ErrorCode::AmountInvalid, "the quote is larger than any hold may be"};
    return Quote {work, amount};
}

std::vector<Money> sharesOf(Money amount, std::span<const std::int64_t> weights)
{
    std::vector<Money> shares(weights.size());
    if (shares.empty())
        return shares;
    __int128 sum = 0;
    for (const std::int64_t weight : weights)
        sum += std::max<std::int64_t>(0, weight);
    if (sum == 0) {
        shares.back() = amount;
        return shares;
    }
    __int128 soFar = 0;
    std::int64_t given = 0;
    for (std::size_t i = 0; i < weights.size(); ++i) {
        soFar += std::max<std::int64_t>(0, weights[i]);
        const auto upTo = static_cast<std::int64_t>(amount.micro * soFar / sum);
        shares[i] = Money {upTo - given};
        given = upTo;
    }
    return shares;
}

} // namespace weft
