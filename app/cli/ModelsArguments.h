// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/RunArguments.h"

namespace weft {

/// The command line of `weft models`.
struct ModelsArguments {
    enum class Action { List, Get, Check, Folders, AddFolder, RemoveFolder, Duplicates };

    Action action = Action::List;
    QStringList names; // of models; or the folder
    QString home;
    QStringList mirrors; // "HOST=URL", checked
    QString tokenFile;
    bool withCompanions = false;
    bool asJson = false;
};

std::variant<ModelsArguments, Usage> parseModelsArguments(const QStringList& arguments);

} // namespace weft
