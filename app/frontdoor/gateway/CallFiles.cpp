// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/frontdoor/gateway/CallFiles.h"

#include <QFile>
#include <QFileInfo>

#include <algorithm>

namespace weft {

CallFiles::~CallFiles()
{
    while (!m_files.empty())
        dropOldest();
}

void CallFiles::dropOldest()
{
    QFile::remove(m_files.front().path);
    m_files.pop_front();
}

QString CallFiles::add(const QString& caller, const QString& path, Time now)
{
    const QString id = QString::fromStdString(randomId<JobId>(m_random).hex());
    m_files.push_back({id + u'/' + QFileInfo(path).fileName(), caller, path, now + m_limits.keptFor});
    const QString name = m_files.back().name;
    while (m_files.size() > m_limits.most)
        dropOldest();
    return name;
}

std::optional<QString> CallFiles::find(const QString& caller, const QString& name) const
{
    const auto found = std::ranges::find_if(m_files, [&](const Kept& file) { return file.name == name && file.caller == caller; });
    return found == m_files.end() ? std::nullopt : std::optional(found->path);
}

void CallFiles::sweep(Time now)
{
    while (!m_files.empty() && m_files.front().until <= now)
        dropOldest();
}

} // namespace weft
