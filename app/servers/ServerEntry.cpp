// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/servers/ServerEntry.h"

#include "app/engines/language/LanguageClient.h"
#include "app/runs/AddComfy.h"
#include "app/runs/AddLanguage.h"
#include "core/base/Json.h"
#include "core/files/ReplaceFile.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>

#include <algorithm>

namespace weft {

namespace {

constexpr qint64 kMostBookBytes = 1 << 20;
constexpr const char* kComfyWord = "comfyui";
constexpr const char* kLanguageWord = "language";

} // namespace

Result<std::vector<ServerEntry>> readServers(const QString& path)
{
    std::vector<ServerEntry> entries;
    QFile file(path);
    if (!file.exists())
        return entries;
    if (file.size() > kMostBookBytes || !file.open(QFile::ReadOnly))
        return Error {ErrorCode::FileUnreadable, file.errorString().toStdString(), {{"path", path.toStdString()}}};
    const auto book = parseJson(file.readAll().toStdString());
    if (!book || !memberAt(*book, "servers").is_array())
        return Error {ErrorCode::FileUnreadable, "not a list of servers", {{"path", path.toStdString()}}};
    for (const Json& line : memberAt(*book, "servers")) {
        const auto address = languageAddress(QString::fromStdString(stringAt(line, "address")));
        const std::string kind = stringAt(line, "kind");
        const auto key = line.contains("key") ? languageKey(stringAt(line, "key")) : Result<std::string>(std::string());
        const bool isTwice = address && std::ranges::find(entries, *address, &ServerEntry::address) != entries.end();
        if (address && !isTwice && key && (kind == kComfyWord || kind == kLanguageWord))
            entries.push_back({kind == kComfyWord ? ServerKind::Comfy : ServerKind::Language, *address, *key});
    }
    return entries;
}

Done writeServers(const QString& path, const std::vector<ServerEntry>& entries)
{
    Json list = Json::array();
    for (const ServerEntry& entry : entries) {
        Json line {{"kind", entry.kind == ServerKind::Comfy ? kComfyWord : kLanguageWord}, {"address", entry.address.toString().toStdString()}};
        if (!entry.key.empty())
            line["key"] = entry.key;
        list.push_back(std::move(line));
    }
    QDir().mkpath(QFileInfo(path).absolutePath());
    return replaceFile(path, toJsonText({{"version", 1}, {"servers", std::move(list)}}, 1), FileReaders::Owner);
}

std::vector<QUrl> usualServerAddresses()
{
    std::vector<QUrl> all = usualLanguageAddresses();
    all.insert(all.begin(), usualComfyAddress());
    return all;
}

} // namespace weft
