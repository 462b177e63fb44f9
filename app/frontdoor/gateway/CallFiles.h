// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/security/Random.h"

#include <QString>

#include <chrono>
#include <deque>
#include <optional>

namespace weft {

/// What calls of strangers made: each file under a random name of its own, for its caller alone, for a while. Then it is
/// deleted.
class CallFiles {
public:
    using Time = std::chrono::steady_clock::time_point;
    struct Limits {
        std::chrono::minutes keptFor {60};
        std::size_t most = 2'000; // the oldest go
    };

    CallFiles(RandomSource random, Limits limits)
        : m_random(std::move(random))
        , m_limits(limits)
    {
    }
    ~CallFiles();
    CallFiles(const CallFiles&) = delete;
    CallFiles& operator=(const CallFiles&) = delete;

    /// -> "ID/picture.png"
    QString add(const QString& caller, const QString& path, Time now);
    /// The file behind such a name, for whom it was made.
    std::optional<QString> find(const QString& caller, const QString& name) const;
    void sweep(Time now);

private:
    struct Kept {
        QString name;
        QString caller;
        QString path;
        Time until {};
    };
    void dropOldest();

    RandomSource m_random;
    Limits m_limits;
    std::deque<Kept> m_files; // the oldest first
};

} // namespace weft
