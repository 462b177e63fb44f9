// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include <optional>

namespace weft {

/// A line from the terminal, without showing it, after `prompt`; or, where `fromStdin`, the next line of standard input
/// without a prompt. None: there is no terminal, or no line.
std::optional<QString> readSecret(const QString& prompt, bool fromStdin);

} // namespace weft
