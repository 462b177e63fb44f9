// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/servers/OwnServers.h"

#include <QCoreApplication>

namespace weft {

/// What people read of their servers, in the language of the moment.
class ServerText {
    Q_DECLARE_TR_FUNCTIONS(ServerText)
public:
    /// "ComfyUI · 127.0.0.1:8188"
    static QString name(const ServerEntry& entry);
    /// Of any machine; one's own servers by what they are: "ComfyUI · 8188", "Language models · 10.0.0.7:8080", "Your APIs".
    static QString name(const EngineInfo& engine);
    /// How it is: "Connected: 382 nodes, version 0.3.64", or why not.
    static QString state(const ServerStatus& status);
    /// Why a server can't be used, and what to do.
    static QString problem(const Error& error);

private:
    static QString plainState(const ServerStatus& status);
};

} // namespace weft
