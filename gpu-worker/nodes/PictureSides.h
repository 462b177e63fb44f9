// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace weft::worker {

/// The longest side that a setting may ask for, in pixels. Source: ComfyUI's MAX_RESOLUTION.
constexpr int kMaxSide = 16384;

} // namespace weft::worker
