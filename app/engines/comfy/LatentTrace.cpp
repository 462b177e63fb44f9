// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/engines/comfy/LatentTrace.h"

#include <algorithm>
#include <set>

namespace weft {

namespace {

using Names = std::initializer_list<std::string_view>;

bool isOne(std::string_view type, Names names)
{
    return std::ranges::find(names, type) != names.end();
}

/// These hand on what came along with their latent, untouched. Source: ComfyUI's nodes of these names.
bool handsOn(std::string_view type)
{
    return isOne(type,
        {"KSampler", "KSamplerAdvanced", "SamplerCustom", "SamplerCustomAdvanced", "LatentUpscale", "LatentUpscaleBy",
            "LatentFlip", "LatentMultiply"});
}

bool numbers(std::string_view type)
{
    return isOne(type, {"LatentFromBatch", "LatentBatch", "LatentBatchSeedBehavior", "RebatchLatents"});
}

/// These make a noise mask that no link of theirs holds as it is.
bool makesMask(std::string_view type)
{
    return isOne(type, {"VAEEncodeForInpaint", "InpaintModelConditioning"});
}

class Trace {
public:
    Trace(const FragmentJob& job, const Catalogue& catalogue)
        : m_job(job)
        , m_catalogue(catalogue)
    {
    }

    LatentExtras of(const FragmentInput& from)
    {
        if (const auto* outside = std::get_if<BoundaryRef>(&from))
            return ofBoundary(*outside);
        const auto* slot = std::get_if<SlotRef>(&from);
        return slot ? ofSlot(*slot) : LatentExtras{};
    }

private:
    LatentExtras ofBoundary(const BoundaryRef& outside) const
    {
        LatentExtras extras;
        for (const Value& item : m_job.inputs[static_cast<std::size_t>(outside.index)]) {
            if (item.tensor("noise_mask"))
                extras.mask = outside;
            extras.numbered |= item.tensor("batch_index") != nullptr;
        }
        return extras;
    }

    LatentExtras ofSlot(const SlotRef& slot)
    {
        const auto node = std::ranges::find(m_job.fragment.nodes, slot.node, &FragmentNode::id);
        if (node == m_job.fragment.nodes.end() || !m_seen.insert(slot).second)
            return {};
        LatentExtras extras = incoming(*node);
        if (node->type == "SetLatentNoiseMask") {
            const auto mask = node->inputs.find("mask");
            extras.lost = false;
            extras.mask = mask == node->inputs.end() ? std::optional<FragmentInput>() : mask->second;
            return extras;
        }
        extras.numbered |= numbers(node->type);
        extras.lost |= makesMask(node->type);
        if (!handsOn(node->type))
            extras.lost |= std::exchange(extras.mask, {}).has_value();
        return extras;
    }

    /// Of all latents that go in, together.
    LatentExtras incoming(const FragmentNode& node)
    {
        LatentExtras all;
        const NodeType* type = m_catalogue.find(node.type);
        for (const auto& [name, input] : node.inputs) {
            const InputSpec* spec = type ? type->findInput(name) : nullptr;
            if (!spec || !typesMatch("LATENT", spec->type))
                continue;
            LatentExtras one = of(input);
            all.lost |= one.lost || (all.mask && one.mask);
            all.numbered |= one.numbered;
            if (one.mask)
                all.mask = std::move(one.mask);
        }
        return all;
    }

    const FragmentJob& m_job;
    const Catalogue& m_catalogue;
    std::set<SlotRef> m_seen;
};

} // namespace

LatentExtras traceLatent(const FragmentJob& job, const Catalogue& catalogue, const SlotRef& slot)
{
    return Trace(job, catalogue).of(slot);
}

} // namespace weft
