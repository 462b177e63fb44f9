// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/job/Fragment.h"
#include "core/planning/SamplingRule.h"

#include <functional>

namespace weft {

/// What of a node's time is by the piece (by tokens): what isn't made isn't paid.
struct PricedPieces {
    std::int64_t count = 0; // of all its calls together, at most
    std::int64_t microsEach = 0;

    bool operator==(const PricedPieces&) const = default;
};

struct CostAnswer {
    std::int64_t micros = 0; // on the reference machine
    PricedPieces pieces;
    ValueExtent output; // of each of its outputs; SIGMAS that were split: extentOfSlot
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
    /// What comes from outside, by the bytes of each item. Errors: LimitExceeded.
    Result<ValueExtent> extentOf(std::string_view type, const std::vector<std::int64_t>& itemBytes) const;
    /// The bytes of a value of so many pixels; 0 for types without pixels.
    std::int64_t bytesOf(std::string_view type, std::int64_t pixels) const;
    /// The bytes of a value that a node made, at most and without its headers: for estimates.
    std::int64_t bytesOf(std::string_view type, const ValueExtent& made) const;
    /// Whether the size of such a value tells anything.
    bool isCounted(std::string_view type) const;

    /// A model of the curated list by its usual file name, or null.
    Hash256 curatedModel(std::string_view folder, std::string_view name) const;

private:
    struct SizeRule {
        std::vector<std::string> like, fixed, pad;
        std::string permilleSquared, megapixels, times, splits, by;
        std::map<std::string, SizeRule, std::less<>> cases;
        std::int64_t pixels = 0; // of a picture whose sides aren't known
        std::int64_t scale = 1;
        std::int64_t cell = 0; // sides are rounded to whole ones
        bool model = false, none = false, largestInput = false, joins = false;
    };
    /// Which of a model's rates a node's time goes by.
    enum class Rate { Pixels, Step, Decode, Encode, Text, Token };
    struct LatentRule {
        std::int64_t channels = 0;
        bool isLatent = false, model = false;
        std::string mask;
    };
    struct NodeCost {
        std::int64_t baseMicros = 0;
        std::int64_t microsPerMegapixel = 0;
        std::int64_t repeat = 1;
        std::int64_t microsPerText = 0, microsPerToken = 0, mostTokens = 0, unknownTokens = 0;
        std::string tokens;
        std::string of = "larger", ofInput, literal, loads, folder, uses, passes, unknown = "unknown";
        std::vector<std::string> keeps, texts;
        Rate rate = Rate::Pixels;
        SizeRule size;
        LatentRule latent;
        SamplingRule sampling;
    };
    struct Architecture {
        std::int64_t microsPerMegapixel = 0;
        std::int64_t decodeMicros = 0, encodeMicros = 0; // of an autoencoder, a megapixel
        std::int64_t textMicros = 0; // of a text encoder, a call
        std::int64_t scalePermille = 1000;
        std::int64_t channels = 0; // of its latents

        std::int64_t rate(Rate rate) const;
    };
    struct CuratedModel {
        std::string folder, name, architecture;
    };

    static Result<SizeRule> parseSize(const std::string& name, const Json& size);
    static Done parseTokens(const std::string& name, const Json& entry, NodeCost& cost);
    static Result<NodeCost> parseNode(const std::string& name, const Json& entry);
    Done parseTypes(const Json& json);
    Done parseModels(const Json& json);
    Done checkModels(const std::string& name, const NodeCost& cost) const;

    Result<std::int64_t> outputPixels(
        const SizeRule& rule, const CostQuery& query, const Architecture& model, std::int64_t pictures) const;
    const Architecture& architectureOf(const NodeCost& cost, const CostQuery& query) const;
    ValueExtent keptBy(const NodeCost& cost, const CostQuery& query) const;
    LatentExtent latentOf(const NodeCost& cost, const CostQuery& query, const Architecture& model) const;
    Result<std::int64_t> microsOf(
        const NodeCost& cost, const CostQuery& query, const Architecture& model, const ValueExtent& made) const;
    PricedPieces tokensOf(const NodeCost& cost, const CostQuery& query, std::int64_t items) const;
    std::string loadedBy(const NodeCost& cost, const std::string& file, const HashOf& hashOf) const;

    std::map<std::string, NodeCost, std::less<>> m_nodes;
    std::map<std::string, std::int64_t, std::less<>> m_bytesPerPixel;
    std::map<std::string, std::int64_t, std::less<>> m_pixelsPerByte;
    std::map<std::string, Architecture, std::less<>> m_architectures;
    std::map<Hash256, CuratedModel> m_models;
    SamplerTable m_samplers;
    NodeCost m_default;
};

} // namespace weft
