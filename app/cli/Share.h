// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStringList>

namespace weft {

/// `weft share`: lends this machine until SIGTERM or SIGINT. `arguments` without the word "share". Needs a
/// QCoreApplication. One JSON line per change goes to standard output:
///   {"event":"ready","key":HEX,"relay":URL,"nodes":[...],"servers":["comfyui"],"device":...}    first: the offer is in the directory
///   {"event":"state","state":"starting"|"on"|"stopping"|"off"}
///   {"event":"online"} {"event":"offline","error":NAME,"detail":...}
///   {"event":"job-started","job":HEX,"nodes":[...]}
///   {"event":"job-ended","job":HEX,"completed":BOOL,"earned":CREDITS,"error":NAME}
///   {"event":"server-failed","server":"comfyui","error":NAME,"detail":...}   a server that isn't offered
///   {"event":"failed","error":NAME,"detail":...}
/// -> 0 after a clean end; 1 when it couldn't start; 2 when the command line is wrong.
int runShare(const QStringList& arguments);

} // namespace weft
