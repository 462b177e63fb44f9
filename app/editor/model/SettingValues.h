// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Result.h"
#include "core/catalogue/NodeType.h"

#include <QString>

namespace weft {

/// A number moved by `steps` of its step size, within its bounds. Whole numbers keep all 64 bits.
Json stepped(const InputSpec& spec, const Json& value, double steps);
/// The value at a place between the bounds, 0..1, on the grid of its steps.
Json valueAtShare(const InputSpec& spec, double share);
/// What was typed, read as the setting's type and held within its bounds. Errors: SettingInvalid.
Result<Json> parsedSetting(const InputSpec& spec, const QString& text);
/// A random value for a seed, within its bounds and within what other programs can read exactly (2^53).
Json randomSeed(const InputSpec& spec);

} // namespace weft
