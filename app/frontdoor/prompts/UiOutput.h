// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/runs/OutputStore.h"
#include "app/runs/RunOptions.h"

namespace weft {

/// What a node shows of one file, in ComfyUI's terms: an item of the list `key` ("images", "latents", "audio", "text", ...).
struct UiItem {
    std::string key; // empty: nothing is shown (model files)
    Json item; // {filename, subfolder, type}, or a text
    bool isMoving = false; // the node shows "animated" too
};

/// Of a file below the output folder.
UiItem uiOfSaved(const StoredFile& file, const QString& outputFolder);

/// Stores what is only to be shown, in ComfyUI's "temp": PREFIX_temp_xxxxx_00001_.png, the letters made once, the numbers counting
/// up. Texts aren't stored: they are shown themselves.
class TempFiles {
public:
    TempFiles(QString folder, QString letters)
        : m_folder(std::move(folder))
        , m_letters(std::move(letters))
    {
    }

    /// Blocks on the disk, for some microseconds a picture. Errors: FileUnwritable, DiskFull (args: path).
    Result<UiItem> show(const Value& file, const PictureTexts& texts);

private:
    QString m_folder;
    QString m_letters;
    int m_counter = 0;
    bool m_isMade = false;
};

} // namespace weft
