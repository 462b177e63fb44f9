// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Json.h"

namespace weft::relay {

/// One JSON line on stderr: {"time": ..., "event": ..., more}. Who, when, how much; never contents, keys or tickets.
void logEvent(std::string_view event, Json more = Json::object());
void logError(std::string_view event, const Error& error, Json more = Json::object());

} // namespace weft::relay
