// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Result.h"

#include <QUrl>

#include <vector>

namespace weft {

enum class ServerKind { Comfy,
    Language };

/// A server of another program's that the user wants to use.
struct ServerEntry {
    ServerKind kind = ServerKind::Comfy;
    QUrl address;
    std::string key; // of a language server; empty: none

    bool operator==(const ServerEntry&) const = default;
};

/// The file that keeps them; only its owner can read it. No file: none. What makes no sense in it is left out.
/// Errors: FileUnreadable (args: path).
Result<std::vector<ServerEntry>> readServers(const QString& file);
/// Errors: FileUnwritable, DiskFull (args: path).
Done writeServers(const QString& file, const std::vector<ServerEntry>& entries);

/// ComfyUI's usual address, Ollama's, llama.cpp's and vLLM's: all on this computer.
std::vector<QUrl> usualServerAddresses();

} // namespace weft
