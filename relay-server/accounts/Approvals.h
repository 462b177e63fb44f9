// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/security/Random.h"
#include "relay-server/storage/Database.h"

#include "core/job/Market.h"

namespace weft::relay {

constexpr std::chrono::minutes kApprovalLifetime{10};

/// Machines without a screen that wait to be signed in: each shows a code, which is typed on a device that is signed in
/// (as RFC 8628, but both ends already have keys). Use it within the Writer.
class Approvals {
public:
    struct Begun {
        std::string code; // "BCDF-GHJK"
        UnixMillis expires{};
    };
    struct Asked {
        KeyHash machine;
        std::string name;
    };

    explicit Approvals(Database& database)
        : m_database(database)
    {
    }

    /// A machine has one code; a new one voids the old.
    Result<Begun> begin(const KeyHash& machine, const std::string& name, const RandomSource& random, UnixMillis now);
    /// Who shows this code. Errors: CodeWrong (unknown, used or expired).
    Result<Asked> find(const std::string& code, UnixMillis now);
    /// The same, and the code is used up. Errors: CodeWrong.
    Result<Asked> use(const std::string& code, UnixMillis now);

private:
    Database& m_database;
};

} // namespace weft::relay
