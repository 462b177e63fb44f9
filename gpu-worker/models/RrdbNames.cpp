// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gpu-worker/models/RrdbUpscaler.h"

namespace weft {

namespace {

void replaceAll(std::string& text, std::string_view from, std::string_view to)
{
    for (std::size_t at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size()))
        text.replace(at, from.size(), to);
}

/// "RRDB_trunk.0.RDB1.conv1.weight" -> "body.0.rdb1.conv1.weight": the layout of the ESRGAN paper's code.
std::string fromTrunkLayout(std::string name)
{
    static constexpr std::pair<std::string_view, std::string_view> kNames[] = {{"RRDB_trunk.", "body."}, {".RDB", ".rdb"},
        {"trunk_conv.", "conv_body."}, {"upconv", "conv_up"}, {"HRconv.", "conv_hr."}};
    for (const auto& [from, to] : kNames)
        replaceAll(name, from, to);
    return name;
}

/// Numbers of the layers of the oldest layout: model.0 first, model.1 body, then 3, 6, 9... enlargements.
struct SequentialLayout {
    int blocks = 0; // model.1.sub.<blocks> is the convolution behind the body
    int enlargements = 0;

    std::string layerName(const std::string& name) const
    {
        const int high = 3 * enlargements + 2;
        const std::map<std::string, std::string> names {{"model.0.", "conv_first."},
            {"model.1.sub." + std::to_string(blocks) + ".", "conv_body."},
            {"model." + std::to_string(high) + ".", "conv_hr."},
            {"model." + std::to_string(high + 2) + ".", "conv_last."}};
        for (const auto& [prefix, current] : names) {
            if (name.starts_with(prefix))
                return current + name.substr(prefix.size());
        }
        for (int i = 1; i <= enlargements; ++i) {
            const std::string prefix = "model." + std::to_string(3 * i) + ".";
            if (name.starts_with(prefix))
                return "conv_up" + std::to_string(i) + "." + name.substr(prefix.size());
        }
        return name;
    }
};

SequentialLayout sequentialLayout(const Weights& weights)
{
    SequentialLayout layout;
    while (layout.blocks < 128 && weights.has("model.1.sub." + std::to_string(layout.blocks) + ".RDB1.conv1.0.weight"))
        ++layout.blocks;
    while (layout.enlargements < 4 && weights.has("model." + std::to_string(3 * layout.enlargements + 3) + ".weight"))
        ++layout.enlargements;
    return layout;
}

/// "model.1.sub.0.RDB1.conv1.0.weight" -> "body.0.rdb1.conv1.weight".
std::string fromSequentialLayout(const std::string& name, const SequentialLayout& layout)
{
    std::string current = layout.layerName(name);
    if (!current.starts_with("model.1.sub."))
        return current;
    replaceAll(current, "model.1.sub.", "body.");
    replaceAll(current, ".RDB", ".rdb");
    replaceAll(current, ".0.weight", ".weight");
    replaceAll(current, ".0.bias", ".bias");
    return current;
}

} // namespace

Done RrdbUpscaler::useCurrentNames(Weights& weights)
{
    if (weights.has("model.0.weight")) {
        const SequentialLayout layout = sequentialLayout(weights);
        return weights.rename([&](const std::string& name) { return fromSequentialLayout(name, layout); });
    }
    if (weights.has("trunk_conv.weight"))
        return weights.rename(fromTrunkLayout);
    return {};
}

} // namespace weft
