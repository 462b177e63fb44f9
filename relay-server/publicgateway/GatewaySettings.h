// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Ids.h"

#include <QUrl>

#include <chrono>

namespace weft::relay {

/// The public gateway as the operator sets it up (docs/decisions/0030), and its bounds.
struct GatewaySettings {
    QUrl upstream; // where `weft serve --gateway` listens; empty: there is no gateway
    std::string secret; // that relay and gateway share
    KeyHash machine; // the gateway's, which alone may spend budgets
    std::string publicUrl; // of this relay's http address as clients see it; empty: where it listens
    int callsPerMinute = 60; // of one token
    int callBurst = 20;
    int callsAtOnce = 4; // of one token
    int allCallsAtOnce = 64;
    int openCallsAtOnce = 4; // of those that need no token
    std::size_t maxBodyBytes = std::size_t {32} << 20;
    std::size_t maxAnswerBytes = std::size_t {64} << 20;
    std::size_t maxAnswersBytes = std::size_t {256} << 20; // of all that are read, or wait for slow clients
    std::chrono::milliseconds connectTime {5'000};
    std::chrono::milliseconds answerTime {3'600'000};

    bool isOn() const { return !upstream.isEmpty(); }
};

} // namespace weft::relay
