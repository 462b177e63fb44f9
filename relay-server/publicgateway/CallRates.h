// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Ids.h"

#include <chrono>
#include <unordered_map>

namespace weft::relay {

/// How often each token calls, and how many of its calls are at work: a bucket of calls that fills with time. Pure.
class CallRates {
public:
    using Time = std::chrono::steady_clock::time_point;
    struct Limits {
        int perMinute = 60;
        int burst = 20;
        int atOnce = 4;
    };
    enum class Verdict { Fine,
        TooOften,
        TooManyAtOnce };

    explicit CallRates(Limits limits)
        : m_limits(limits)
    {
    }
    /// Fine: it counts until end().
    Verdict begin(const Hash256& token, Time now);
    void end(const Hash256& token);
    /// Forgets who has rested; call now and then.
    void sweep(Time now);
    std::size_t size() const { return m_callers.size(); }

private:
    struct Caller {
        std::chrono::milliseconds credit {}; // a call costs a minute / perMinute
        Time filled {};
        int atWork = 0;
    };
    std::chrono::milliseconds costOfCall() const { return std::chrono::milliseconds(60'000 / m_limits.perMinute); }
    std::chrono::milliseconds most() const { return costOfCall() * m_limits.burst; }
    void fill(Caller& caller, Time now) const;

    Limits m_limits;
    std::unordered_map<Hash256, Caller> m_callers;
};

} // namespace weft::relay
