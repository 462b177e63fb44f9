// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/editor/model/SearchMemory.h"

#include <QSettings>

#include <algorithm>

namespace weft {

namespace {

constexpr int kMostRecentTypes = 12;
constexpr int kMostUses = 1000;
const QString kRecentKey = QStringLiteral("search/recent");
const QString kFavouritesKey = QStringLiteral("search/favourites");
const QString kUsesKey = QStringLiteral("search/uses");

} // namespace

SearchMemory::SearchMemory(QSettings* settings)
    : m_settings(settings)
{
    if (!settings)
        return;
    m_recent = settings->value(kRecentKey).toStringList().mid(0, kMostRecentTypes);
    const QStringList favourites = settings->value(kFavouritesKey).toStringList();
    m_favourites = QSet<QString>(favourites.begin(), favourites.end());
    const QVariantMap uses = settings->value(kUsesKey).toMap();
    for (auto it = uses.begin(); it != uses.end(); ++it)
        m_uses.insert(it.key(), std::clamp(it.value().toInt(), 0, kMostUses));
}

void SearchMemory::noteUse(const QString& type)
{
    m_uses[type] = std::min(m_uses.value(type) + 1, kMostUses);
    m_recent.removeAll(type);
    m_recent.prepend(type);
    m_recent = m_recent.mid(0, kMostRecentTypes);
    save();
}

void SearchMemory::setFavourite(const QString& type, bool favourite)
{
    if (favourite)
        m_favourites.insert(type);
    else
        m_favourites.remove(type);
    save();
    Q_EMIT favouritesChanged();
}

void SearchMemory::save() const
{
    if (!m_settings)
        return;
    QStringList favourites = m_favourites.values();
    favourites.sort();
    QVariantMap uses;
    for (auto it = m_uses.begin(); it != m_uses.end(); ++it)
        uses.insert(it.key(), it.value());
    m_settings->setValue(kRecentKey, m_recent);
    m_settings->setValue(kFavouritesKey, favourites);
    m_settings->setValue(kUsesKey, uses);
}

} // namespace weft
