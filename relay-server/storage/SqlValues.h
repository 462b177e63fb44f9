// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Money.h"
#include "core/job/Market.h"
#include "relay-server/storage/Database.h"

#include <optional>

/// Money, times and texts as SQL values and back, and rows as records.
namespace weft::relay {

inline QVariant toSql(Money amount)
{
    return toSql(amount.micro);
}
inline QVariant toSql(UnixMillis time)
{
    return toSql(std::int64_t(time.time_since_epoch().count()));
}
inline QVariant toSql(const std::optional<UnixMillis>& time)
{
    return time ? toSql(*time) : QVariant(QMetaType(QMetaType::LongLong));
}
/// Empty is not NULL.
inline QVariant textToSql(const std::string& text)
{
    return text.empty() ? QString(QLatin1String("")) : QString::fromStdString(text);
}

inline Money moneyAt(const Row& row, std::size_t column)
{
    return {row[column].toLongLong()};
}
inline UnixMillis timeAt(const Row& row, std::size_t column)
{
    return UnixMillis{std::chrono::milliseconds(row[column].toLongLong())};
}
inline std::optional<UnixMillis> maybeTimeAt(const Row& row, std::size_t column)
{
    return row[column].isNull() ? std::nullopt : std::optional(timeAt(row, column));
}
inline std::string textAt(const Row& row, std::size_t column)
{
    return row[column].toString().toStdString();
}
inline bool flagAt(const Row& row, std::size_t column)
{
    return row[column].toInt() != 0;
}

/// The first row that a statement gives, read by `from`.
template <typename T>
Result<std::optional<T>> oneOf(Database& database, Result<T> (*from)(const Row&), const char* sql, const Row& values)
{
    WEFT_TRY(const Row row, database.readOne(sql, values));
    if (row.empty())
        return std::optional<T>{};
    WEFT_TRY(T found, from(row));
    return std::optional<T>{std::move(found)};
}

template <typename T>
Result<std::vector<T>> allOf(Database& database, Result<T> (*from)(const Row&), const char* sql, const Row& values = {})
{
    WEFT_TRY(const auto rows, database.read(sql, values));
    std::vector<T> found;
    for (const Row& row : rows) {
        WEFT_TRY(found.emplace_back(), from(row));
    }
    return found;
}

} // namespace weft::relay
