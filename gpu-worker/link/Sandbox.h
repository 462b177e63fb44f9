// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

namespace weft::worker {

/// Landlock, for this thread and those that it starts: files may be read below `readable` (the model folders), system
/// libraries and a few files of /proc and /sys that libtorch looks at; nothing may be written; no TCP.
/// -> "" when it holds, else why not.
std::string denyFiles(const std::vector<std::string>& readable);

/// seccomp, for all threads: no sockets, no new programs or processes, no looking into other processes, no mounts, no
/// kernel features that a computation doesn't need; with `denyWriting` no file may be opened for writing either (a
/// card's driver must). Refused calls fail with EPERM. -> "" when it holds, else why not.
std::string denyCalls(bool denyWriting);

/// For WorkerReady: "landlock, seccomp", or which part is missing and why.
std::string describeSandbox(const std::string& filesProblem, const std::string& callsProblem);

} // namespace weft::worker
