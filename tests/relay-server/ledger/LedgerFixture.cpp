// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/relay-server/ledger/LedgerFixture.h"

#include "core/values/Sha256.h"
#include "tests/relay-server/storage/Databases.h"

namespace weft::relay::test {

namespace {
const PublicKey kJobKey = idOf<PublicKey>(99);
}

Hold holdOf(std::uint32_t job, const Party& buyer, const Party& provider, Money amount, UnixMillis deadline)
{
    Hold hold;
    hold.job = jobId(job);
    hold.buyer = buyer;
    hold.provider = provider;
    hold.jobPublicKey = kJobKey;
    hold.amount = amount;
    hold.created = at(0);
    hold.deadline = deadline;
    return hold;
}

Done give(LedgerStore& store, const Party& to, Money amount, std::uint32_t n)
{
    WEFT_CHECK(store.openBook(kGrants, kMaxAmount));
    return store.post({idOf<TransferId>(0x800000 + n), {}, kGrants, creditsOf(to), amount, at(0)});
}

JobCrypto markCrypto()
{
    return JobCrypto::with([](const JobTicket& ticket) -> Result<std::string> { return "ticket " + ticket.job.hex(); },
        [](const PublicKey& key, const Receipt& receipt) -> Done {
            if (std::equal(key.bytes.begin(), key.bytes.end(), receipt.signature.bytes.begin()))
                return {};
            return Error {ErrorCode::SignatureInvalid, "not the mark of this key"};
        });
}

Receipt signedReceipt(std::uint32_t job, Money cumulative, bool final, const SecretKey256& key)
{
    Receipt receipt;
    receipt.job = jobId(job);
    receipt.increment = 1;
    receipt.cumulative = cumulative;
    receipt.final = final;
    if (final)
        receipt.keyCommitment = sha256(key.view());
    std::copy(kJobKey.bytes.begin(), kJobKey.bytes.end(), receipt.signature.bytes.begin());
    return receipt;
}

protocol::relay::RequestHold holdRequest(std::uint32_t job, const Party& provider, Money amount, int seconds)
{
    protocol::relay::RequestHold request;
    request.id = job;
    request.job = jobId(job);
    request.provider = provider.machine;
    request.jobPublicKey = kJobKey;
    request.jobKey = KeyHash {sha256(kJobKey.view()).bytes};
    request.amount = amount;
    request.deadlineSeconds = seconds;
    return request;
}

StoreUnderTest makeStore(const QString& kind, const QTemporaryDir& folder)
{
    if (kind == QLatin1String("memory"))
        return {nullptr, std::make_unique<MemoryLedgerStore>()};
    auto database = Database::open(emptyDatabase(kind, folder));
    if (!database)
        return {};
    auto store = std::make_unique<SqlLedgerStore>(**database);
    return {std::move(*database), std::move(store)};
}

} // namespace weft::relay::test
