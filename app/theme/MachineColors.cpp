// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/theme/MachineColors.h"

#include <QHash>

#include <algorithm>
#include <array>

namespace weft {

namespace {

struct MachineHue {
    QRgb dark, light;
};
constexpr std::array kMachineHues {MachineHue {0xb79cff, 0x6b3fd4}, MachineHue {0x4fc3d9, 0x0b7285}, MachineHue {0xf08ab8, 0xa8326e}, MachineHue {0xd9a066, 0x8a4b14},
    MachineHue {0x8fa8ff, 0x3b4fc4}, MachineHue {0xc7d46a, 0x5c6b00}, MachineHue {0xff9c8a, 0xa83a20}, MachineHue {0x9fd0c0, 0x2b6b5a}};

std::size_t nameHash(const QString& name)
{
    std::uint32_t hash = 2166136261U;
    for (const QChar c : name)
        hash = (hash ^ c.unicode()) * 16777619U;
    return hash ^ (hash >> 15);
}

/// By the name, so that a machine looks the same tomorrow; the next free one where another machine has it.
std::size_t hueOf(const QString& name)
{
    static QHash<QString, std::size_t> taken;
    if (const auto known = taken.constFind(name); known != taken.constEnd())
        return *known;
    std::size_t hue = nameHash(name) % kMachineHues.size();
    const auto isTaken = [](std::size_t one) { return std::find(taken.cbegin(), taken.cend(), one) != taken.cend(); };
    for (std::size_t tried = 0; isTaken(hue) && tried < kMachineHues.size(); ++tried)
        hue = (hue + 1) % kMachineHues.size();
    taken.insert(name, hue);
    return hue;
}

} // namespace

QColor machineColor(const Theme& theme, const QString& machine)
{
    if (machine.isEmpty())
        return theme.ok;
    const MachineHue& hue = kMachineHues[hueOf(machine)];
    return QColor::fromRgb(theme.isDark ? hue.dark : hue.light);
}

} // namespace weft
