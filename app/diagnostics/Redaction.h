// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace weft {

/// A text for a log or a report: the user's home folder becomes "~", and what could be a key, a token, a password or a
/// prompt (long hexadecimal or base64 runs, tokens, e-mail addresses, quoted text of some length, addresses' queries)
/// becomes "[removed]". Errs on the side of taking out too much.
QString redacted(const QString& text);

} // namespace weft
