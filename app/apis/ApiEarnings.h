// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Money.h"

#include <QString>

#include <map>

namespace weft {

/// What one API has brought in, and what its calls cost at other machines.
struct ApiEarned {
    std::int64_t calls = 0; // that were paid
    Money earned; // after the relay's share
    Money spent;

    bool operator==(const ApiEarned&) const = default;
};

/// What this user's APIs have brought in since they were first published, by name: a file in the home folder. Statements of money are
/// the relay's; this says only which API it came from.
class ApiEarnings {
public:
    /// One that can't be read counts as empty.
    explicit ApiEarnings(QString file);
    static QString fileIn(const QString& home);

    const std::map<std::string, ApiEarned>& all() const { return m_all; }
    /// Shares an amount out among calls, by their weights. Errors: those of replaceFile.
    Done addEarned(const std::map<std::string, std::int64_t>& calls, Money amount);
    Done addSpent(const std::map<std::string, std::int64_t>& calls, Money amount);

private:
    Done share(const std::map<std::string, std::int64_t>& calls, Money amount, Money ApiEarned::*part);
    Done write() const;

    QString m_file;
    std::map<std::string, ApiEarned> m_all;
};

} // namespace weft
