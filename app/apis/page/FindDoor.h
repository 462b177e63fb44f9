// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QUrl>

#include <functional>

namespace weft {

/// Looks for a Weft that is open for programs on this computer (weft serve), at `address`. `found` is called once, later, unless nobody
/// answers there, somebody else does, or `context` is gone.
void findDoor(QObject* context, const QUrl& address, std::function<void(bool wantsToken)> found);

} // namespace weft
