// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/cache/Signature.h"
#include "core/values/Value.h"

#include <QString>

namespace weft {

/// A file of the input folder that a node reads, or a folder in it.
struct InputFile {
    NodeId node;
    std::string name; // as the setting says it: "cat.png", "sub/cat.png", "cat.png [input]"
    bool isFolder = false;
};

/// The files that these nodes' settings name.
std::vector<InputFile> inputFilesOf(const Prompt& prompt, const Catalogue& catalogue);

/// Where it lies; it can't lead out of the folder. Errors: FileNotFound (args: path).
Result<QString> pathOfInput(const QString& folder, const std::string& name, bool isFolder = false);

/// Copies a file into the folder, which is made when it isn't there, unless it lies in it already. Returns the name that a
/// setting takes; nothing is overwritten. Blocks on the disk. Errors: FileNotFound, FileUnwritable (args: path).
Result<QString> intoInputFolder(const QString& folder, const QString& path);

struct ReadFiles {
    std::map<NodeId, Value> values; // FILE
    FileHashes hashes;
    std::map<NodeId, std::int64_t> pixels; // where the file tells
    std::vector<PromptProblem> problems; // FileNotFound, FileUnreadable, FileTooLarge (args: path, node), those of packedFolder
};

/// Reads and hashes; blocks on the disk.
ReadFiles readInputFiles(const QString& folder, const std::vector<InputFile>& files);

/// Only the pictures' sizes, for estimates; reads a little of each, of a folder's pictures a little of some.
std::map<NodeId, std::int64_t> peekInputFiles(const QString& folder, const std::vector<InputFile>& files);

} // namespace weft
