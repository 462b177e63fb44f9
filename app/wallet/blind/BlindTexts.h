// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace weft {

/// What blind credits hide and what they don't, in the user's language: for the wallet's page and for --help. Must be shown
/// before the first withdrawal. docs/blind-credits.md says the same at length.
QString blindCreditsNotice();

} // namespace weft
