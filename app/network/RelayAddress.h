// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QUrl>

#include <optional>

namespace weft {

/// A relay's address as people write it: "wss://relay.example", "ws://127.0.0.1:8080/path". Nothing where it is none.
std::optional<QUrl> relayAddress(const QString& text);

} // namespace weft
