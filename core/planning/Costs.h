// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/job/Fragment.h"
#include "core/job/Market.h"
#include "core/planning/CostTable.h"

#include <span>
#include <string_view>

namespace weft {

/// The sizes of one boundary input's items: bytes of each value's canonical form (`encodeValue`), as on the wires.
struct InputSize {
    std::vector<std::int64_t> itemBytes;
};

/// The canonical form's header, at most, of a value that is counted: estimates count it, so that no quote is higher.
std::int64_t encodedOverheadBytes(std::string_view type);

/// An upper bound of inputSizeOf, without encoding anything.
InputSize roughSizeOf(const ValueList& items);
/// Errors: TensorInvalid.
Result<InputSize> inputSizeOf(const ValueList& items);

/// The reference time of each node, in the fragment's order, in microseconds.
struct WorkBreakdown {
    std::vector<std::pair<NodeId, std::int64_t>> micros;
    std::map<NodeId, PricedPieces> pieces; // of nodes that have a price by the piece
    ReferenceMillis total; // the sum, rounded up to a millisecond
};

/// Buyer and provider each compute this, from the same fragment and sizes, and get the same number.
/// Rules: resources/prices/README.md. Errors: LimitExceeded; ValueInvalid when `sizes` has another length than the
/// fragment's inputs; LinkInvalid when a node refers to one that doesn't come before it.
Result<WorkBreakdown> workOf(const Fragment& fragment, const std::vector<InputSize>& sizes);
/// What one token of TextGenerate costs, in reference microseconds: for those who name a price by tokens.
std::int64_t referenceMicrosPerToken();
/// A node's time once it is known how many pieces it has made: no more than it was priced for.
std::int64_t microsFor(std::int64_t pricedMicros, const PricedPieces& priced, std::int64_t made);
Result<ReferenceMillis> referenceWork(const Fragment& fragment, const std::vector<InputSize>& sizes);

/// Rounded up to a micro-credit. Errors: AmountInvalid (negative, or more than kMaxAmount).
Result<Quote> quoteFor(ReferenceMillis work, Money pricePerReferenceSecond);

/// Splits `amount` by weights; the shares add up exactly. All weights 0: everything goes to the last. Pure integers.
/// The running sum of the first i shares is the cumulative amount of increment i.
std::vector<Money> sharesOf(Money amount, std::span<const std::int64_t> weights);

} // namespace weft
