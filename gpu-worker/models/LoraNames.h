// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>
#include <string>
#include <vector>

namespace weft {

/// The weight that a module of a LoRA changes: all of it, or one third of its rows.
struct LoraTarget {
    std::string weight;
    int third = -1;
};

/// Every name that trainers give to a network's modules. `names`: the network's own weight names.
/// Source: kohya-ss sd-scripts, diffusers, LyCORIS, OneTrainer, SimpleTuner; the set that ComfyUI reads.
std::map<std::string, LoraTarget> loraNamesOfNetwork(const std::vector<std::string>& names);
/// The same for the text encoders ("clip_l.text_model. ...").
std::map<std::string, LoraTarget> loraNamesOfClip(const std::vector<std::string>& names);

} // namespace weft
