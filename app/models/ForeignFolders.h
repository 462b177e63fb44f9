// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStringList>

namespace weft {

/// The program whose folders these are.
enum class FolderOwner { Models, ComfyUi, A1111, InvokeAi };

/// What a folder that the user names stands for.
struct ForeignFolders {
    FolderOwner owner = FolderOwner::Models;
    QStringList roots; // "PATH" or "KIND=PATH", as ModelIndex and weft-worker take them; only folders that exist
};

/// Looks at how a folder is laid out: ComfyUI's (with what its extra_model_paths.yaml adds), the web UI's of AUTOMATIC1111
/// (and Forge), InvokeAI's, or just folders of models, which is what anything else is taken for. Nothing is copied.
/// Sources: ComfyUI's extra_model_paths.yaml.example; the folders that the programs make at their first start.
ForeignFolders foreignFolders(const QString& folder);

/// The roots of all these folders, in their order, each once. "KIND=PATH" stays as it is.
QStringList modelRoots(const QStringList& folders);

} // namespace weft
