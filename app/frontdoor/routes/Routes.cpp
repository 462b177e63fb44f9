// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/frontdoor/routes/Routes.h"

#include <QByteArray>

#include <algorithm>

namespace weft {

namespace {

constexpr std::size_t kMaxJsonBytes = 64u << 20;
/// A value takes some 16 bytes and more, however short it is written.
constexpr std::ptrdiff_t kMaxJsonValues = 2'000'000;

/// The parameters as they were sent: name, value.
std::vector<std::pair<std::string_view, std::string_view>> parametersOf(std::string_view query)
{
    std::vector<std::pair<std::string_view, std::string_view>> out;
    while (!query.empty()) {
        const std::size_t end = std::min(query.find('&'), query.size());
        const std::string_view one = query.substr(0, end);
        const std::size_t equals = std::min(one.find('='), one.size());
        if (!one.empty())
            out.emplace_back(one.substr(0, equals), equals < one.size() ? one.substr(equals + 1) : std::string_view());
        query.remove_prefix(std::min(end + 1, query.size()));
    }
    return out;
}

} // namespace

QString percentDecoded(std::string_view text, bool isQuery)
{
    QByteArray bytes(text.data(), qsizetype(text.size()));
    if (isQuery)
        bytes.replace('+', ' ');
    return QString::fromUtf8(QByteArray::fromPercentEncoding(bytes));
}

QString Call::captured(std::string_view name) const
{
    return percentDecoded(http::headerOf(request.captured, name));
}

std::optional<QString> Call::query(std::string_view name) const
{
    for (const auto& [key, value] : parametersOf(request.query)) {
        if (percentDecoded(key, true) == QString::fromUtf8(name.data(), qsizetype(name.size())))
            return percentDecoded(value, true);
    }
    return std::nullopt;
}

bool Call::isSet(std::string_view name) const
{
    const QString value = query(name).value_or(QString()).toLower();
    return value == QStringLiteral("true") || value == QStringLiteral("1") || value == QStringLiteral("yes");
}

Json Call::queries() const
{
    Json all = Json::object();
    for (const auto& [key, value] : parametersOf(request.query)) {
        const std::string name = percentDecoded(key, true).toStdString();
        if (all.size() < 32 && !all.contains(name))
            all[name] = percentDecoded(value, true).toStdString();
    }
    return all;
}

Result<Json> Call::json() const
{
    const auto isSeparator = [](char c) { return c == ',' || c == '[' || c == '{'; };
    if (std::count_if(request.body.begin(), request.body.end(), isSeparator) > kMaxJsonValues)
        return Error {ErrorCode::LimitExceeded, "values of a JSON text"};
    return parseJson(request.body, {.maxBytes = kMaxJsonBytes});
}

} // namespace weft
