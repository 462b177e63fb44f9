// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace weft {

/// "3 minutes ago", in the user's language; a date when it is long ago. 0: never.
QString seenText(qint64 unixMillis, qint64 nowMillis);

/// The secret inside an otpauth URI, in groups of four, for those who type it.
QString totpSecretText(const QString& uri);

} // namespace weft
