// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/apis/ApiStore.h"

#include "core/files/ReplaceFile.h"

#include <QDir>
#include <QFile>

namespace weft {

namespace {

constexpr qint64 kMaxFileBytes = 16 << 20;

Result<PublishedApi> readApi(const QString& path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return Error {ErrorCode::FileUnreadable, file.errorString().toStdString(), {{"path", path.toStdString()}}};
    if (file.size() > kMaxFileBytes)
        return Error {ErrorCode::FileTooLarge, "a published API", {{"path", path.toStdString()}}};
    const QByteArray text = file.readAll();
    WEFT_TRY(const Json json, parseJson({text.constData(), static_cast<std::size_t>(text.size())}));
    return apiFromJson(json);
}

} // namespace

QString ApiStore::folderIn(const QString& home) { return QDir(home).filePath(QStringLiteral("apis")); }

QString ApiStore::fileOf(const std::string& name) const
{
    return QDir(m_folder).filePath(QString::fromStdString(name) + QStringLiteral(".json"));
}

std::map<std::string, PublishedApi> ApiStore::all(std::vector<std::pair<QString, Error>>* broken) const
{
    std::map<std::string, PublishedApi> apis;
    const QDir folder(m_folder);
    for (const QString& name : folder.entryList({QStringLiteral("*.json")}, QDir::Files, QDir::Name)) {
        auto api = readApi(folder.filePath(name));
        if (api)
            apis[api->name] = std::move(*api);
        else if (broken)
            broken->emplace_back(folder.filePath(name), api.error());
    }
    return apis;
}

Done ApiStore::put(const PublishedApi& api) const
{
    QDir().mkpath(m_folder);
    return replaceFile(fileOf(api.name), toJsonText(toJson(api), 2) + "\n");
}

Done ApiStore::remove(const std::string& name) const
{
    const QString path = isApiName(name) ? fileOf(name) : QString();
    if (path.isEmpty() || !QFile::remove(path))
        return Error {ErrorCode::FileUnreadable, "no such API", {{"path", name}}};
    return {};
}

} // namespace weft
