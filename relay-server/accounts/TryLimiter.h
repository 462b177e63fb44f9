// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/job/Market.h"

#include <string>
#include <unordered_map>
#include <vector>

namespace weft::relay {

/// How many tries are free, and how the waits grow then: doubled each time, up to the longest.
struct TryRule {
    int free = 5;
    std::chrono::milliseconds first{1000};
    std::chrono::milliseconds longest{60'000};
};

/// Growing waits against guessing. A try is counted before its outcome is known, so that many at once gain nothing.
/// In memory: a restart forgets, and nothing about who tried is written down. The clock is passed in; one thread.
class TryLimiter {
public:
    struct Key {
        std::string what; // "email:a@b.example", "address:192.0.2.1"
        TryRule rule;
    };

    /// Counts a try under each key, or none. Errors: TooManyTries (args: seconds).
    Done begin(const std::vector<Key>& keys, UnixMillis now);
    /// It was the right one: these keys are as new.
    void forget(const std::string& what);
    /// It was no guess: takes the count of one try back.
    void refund(const std::string& what);
    std::size_t size() const { return m_entries.size(); }

private:
    struct Entry {
        int count = 0;
        UnixMillis until{};
        UnixMillis last{};
    };
    void makeRoom(UnixMillis now);

    std::unordered_map<std::string, Entry> m_entries;
};

} // namespace weft::relay
