// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/values/Sha256.h"
#include "relay-server/blind/BlindBank.h"
#include "relay-server/ledger/LedgerCheck.h"
#include "relay-server/ledger/SqlLedgerStore.h"

/// Tokens that are only numbers (the bank checks no signatures), and a relay's books in a database.
namespace weft::relay::test {

using namespace protocol::relay;

template <typename Id>
Id idOf(std::uint32_t n)
{
    Id id;
    id.bytes[0] = 0xB7; // never null
    for (int i = 0; i < 4; ++i)
        id.bytes[std::size_t(1 + i)] = std::uint8_t(n >> (24 - 8 * i));
    return id;
}

inline UnixMillis at(std::int64_t milliseconds) { return UnixMillis {std::chrono::milliseconds(milliseconds)}; }
inline Party party(std::uint32_t n) { return {idOf<AccountId>(n), idOf<KeyHash>(n)}; }
inline SharedBytes number(std::uint32_t n)
{
    std::vector<std::uint8_t> bytes(kBlindNumberBytes, static_cast<std::uint8_t>(n));
    bytes[1] = std::uint8_t(n >> 8);
    bytes[2] = std::uint8_t(n >> 16);
    return SharedBytes::take(std::move(bytes));
}
inline BlindToken token(std::uint32_t n, int power)
{
    return {700, power, idOf<Nonce32>(n), idOf<Nonce32>(n + 1'000'000), number(n)};
}
inline BlindedToken blinded(std::uint32_t n, int power) { return {power, number(n)}; }

inline const PublicKey kJobKey = idOf<PublicKey>(99);

inline JobCrypto markCrypto()
{
    return JobCrypto::with([](const JobTicket& ticket) -> Result<std::string> { return "ticket " + ticket.job.hex(); },
        [](const PublicKey&, const Receipt&) -> Done { return {}; });
}

struct Books {
    explicit Books(Database& database)
        : store(database)
        , jobs(store, {}, markCrypto())
        , bank(database, store, jobs)
    {
    }
    Done give(const AccountId& account, Money amount)
    {
        WEFT_CHECK(jobs.openBooks());
        WEFT_CHECK(store.openBook(kGrants, kMaxAmount));
        return store.post({idOf<TransferId>(0x800000), {}, kGrants, {account, BookKind::Credits}, amount, at(0)});
    }
    SqlLedgerStore store;
    RelayJobs jobs;
    BlindBank bank;
};

inline WithdrawBlind withdrawal(std::uint32_t n, std::vector<BlindedToken> tokens)
{
    return {1, idOf<TransferId>(n), 700, std::move(tokens)};
}

inline RequestBlindHold blindHold(std::uint32_t n, const Party& provider, Money amount, std::vector<BlindToken> tokens)
{
    RequestBlindHold request;
    request.id = n;
    request.job = idOf<JobId>(n);
    request.provider = provider.machine;
    request.jobPublicKey = kJobKey;
    request.jobKey = KeyHash {sha256(kJobKey.view()).bytes};
    request.amount = amount;
    request.deadlineSeconds = 600;
    request.secretHash = sha256(idOf<SecretKey256>(n).view());
    request.tokens = std::move(tokens);
    return request;
}

inline Settle settlement(std::uint32_t n, Money amount)
{
    const SecretKey256 key = idOf<SecretKey256>(5);
    return {1, {idOf<JobId>(n), 1, amount, true, sha256(key.view()), {}}, key};
}

} // namespace weft::relay::test
