// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/apis/ApiEarnings.h"

#include "core/base/Json.h"
#include "core/files/ReplaceFile.h"
#include "core/planning/Costs.h"

#include <QDir>
#include <QFile>

namespace weft {

namespace {

constexpr qint64 kMaxEarningsBytes = 1 << 20;

Money moneyAt(const Json& entry, const char* key) { return parseCredits(stringAt(entry, key)).valueOr(Money {}); }

} // namespace

QString ApiEarnings::fileIn(const QString& home) { return QDir(home).filePath(QStringLiteral("api-earnings.json")); }

ApiEarnings::ApiEarnings(QString file)
    : m_file(std::move(file))
{
    QFile text(m_file);
    if (!text.open(QIODevice::ReadOnly) || text.size() > kMaxEarningsBytes)
        return;
    const auto json = parseJson(text.readAll().toStdString());
    if (!json || !json->is_object())
        return;
    for (const auto& [name, entry] : json->items())
        m_all[name] = {intAt(entry, "calls"), moneyAt(entry, "earned"), moneyAt(entry, "spent")};
}

Done ApiEarnings::addEarned(const std::map<std::string, std::int64_t>& calls, Money amount)
{
    for (const auto& [name, weight] : calls)
        ++m_all[name].calls;
    return share(calls, amount, &ApiEarned::earned);
}

Done ApiEarnings::addSpent(const std::map<std::string, std::int64_t>& calls, Money amount) { return share(calls, amount, &ApiEarned::spent); }

Done ApiEarnings::share(const std::map<std::string, std::int64_t>& calls, Money amount, Money ApiEarned::*part)
{
    std::vector<std::int64_t> weights;
    for (const auto& [name, weight] : calls)
        weights.push_back(weight);
    const std::vector<Money> shares = sharesOf(amount, weights);
    std::size_t i = 0;
    for (const auto& [name, weight] : calls)
        (m_all[name].*part).micro += shares[i++].micro;
    return write();
}

Done ApiEarnings::write() const
{
    Json json = Json::object();
    for (const auto& [name, one] : m_all)
        json[name] = {{"calls", one.calls}, {"earned", toCreditString(one.earned)}, {"spent", toCreditString(one.spent)}};
    return replaceFile(m_file, toJsonText(json, 2) + "\n");
}

} // namespace weft
