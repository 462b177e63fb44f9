// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStringList>

namespace weft {

/// `weft models list|get NAME...|check [NAME...]|folders [add PATH|remove PATH]|duplicates`: the curated list of models, and
/// the model files of this computer. `arguments` without the word "models". Needs a QCoreApplication. Downloads that are
/// interrupted (SIGINT, SIGTERM) go on next time.
/// -> 0 when all was done, 1 when something failed or differs, 2 when the command line is wrong.
int runModels(const QStringList& arguments);

} // namespace weft
