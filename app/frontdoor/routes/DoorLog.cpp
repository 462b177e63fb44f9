// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/frontdoor/routes/DoorLog.h"

#include <QDateTime>

namespace weft {

namespace {

constexpr std::size_t kMaxLogLines = 300;
constexpr std::size_t kMaxSubscribers = 1000; // ids that nobody has are forgotten only when something is told

} // namespace

/// Made only when somebody reads it, as the time zone costs a look at the disk.
std::string DoorLog::Line::time() const
{
    return QDateTime::fromMSecsSinceEpoch(at).toString(QStringLiteral("yyyy-MM-ddTHH:mm:ss.zzz")).toStdString();
}

Json DoorLog::Line::toJson() const { return {{"t", time()}, {"m", text.toStdString() + "\n"}}; }

Json DoorLog::size() { return {{"cols", 80}, {"rows", 24}}; }

void DoorLog::add(const QString& line)
{
    m_lines.push_back({QDateTime::currentMSecsSinceEpoch(), line});
    if (m_lines.size() > kMaxLogLines)
        m_lines.pop_front();
    if (m_subscribers.empty() || !m_tell)
        return;
    // As there, the size comes when it has changed: once.
    const Json data {{"entries", Json::array({m_lines.back().toJson()})}, {"size", std::exchange(m_hasToldSize, true) ? Json() : size()}};
    const Json message {{"type", "logs"}, {"data", data}};
    std::erase_if(m_subscribers, [&](const QString& client) { return !m_tell(client, message); });
}

void DoorLog::subscribe(const QString& clientId, bool wants)
{
    if (!wants)
        m_subscribers.erase(clientId);
    else if (m_subscribers.size() < kMaxSubscribers)
        m_subscribers.insert(clientId);
}

Json DoorLog::entries() const
{
    Json out = Json::array();
    for (const Line& line : m_lines)
        out.push_back(line.toJson());
    return out;
}

std::string DoorLog::text() const
{
    std::string out;
    for (const Line& line : m_lines)
        out += line.time() + " - " + line.text.toStdString() + "\n";
    return out;
}

} // namespace weft
