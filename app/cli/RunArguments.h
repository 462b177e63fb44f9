// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/ComfyOption.h"
#include "app/cli/LanguageOption.h"
#include "app/runs/RunOptions.h"

#include <QUrl>

#include <variant>

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
struct RunArguments {
    QStringList files;
    std::vector<SetArgument> settings;
    std::vector<SaveArgument> saves;
    RunFolders folders;
    QString home;
    QUrl relay; // empty: none
    bool blind = false; // pay with blind credits
    ComfyOption comfy;
    LanguageOption language;
    RunOptions options;
    QString report; // file
};

/// The arguments, or the text for whoever asked for help or made a mistake.
struct Usage {
    QString text;
    bool isMistake = false;
};
std::variant<RunArguments, Usage> parseRunArguments(const QStringList& arguments);

/// Folders that stand below a home folder (empty: the usual ones), and the folders of models that the user's settings name,
/// unless others were asked for.
void applyHome(RunFolders& folders, const QString& home);

} // namespace weft
