// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gpu-worker/models/DiffusersNames.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <set>
#include <string_view>
#include <utility>

namespace weft {

namespace {

constexpr int kMaxNumber = 255;

using NamePair = std::pair<std::string_view, std::string_view>; // diffusers, ldm

constexpr std::array<NamePair, 7> kUnetModules {{{"conv_in.", "input_blocks.0.0."}, {"conv_norm_out.", "out.0."},
    {"conv_out.", "out.2."}, {"time_embedding.linear_1.", "time_embed.0."}, {"time_embedding.linear_2.", "time_embed.2."},
    {"add_embedding.linear_1.", "label_emb.0.0."}, {"add_embedding.linear_2.", "label_emb.0.2."}}};
constexpr std::array<NamePair, 2> kClassEmbedding {
    {{"class_embedding.linear_1.", "label_emb.0.0."}, {"class_embedding.linear_2.", "label_emb.0.2."}}};
/// Inside a residual block; the parts of a transformer have one name in both.
constexpr std::array<NamePair, 6> kResidual {{{"norm1.", "in_layers.0."}, {"conv1.", "in_layers.2."},
    {"time_emb_proj.", "emb_layers.1."}, {"norm2.", "out_layers.0."}, {"conv2.", "out_layers.3."},
    {"conv_shortcut.", "skip_connection."}}};

std::string numbered(std::string_view a, int i, std::string_view b)
{
    return std::string(a) + std::to_string(i) + std::string(b);
}

std::string numbered(std::string_view a, int i, std::string_view b, int j, std::string_view c)
{
    return numbered(a, i, b) + std::to_string(j) + std::string(c);
}

bool takePrefix(std::string_view& text, std::string_view prefix)
{
    if (!text.starts_with(prefix))
        return false;
    text.remove_prefix(prefix.size());
    return true;
}

void count(std::vector<int>& counts, int level, int block)
{
    if (level < 0 || block < 0)
        return;
    if (counts.size() <= static_cast<std::size_t>(level))
        counts.resize(static_cast<std::size_t>(level) + 1);
    counts[static_cast<std::size_t>(level)] = std::max(counts[static_cast<std::size_t>(level)], block + 1);
}

} // namespace

int takeNumber(std::string_view& text)
{
    int number = -1;
    const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), number);
    const auto length = static_cast<std::size_t>(end - text.data());
    if (failure != std::errc() || number < 0 || number > kMaxNumber || length >= text.size() || text[length] != '.')
        return -1;
    text.remove_prefix(length + 1);
    return number;
}

UnetLevels UnetLevels::fromDiffusers(const std::vector<std::string>& names)
{
    UnetLevels levels;
    levels.hasMiddle = false;
    std::set<int> attending;
    for (std::string_view name : names) {
        levels.hasMiddle = levels.hasMiddle || name.starts_with("mid_block.");
        const bool down = takePrefix(name, "down_blocks.");
        if (!down && !takePrefix(name, "up_blocks."))
            continue;
        const int level = takeNumber(name);
        if (takePrefix(name, "resnets."))
            count(down ? levels.down : levels.up, level, takeNumber(name));
        else if (!down && level >= 0 && name.starts_with("attentions."))
            attending.insert(level);
    }
    for (std::size_t i = 0; i < levels.up.size(); ++i)
        levels.upAttends.push_back(attending.contains(static_cast<int>(i)));
    return levels;
}

UnetLevels UnetLevels::fromLdm(const std::vector<std::string>& names)
{
    const std::set<std::string> all(names.begin(), names.end());
    const auto has = [&all](const std::string& name) { return all.contains(name); };
    UnetLevels levels;
    levels.hasMiddle = has("middle_block.0.in_layers.0.weight");
    levels.down.push_back(0);
    for (int i = 1; i <= kMaxNumber; ++i) {
        if (has(numbered("input_blocks.", i, ".0.op.weight")))
            levels.down.push_back(0);
        else if (has(numbered("input_blocks.", i, ".0.in_layers.0.weight")))
            ++levels.down.back();
        else
            break;
    }
    int inLevel = 0;
    for (int i = 0; i <= kMaxNumber && has(numbered("output_blocks.", i, ".0.in_layers.0.weight")); ++i) {
        ++inLevel;
        const bool attends = has(numbered("output_blocks.", i, ".1.norm.weight"));
        const bool ends = has(numbered("output_blocks.", i, attends ? ".2.conv.weight" : ".1.conv.weight"));
        if (!ends && has(numbered("output_blocks.", i + 1, ".0.in_layers.0.weight")))
            continue;
        levels.up.push_back(std::exchange(inLevel, 0));
        levels.upAttends.push_back(attends);
    }
    return levels;
}

UnetNames::UnetNames(const UnetLevels& levels)
{
    for (const auto& [diffusers, ldm] : kClassEmbedding)
        m_toLdm.emplace(diffusers, ldm);
    for (const auto& [diffusers, ldm] : kUnetModules)
        add(std::string(diffusers), std::string(ldm));
    int n = 1;
    for (int level = 0; level < static_cast<int>(levels.down.size()); ++level) {
        for (int i = 0; i < levels.down[static_cast<std::size_t>(level)]; ++i, ++n) {
            add(numbered("down_blocks.", level, ".resnets.", i, "."), numbered("input_blocks.", n, ".0."));
            add(numbered("down_blocks.", level, ".attentions.", i, "."), numbered("input_blocks.", n, ".1."));
        }
        add(numbered("down_blocks.", level, ".downsamplers.0.conv."), numbered("input_blocks.", n++, ".0.op."));
    }
    add("mid_block.resnets.0.", "middle_block.0.");
    add("mid_block.attentions.0.", "middle_block.1.");
    add("mid_block.resnets.1.", "middle_block.2.");
    n = 0;
    for (int level = 0; level < static_cast<int>(levels.up.size()); ++level) {
        for (int i = 0; i < levels.up[static_cast<std::size_t>(level)]; ++i, ++n) {
            add(numbered("up_blocks.", level, ".resnets.", i, "."), numbered("output_blocks.", n, ".0."));
            add(numbered("up_blocks.", level, ".attentions.", i, "."), numbered("output_blocks.", n, ".1."));
        }
        const bool attends = levels.upAttends[static_cast<std::size_t>(level)];
        add(numbered("up_blocks.", level, ".upsamplers.0.conv."),
            numbered("output_blocks.", n - 1, attends ? ".2.conv." : ".1.conv."));
    }
}

void UnetNames::add(const std::string& diffusers, const std::string& ldm)
{
    const bool isResidual = diffusers.find(".resnets.") != std::string::npos;
    if (!isResidual) {
        m_toLdm.emplace(diffusers, ldm);
        m_toDiffusers.emplace(ldm, diffusers);
        return;
    }
    for (const auto& [theirs, ours] : kResidual) {
        m_toLdm.emplace(diffusers + std::string(theirs), ldm + std::string(ours));
        m_toDiffusers.emplace(ldm + std::string(ours), diffusers + std::string(theirs));
    }
}

std::string UnetNames::translated(const std::string& name, const Prefixes& prefixes)
{
    // The longest prefix of a module wins; every prefix ends with a dot.
    for (std::size_t dot = name.rfind('.'); dot != std::string::npos && dot > 0; dot = name.rfind('.', dot - 1)) {
        const auto found = prefixes.find(name.substr(0, dot + 1));
        if (found == prefixes.end())
            continue;
        return found->second + name.substr(dot + 1);
    }
    return {};
}

} // namespace weft
