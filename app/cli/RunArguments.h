// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/PlaceOptions.h"

#include <variant>
#include <vector>

namespace weft {

/// `--set NODE.INPUT=VALUE`
struct SetArgument {
    QString target; // "NODE.INPUT"
    QString value;
};
/// `--save NODE:SLOT=FILE.safetensors`
struct SaveArgument {
    QString node; // id, title or type
    QString slot; // number or name
    QString file;
};

/// The command line of `weft run`.
struct RunArguments : PlaceOptions {
    QStringList files;
    std::vector<SetArgument> settings;
    std::vector<SaveArgument> saves;
    QString report; // file
};

/// The arguments, or the text for whoever asked for help or made a mistake.
struct Usage {
    QString text;
    bool isMistake = false;
};
std::variant<RunArguments, Usage> parseRunArguments(const QStringList& arguments);

} // namespace weft
