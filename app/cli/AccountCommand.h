// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStringList>

namespace weft {

/// `weft account show|set-password|sign-in|recover|recovery-code|devices|revoke|totp|approve|approve-me|keychain`.
/// `words` without the word "account". Needs a QCoreApplication. Passwords come from the terminal, or from standard
/// input with --password-stdin; never from the command line.
/// -> 0 when it was done, 1 when it failed, 2 when the command line is wrong.
int runAccount(const QStringList& words);

} // namespace weft
