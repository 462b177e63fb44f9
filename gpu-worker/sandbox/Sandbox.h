// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

namespace weft::worker {

/// Where an NVIDIA driver is but its memory manager's device file isn't (nobody has used the card since the machine
/// started), a child process opens the driver, whose setuid helper then makes the file. Later it couldn't: the sandbox
/// takes setuid away. Before any thread is started.
void makeCardNodes();

/// Landlock, for this thread and those that it starts: files may be read below `readable` (the model folders), system
/// libraries and a few files of /proc and /sys that libtorch looks at; nothing may be written; no TCP. With `cards` also
/// what the driver of a CUDA card reads, its device files, and the names of this process's threads, which it writes.
/// -> "" when it holds, else why not.
std::string denyFiles(const std::vector<std::string>& readable, bool cards);

/// seccomp, for all threads: no sockets, no new programs or processes, no looking into other processes, no mounts, no
/// kernel features that a computation doesn't need; no file may be made or cut off, and none be opened for writing unless
/// `cardInUse` (its driver opens device files so, again and again; that it is only those, Landlock holds). Refused calls
/// fail with EPERM. -> "" when it holds, else why not.
std::string denyCalls(bool cardInUse);

/// For WorkerReady: "landlock, seccomp", or which part is missing and why.
std::string describeSandbox(const std::string& filesProblem, const std::string& callsProblem);

} // namespace weft::worker
