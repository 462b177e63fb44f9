// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "relay-server/accounts/TryLimiter.h"

#include <algorithm>

namespace weft::relay {

namespace {
constexpr std::size_t kMaxEntries = 100'000;
constexpr std::chrono::hours kForgottenAfter{24};
} // namespace

Done TryLimiter::begin(const std::vector<Key>& keys, UnixMillis now)
{
    std::chrono::milliseconds wait{0};
    for (const Key& key : keys) {
        const auto found = m_entries.find(key.what);
        if (found != m_entries.end())
            wait = std::max<std::chrono::milliseconds>(wait, found->second.until - now);
    }
    if (wait.count() > 0) {
        const auto seconds = (wait.count() + 999) / 1000;
        return Error{ErrorCode::TooManyTries, "too many tries", {{"seconds", std::to_string(seconds)}}};
    }
    makeRoom(now);
    for (const Key& key : keys) {
        Entry& entry = m_entries[key.what];
        if (now - entry.last > kForgottenAfter)
            entry = {};
        entry.last = now;
        if (++entry.count < key.rule.free)
            continue;
        const int doublings = std::min(entry.count - key.rule.free, 30);
        entry.until = now
            + std::min<std::chrono::milliseconds>(key.rule.first * (std::int64_t{1} << doublings), key.rule.longest);
    }
    return {};
}

void TryLimiter::forget(const std::string& what)
{
    m_entries.erase(what);
}

void TryLimiter::refund(const std::string& what)
{
    const auto found = m_entries.find(what);
    if (found == m_entries.end())
        return;
    found->second.until = {};
    if (--found->second.count <= 0)
        m_entries.erase(found);
}

/// Whoever still waits is kept as long as it can be: making up names doesn't end another's wait.
void TryLimiter::makeRoom(UnixMillis now)
{
    if (m_entries.size() < kMaxEntries)
        return;
    std::erase_if(m_entries, [now](const auto& entry) { return entry.second.until <= now; });
    if (m_entries.size() >= kMaxEntries)
        m_entries.clear();
}

} // namespace weft::relay
