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
/// libraries and a few files of /proc and /sys that libtorch and a card's driver look at; nothing may be written but
/// the card's device files; no TCP. -> "" when it holds, else why not.
std::string denyFiles(const std::vector<std::string>& readable);

/// seccomp, for all threads: no sockets, no new programs or processes, no looking into other processes, no mounts, no
/// kernel features that a computation doesn't need; no file may be made, and none be opened for writing, but with
/// `cardInUse` for reading and writing at once (its driver opens device files so, again and again; which ones, Landlock
/// holds). Refused calls fail with EPERM. -> "" when it holds, else why not.
std::string denyCalls(bool cardInUse);

/// For WorkerReady: "landlock, seccomp", or which part is missing and why.
std::string describeSandbox(const std::string& filesProblem, const std::string& callsProblem);

} // namespace weft::worker
