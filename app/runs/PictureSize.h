// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Ids.h"

#include <optional>

namespace weft {

/// How much of a file is enough to find its size, as a rule (a JPEG's size stands behind its EXIF data).
constexpr std::size_t kPictureHeadBytes = 256 * 1024;

/// Width times height of a PNG, JPEG or WebP, read from its first bytes; nothing when they don't tell. For estimates
/// only: the worker decides what a picture is.
/// Sources: PNG (W3C) 11.2.2; ITU T.81 B.2.2; WebP container specification (RFC 9649).
std::optional<std::int64_t> pixelsOfPicture(ByteView head);

} // namespace weft
