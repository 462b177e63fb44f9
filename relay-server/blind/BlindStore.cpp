// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "relay-server/blind/BlindStore.h"

#include "core/protocol/RelayBlind.h"

namespace weft::relay {

namespace {

SharedBytes blobOf(const QVariant& value)
{
    const QByteArray bytes = value.toByteArray();
    return SharedBytes::copyOf({reinterpret_cast<const std::uint8_t*>(bytes.constData()), std::size_t(bytes.size())});
}

} // namespace

Result<std::vector<SealedBlindKey>> BlindStore::keys(std::int64_t epoch)
{
    WEFT_TRY(const auto rows,
        m_database.read(
            "SELECT power, modulus, sealed FROM blind_key WHERE epoch = ? ORDER BY power", {toSql(epoch)}));
    std::vector<SealedBlindKey> keys;
    for (const Row& row : rows)
        keys.push_back({row[0].toInt(), blobOf(row[1]), blobOf(row[2])});
    return keys;
}

Done BlindStore::insertKeys(std::int64_t epoch, const std::vector<SealedBlindKey>& keys)
{
    for (const SealedBlindKey& key : keys) {
        WEFT_CHECK(m_database.write("INSERT INTO blind_key (epoch, power, modulus, sealed) VALUES (?, ?, ?, ?)",
            {toSql(epoch), toSql(std::int64_t(key.power)), toSql(key.modulus.view()), toSql(key.sealed.view())}));
    }
    return {};
}

Result<std::optional<BlindRequestRow>> BlindStore::request(const TransferId& id)
{
    WEFT_TRY(const Row row,
        m_database.readOne("SELECT kind, digest, issued FROM blind_request WHERE id = ?", {toSql(id)}));
    if (row.empty())
        return std::optional<BlindRequestRow> {};
    BlindRequestRow found;
    found.id = id;
    found.kind = static_cast<BlindRequestKind>(row[0].toInt());
    WEFT_TRY(found.digest, idFromSql<Hash256>(row[1]));
    found.issued = {row[2].toLongLong()};
    return std::optional(found);
}

Done BlindStore::insertRequest(const BlindRequestRow& row)
{
    WEFT_CHECK(m_database.write("INSERT INTO blind_request (id, kind, digest, issued) VALUES (?, ?, ?, ?)",
        {toSql(row.id), toSql(std::int64_t(row.kind)), toSql(row.digest), toSql(row.issued.micro)}));
    return {};
}

Done BlindStore::spend(const Hash256& token, int power)
{
    WEFT_TRY(const Row known, m_database.readOne("SELECT power FROM blind_spent WHERE token = ?", {toSql(token)}));
    if (!known.empty())
        return Error {ErrorCode::TokenSpent, "this token was spent before"};
    WEFT_CHECK(m_database.write("INSERT INTO blind_spent (token, power) VALUES (?, ?)",
        {toSql(token), toSql(std::int64_t(power))}));
    return {};
}

Result<std::optional<BlindHoldRow>> BlindStore::oneHold(const char* sql, const QVariant& key)
{
    WEFT_TRY(const Row row, m_database.readOne(sql, {key}));
    if (row.empty())
        return std::optional<BlindHoldRow> {};
    BlindHoldRow found;
    WEFT_TRY(found.job, idFromSql<JobId>(row[0]));
    WEFT_TRY(found.secretHash, idFromSql<Hash256>(row[1]));
    WEFT_TRY(found.digest, idFromSql<Hash256>(row[2]));
    found.paid = {row[3].toLongLong()};
    return std::optional(found);
}

Result<std::optional<BlindHoldRow>> BlindStore::holdOf(const JobId& job)
{
    return oneHold("SELECT job, secret_hash, digest, paid FROM blind_hold WHERE job = ?", toSql(job));
}

Result<std::optional<BlindHoldRow>> BlindStore::holdBySecret(const Hash256& secretHash)
{
    return oneHold("SELECT job, secret_hash, digest, paid FROM blind_hold WHERE secret_hash = ?", toSql(secretHash));
}

Done BlindStore::insertHold(const BlindHoldRow& row)
{
    WEFT_CHECK(m_database.write("INSERT INTO blind_hold (job, secret_hash, digest, paid) VALUES (?, ?, ?, ?)",
        {toSql(row.job), toSql(row.secretHash), toSql(row.digest), toSql(row.paid.micro)}));
    return {};
}

Result<Money> BlindStore::circulation()
{
    WEFT_TRY(const Row issued,
        m_database.readOne("SELECT CAST(COALESCE(SUM(issued), 0) AS BIGINT) FROM blind_request"));
    WEFT_TRY(const auto spent, m_database.read("SELECT power, COUNT(*) FROM blind_spent GROUP BY power"));
    Money left {issued[0].toLongLong()};
    for (const Row& row : spent)
        left.micro -= protocol::relay::blindWorth(row[0].toInt()).micro * row[1].toLongLong();
    return left;
}

} // namespace weft::relay
