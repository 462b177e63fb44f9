// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "relay-server/accounts/Approvals.h"

#include "core/security/HumanCodes.h"
#include "core/values/Sha256.h"
#include "relay-server/ledger/LedgerRows.h"

namespace weft::relay {

namespace {

QVariant approvalHash(std::string_view code)
{
    Sha256 hash;
    constexpr std::string_view kTag = "weft approval code v1";
    for (const std::string_view part : {kTag, code})
        hash.update({reinterpret_cast<const std::uint8_t*>(part.data()), part.size()});
    return toSql(hash.finish());
}

Error unknownCode()
{
    return {ErrorCode::CodeWrong, "no machine shows this code", {{"reason", "unknown"}}};
}

} // namespace

Result<Approvals::Begun> Approvals::begin(
    const KeyHash& machine, const std::string& name, const RandomSource& random, UnixMillis now)
{
    const Begun begun{makeApprovalCode(random), now + kApprovalLifetime};
    WEFT_TRY(const std::string code, readApprovalCode(begun.code));
    WEFT_CHECK(
        m_database.write("DELETE FROM approval WHERE expires <= ? OR machine = ?", {toSql(now), toSql(machine)}));
    WEFT_CHECK(m_database.write("INSERT INTO approval (code, machine, name, expires) VALUES (?, ?, ?, ?)",
        {approvalHash(code), toSql(machine), QString::fromStdString(name), toSql(begun.expires)}));
    return begun;
}

Result<Approvals::Asked> Approvals::find(const std::string& text, UnixMillis now)
{
    WEFT_TRY(const std::string code, readApprovalCode(text));
    WEFT_TRY(const Row row,
        m_database.readOne(
            "SELECT machine, name FROM approval WHERE code = ? AND expires > ?", {approvalHash(code), toSql(now)}));
    if (row.empty())
        return unknownCode();
    WEFT_TRY(const KeyHash machine, idFromSql<KeyHash>(row[0]));
    return Asked{machine, row[1].toString().toStdString()};
}

Result<Approvals::Asked> Approvals::use(const std::string& text, UnixMillis now)
{
    WEFT_TRY(const Asked asked, find(text, now));
    WEFT_TRY(const std::string code, readApprovalCode(text));
    WEFT_TRY(const int deleted, m_database.write("DELETE FROM approval WHERE code = ?", {approvalHash(code)}));
    if (deleted != 1)
        return unknownCode();
    return asked;
}

} // namespace weft::relay
