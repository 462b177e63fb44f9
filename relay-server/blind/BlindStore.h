// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Money.h"
#include "relay-server/storage/Database.h"

#include <optional>

namespace weft::relay {

enum class BlindRequestKind : std::uint8_t { Withdrawal = 1, Change = 2, Exchange = 3, Deposit = 4 };

struct BlindRequestRow {
    TransferId id;
    BlindRequestKind kind = BlindRequestKind::Withdrawal;
    Hash256 digest;
    Money issued;
};

struct BlindHoldRow {
    JobId job;
    Hash256 secretHash;
    Hash256 digest;
    Money paid;
};

/// A secret key as it rests in the database.
struct SealedBlindKey {
    int power = 0;
    SharedBytes modulus;
    SharedBytes sealed;
};

/// The rows of blind credits. Use it within the Writer. Errors of all: StorageFailed.
class BlindStore {
public:
    explicit BlindStore(Database& database)
        : m_database(database)
    {
    }

    /// By power; empty: that epoch has none.
    Result<std::vector<SealedBlindKey>> keys(std::int64_t epoch);
    Done insertKeys(std::int64_t epoch, const std::vector<SealedBlindKey>& keys);

    Result<std::optional<BlindRequestRow>> request(const TransferId& id);
    Done insertRequest(const BlindRequestRow& row);

    /// Errors also: TokenSpent.
    Done spend(const Hash256& token, int power);

    Result<std::optional<BlindHoldRow>> holdOf(const JobId& job);
    Result<std::optional<BlindHoldRow>> holdBySecret(const Hash256& secretHash);
    Done insertHold(const BlindHoldRow& row);

    /// What all requests were signed, minus what all spent tokens were worth: what must be in circulation.
    Result<Money> circulation();

private:
    Result<std::optional<BlindHoldRow>> oneHold(const char* sql, const QVariant& key);

    Database& m_database;
};

} // namespace weft::relay
