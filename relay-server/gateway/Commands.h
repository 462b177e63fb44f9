// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStringList>

#include <optional>

namespace weft::relay {

/// The operator's commands beside the server; the exit status, or nothing when the arguments name none.
///   weft-relay ledger check --database FILE            0: the books balance
///   weft-relay ledger show --database FILE --json
///   weft-relay admin grant --database FILE KEYHASH CREDITS [--id HEX]   the same id twice gives once
std::optional<int> runCommand(const QStringList& arguments);

} // namespace weft::relay
