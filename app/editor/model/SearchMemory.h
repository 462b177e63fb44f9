// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QHash>
#include <QObject>
#include <QSet>
#include <QString>
#include <QStringList>

QT_BEGIN_NAMESPACE
class QSettings;
QT_END_NAMESPACE

namespace weft {

/// Which node types a user picks: favourites, the last ones, and how often each. Shared by all searches.
class SearchMemory : public QObject {
    Q_OBJECT
public:
    /// `settings` may be null: then nothing is kept beyond the session. It must outlive this.
    explicit SearchMemory(QSettings* settings = nullptr);

    void noteUse(const QString& type);
    int uses(const QString& type) const { return m_uses.value(type); }
    /// The last ones, the newest first.
    const QStringList& recent() const { return m_recent; }

    bool isFavourite(const QString& type) const { return m_favourites.contains(type); }
    void setFavourite(const QString& type, bool favourite);

Q_SIGNALS:
    void favouritesChanged();

private:
    void save() const;

    QSettings* m_settings;
    QHash<QString, int> m_uses;
    QStringList m_recent;
    QSet<QString> m_favourites;
};

} // namespace weft
