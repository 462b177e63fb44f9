// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Result.h"

#include <QByteArrayView>
#include <QString>

#include <functional>
#include <string>

namespace weft {

/// Where ComfyUI's types of files lie.
struct DoorFolders {
    QString input;
    QString output;
    QString temp;
    QString user; // what the web frontend keeps: settings, workflows

    /// "input", "output" or "temp"; null for anything else.
    const QString* ofType(const QString& type) const;
};

/// A file in one of the folders, as ComfyUI names it.
struct PlacedFile {
    QString name;
    QString subfolder;
    QString type;
};

/// Stores an upload in `folder`/`subfolder`, which is made, under `name`. Where that name is taken and `overwrite` isn't
/// wanted: a file with the same content serves, else it becomes "name (1).png", and so on. -> the name that it has now.
/// `make`: what is to be written, when that isn't `content` itself. One at a time, from any thread.
/// Errors: FileUnwritable, DiskFull, those of `make`; SettingInvalid when the place isn't inside the folder.
Result<QString> storeUpload(const QString& folder, const QString& subfolder, const QString& name, QByteArrayView content, bool overwrite,
    const std::function<Result<QByteArray>()>& make = {});

} // namespace weft
