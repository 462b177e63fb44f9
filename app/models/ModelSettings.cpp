// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/models/ModelSettings.h"

#include "app/models/ForeignFolders.h"
#include "app/models/ShippedFiles.h"
#include "core/base/Json.h"
#include "core/files/ReplaceFile.h"

#include <QDir>
#include <QFileInfo>

namespace weft {

namespace {

constexpr auto kFoldersKey = "folders/models";
constexpr auto kMirrorsKey = "models/mirrors";
constexpr qint64 kMaxNoted = 4 << 20;

Json readNoted(const QString& path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly) || file.size() > kMaxNoted)
        return Json::object();
    const auto json = parseJson(file.readAll().toStdString());
    return json && json->is_object() ? *json : Json::object();
}

} // namespace

ModelSettings ModelSettings::read(const QSettings& settings)
{
    return {settings.value(QLatin1String(kFoldersKey)).toStringList(), settings.value(QLatin1String(kMirrorsKey)).toStringList()};
}

void ModelSettings::write(QSettings& settings) const
{
    const auto keep = [&settings](const char* key, const QStringList& list) {
        if (list.isEmpty())
            settings.remove(QLatin1String(key));
        else
            settings.setValue(QLatin1String(key), list);
    };
    keep(kFoldersKey, folders);
    keep(kMirrorsKey, mirrors);
    settings.sync();
}

std::unique_ptr<QSettings> openUserSettings()
{
    return std::make_unique<QSettings>(QSettings::IniFormat, QSettings::UserScope, QStringLiteral("weft"), QStringLiteral("weft"));
}

QString ownModelFolder(const QString& home) { return QDir::cleanPath(QDir(home).absoluteFilePath(QStringLiteral("models"))); }

QStringList allModelRoots(const QString& home, const QStringList& folders)
{
    QStringList roots {ownModelFolder(home)};
    roots << modelRoots(folders);
    roots.removeDuplicates();
    return withShippedModels(roots);
}

QStringList askedModelRoots(const QString& home, const QStringList& asked)
{
    QStringList roots = modelRoots(asked);
    roots << ownModelFolder(home);
    roots.removeDuplicates();
    return withShippedModels(roots);
}

QString NotedHashes::find(const QString& id) const
{
    return QString::fromStdString(stringAt(readNoted(m_file), id.toStdString()));
}

void NotedHashes::note(const QString& id, const QString& hex)
{
    Json json = readNoted(m_file);
    json[id.toStdString()] = hex.toStdString();
    QDir().mkpath(QFileInfo(m_file).absolutePath());
    (void)replaceFile(m_file, toJsonText(json, 1)); // else it is hashed again
}

} // namespace weft
