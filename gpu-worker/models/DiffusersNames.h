// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace weft {

/// The number that stands at the start of `text`, cut off with the dot behind it; -1: none.
int takeNumber(std::string_view& text);

/// How the blocks of a UNet are numbered: by level in diffusers, one after another in ldm.
struct UnetLevels {
    std::vector<int> down; // residual blocks of each level
    std::vector<int> up;
    std::vector<bool> upAttends; // whether the last block of a level has a transformer
    bool hasMiddle = true;

    static UnetLevels fromDiffusers(const std::vector<std::string>& names);
    static UnetLevels fromLdm(const std::vector<std::string>& names);
};

/// Translates a UNet's weight names, one by one.
class UnetNames {
public:
    explicit UnetNames(const UnetLevels& levels);

    /// "down_blocks.0.resnets.1.conv1.weight" -> "input_blocks.2.0.in_layers.2.weight". Empty: not a UNet's name.
    std::string toLdm(const std::string& diffusersName) const { return translated(diffusersName, m_toLdm); }
    /// The other way.
    std::string toDiffusers(const std::string& ldmName) const { return translated(ldmName, m_toDiffusers); }

private:
    using Prefixes = std::map<std::string, std::string>;

    void add(const std::string& diffusers, const std::string& ldm);
    static std::string translated(const std::string& name, const Prefixes& prefixes);

    Prefixes m_toLdm; // of modules, with the dot behind them
    Prefixes m_toDiffusers;
};

} // namespace weft
