// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "relay-server/ledger/MemoryLedgerStore.h"
#include "relay-server/ledger/RelayJobs.h"
#include "relay-server/ledger/SqlLedgerStore.h"

#include <QString>
#include <QTemporaryDir>

/// Names for tests: party(1), jobId(7), at(1000), a signature that is only a mark.
namespace weft::relay::test {

template <typename Id>
Id idOf(std::uint32_t n)
{
    Id id;
    id.bytes[0] = 0xA5; // never null
    id.bytes[1] = std::uint8_t(n >> 16);
    id.bytes[2] = std::uint8_t(n >> 8);
    id.bytes[3] = std::uint8_t(n);
    return id;
}

inline UnixMillis at(std::int64_t milliseconds) { return UnixMillis {std::chrono::milliseconds(milliseconds)}; }
inline JobId jobId(std::uint32_t n) { return idOf<JobId>(n); }
inline Party party(std::uint32_t n) { return {idOf<AccountId>(n), idOf<KeyHash>(n)}; }
inline BookId creditsOf(const Party& party) { return {party.account, BookKind::Credits}; }
inline BookId earningsOf(const Party& party) { return {party.account, BookKind::Earnings}; }
Hold holdOf(std::uint32_t job, const Party& buyer, const Party& provider, Money amount, UnixMillis deadline);
/// Opens the grants book and gives credits. `n` makes the transfer's id.
Done give(LedgerStore& store, const Party& to, Money amount, std::uint32_t n = 1);

/// Signs by copying the key into the signature.
JobCrypto markCrypto();
Receipt signedReceipt(std::uint32_t job, Money cumulative, bool final = false, const SecretKey256& key = {});
protocol::relay::RequestHold holdRequest(std::uint32_t job, const Party& provider, Money amount, int seconds = 600);

/// A store of any kind, by name: "memory", "sqlite" (in a folder that must live longer) or "postgresql".
struct StoreUnderTest {
    std::unique_ptr<Database> database;
    std::unique_ptr<LedgerStore> store;
};
StoreUnderTest makeStore(const QString& kind, const QTemporaryDir& folder);

template <typename Message>
const Message* find(const Outbox& out, const KeyHash& to)
{
    for (const Outgoing& one : out) {
        if (const auto* message = std::get_if<Message>(&one.message); message && one.to == to)
            return message;
    }
    return nullptr;
}

} // namespace weft::relay::test
