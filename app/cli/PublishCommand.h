// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStringList>

namespace weft {

/// `weft publish FILE --name NAME [--price CREDITS] [--spend CREDITS] [--relay URL] [--param NAME=NODE.INPUT]... [--result NODE:SLOT]...`,
/// `weft publish --list`, `weft publish --remove NAME`: what `weft share` and the window's switch then offer to others as an API. `arguments` without the
/// word "publish". -> as runCli()
int runPublish(const QStringList& arguments);

} // namespace weft
