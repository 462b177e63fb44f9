// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/security/Claims.h"

#include <QDateTime>

namespace weft {

Error badClaim(std::string_view name)
{
    return {ErrorCode::TicketInvalid, "claim " + std::string(name), {{"reason", "format"}}};
}

Result<Json> readClaims(std::string_view token, const PublicKey& signer, std::string_view implicit)
{
    WEFT_TRY(const PasetoContent content, pasetoVerify(token, signer, implicit));
    auto claims = parseJson(content.payload, {.maxBytes = kMaxTokenBytes, .maxDepth = 4});
    if (!claims || !claims->is_object() || !content.footer.empty())
        return badClaim("object");
    return std::move(*claims);
}

std::string timeClaim(UnixMillis time)
{
    const auto utc = QDateTime::fromMSecsSinceEpoch(time.time_since_epoch().count(), Qt::UTC);
    return utc.toString(Qt::ISODateWithMs).toStdString();
}

Result<UnixMillis> parseTimeClaim(const Json& claims, std::string_view name)
{
    const std::string text = stringAt(claims, name);
    const QDateTime time = QDateTime::fromString(QString::fromStdString(text), Qt::ISODateWithMs);
    if (text.size() > 40 || !time.isValid() || time.timeSpec() != Qt::UTC)
        return badClaim(name);
    return UnixMillis(std::chrono::milliseconds(time.toMSecsSinceEpoch()));
}

Result<std::int64_t> integerClaim(const Json& claims, std::string_view name)
{
    const Json& value = memberAt(claims, name);
    if (!value.is_number_integer() || (value.is_number_unsigned() && value.get<std::uint64_t>() > INT64_MAX))
        return badClaim(name);
    return value.get<std::int64_t>();
}

} // namespace weft
