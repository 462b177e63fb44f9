// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace weft::kernel {

/// What a kernel's tensors hold. All of them compute in float32 and round once.
enum class Element { Float, Half, BFloat16 };

} // namespace weft::kernel
