// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/frontdoor/prompts/HandedPictures.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>

#include <algorithm>

namespace weft {

namespace {

constexpr std::size_t kLongestId = 64;

bool isPlain(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
}

} // namespace

bool isHandedId(std::string_view id) { return !id.empty() && id.size() <= kLongestId && std::ranges::all_of(id, isPlain); }

void placeHanded(Json& prompt)
{
    if (!prompt.is_object())
        return;
    for (auto& [number, node] : prompt.get_ref<Json::object_t&>()) {
        if (stringAt(node, "class_type") != "ETN_LoadImageCache" || !memberAt(node, "inputs").is_object())
            continue;
        const std::string id = stringAt(memberAt(node, "inputs"), "id");
        if (isHandedId(id))
            node["inputs"]["id"] = std::string(kHandedFolder) + '/' + id;
    }
}

void dropHanded(const QString& folder, int mostFiles, qint64 mostBytes)
{
    qint64 bytes = 0;
    int files = 0;
    for (const QFileInfo& file : QDir(folder).entryInfoList(QDir::Files | QDir::NoSymLinks, QDir::Time)) { // the newest first
        bytes += file.size();
        if (++files > mostFiles || bytes > mostBytes)
            QFile::remove(file.filePath());
    }
}

} // namespace weft
