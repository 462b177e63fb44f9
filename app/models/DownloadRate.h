// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtGlobal>

#include <chrono>
#include <deque>
#include <optional>

namespace weft {

/// How fast bytes come, over the last seconds. The clock is the caller's.
class DownloadRate {
public:
    static constexpr std::chrono::milliseconds kWindow {5'000};

    void add(qint64 bytes, std::chrono::milliseconds now)
    {
        m_recent.emplace_back(now, bytes);
        m_sum += bytes;
        while (m_recent.size() > 1 && now - m_recent.front().first > kWindow) {
            m_sum -= m_recent.front().second;
            m_recent.pop_front();
        }
    }
    /// 0 while nothing can be said.
    qint64 bytesPerSecond(std::chrono::milliseconds now) const
    {
        const auto span = m_recent.empty() ? std::chrono::milliseconds(0) : now - m_recent.front().first;
        return span.count() > 0 ? m_sum * 1000 / span.count() : 0;
    }
    /// None while nothing can be said.
    std::optional<std::chrono::seconds> remaining(qint64 bytes, std::chrono::milliseconds now) const
    {
        const qint64 rate = bytesPerSecond(now);
        return rate > 0 ? std::optional(std::chrono::seconds(bytes / rate)) : std::nullopt;
    }

private:
    std::deque<std::pair<std::chrono::milliseconds, qint64>> m_recent;
    qint64 m_sum = 0;
};

} // namespace weft
