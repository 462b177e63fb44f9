// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStringList>

namespace weft {

/// `weft call NAME [KEY=VALUE...]` and the options of `weft run`: runs one node, or what somebody publishes as an API, here or where it is
/// offered. Pictures are given as files; pictures that come back are saved, texts and numbers printed. `arguments` without the word
/// "call". -> as runCli()
int runCall(const QStringList& arguments);

} // namespace weft
