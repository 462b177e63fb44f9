// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/job/Fragment.h"

#include <functional>
#include <map>
#include <string>
#include <vector>

namespace weft {

/// How large a value is, as far as costs go.
struct ValueExtent {
    std::int64_t pixels = 0; // of all items together
    std::int64_t items = 1;
    std::int64_t pictures = 1; // of all items together, as far as the settings tell: a batch from outside counts as one
    Json literal; // a primitive's value, else null
    std::string architecture; // of a loaded model, else empty
};

/// What a node is asked with: its settings, and the extents of its linked inputs.
struct CostQuery {
    std::string type;
    std::map<std::string, Json> literals;
    std::map<std::string, ValueExtent> linked;
};

struct CostAnswer {
    std::int64_t micros = 0; // on the reference machine
    ValueExtent output; // of each of its outputs
};

/// Weft's own integer cost tables. Rules and units: resources/prices/README.md. Immutable.
class CostTable {
public:
    /// The table that is compiled in (resources/prices/costs.json).
    static const CostTable& shipped();
    /// Errors: JsonInvalid, SettingInvalid (args: node) when a number is missing, negative or not an integer.
    static Result<CostTable> parse(std::string_view json);

    /// The SHA-256 of a named model, or null when it isn't known.
    using HashOf = std::function<Hash256(const std::string& folder, const std::string& name)>;
    /// Errors: LimitExceeded (args: node's type).
    Result<CostAnswer> costOf(const CostQuery& query, const HashOf& hashOf) const;

    /// The pixels of a value of `bytes` in its canonical form.
    std::int64_t pixelsOf(std::string_view type, std::int64_t bytes) const;
    /// The bytes of a value of so many pixels; 0 for types without pixels.
    std::int64_t bytesOf(std::string_view type, std::int64_t pixels) const;

    /// A model of the curated list by its usual file name, or null.
    Hash256 curatedModel(std::string_view folder, std::string_view name) const;

private:
    struct SizeRule {
        std::vector<std::string> like, fixed, pad;
        std::string permilleSquared, megapixels, times;
        bool model = false, none = false, largestInput = false, joins = false;
    };
    struct NodeCost {
        std::int64_t baseMicros = 0;
        std::int64_t microsPerMegapixel = 0;
        std::string of = "larger", literal, loads, folder, uses, passes;
        SizeRule size;
    };
    struct Architecture {
        std::int64_t microsPerMegapixel = 0;
        std::int64_t scalePermille = 1000;
    };
    struct CuratedModel {
        std::string folder, name, architecture;
    };

    static Result<NodeCost> parseNode(const std::string& name, const Json& entry);
    Done parseModels(const Json& json);
    Result<std::int64_t> outputPixels(
        const NodeCost& cost, const CostQuery& query, const Architecture& model, std::int64_t pictures) const;
    const Architecture& architectureOf(const NodeCost& cost, const CostQuery& query) const;

    std::map<std::string, NodeCost, std::less<>> m_nodes;
    std::map<std::string, std::int64_t, std::less<>> m_bytesPerPixel;
    std::map<std::string, Architecture, std::less<>> m_architectures;
    std::map<Hash256, CuratedModel> m_models;
    NodeCost m_default;
};

} // namespace weft
