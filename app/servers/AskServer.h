// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/servers/ServerEntry.h"

#include <QCoroTask>

#include <chrono>

namespace weft {

struct AnsweringServer {
    ServerKind kind = ServerKind::Comfy;
    std::string version; // empty: it doesn't say
};

/// Asks who answers at an address: a ComfyUI, or a server of language models. The key goes only to `address`, and only with
/// the question for language models.
/// Errors, args: machine. ProviderLost (nobody), TimedOut; ProviderRefused (args: reason): a Weft, one that wants a key, or
/// another kind of server.
QCoro::Task<Result<AnsweringServer>> askWhoAnswers(QUrl address, std::string key, std::chrono::milliseconds limit);

} // namespace weft
