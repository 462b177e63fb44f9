// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/models/LocalModels.h"

#include "core/catalogue/ModelKinds.h"

#include <QDir>
#include <QDirIterator>
#include <QFileInfo>

#include <algorithm>
#include <filesystem>
#include <map>
#include <set>

namespace weft {

namespace {

constexpr std::size_t kMostFiles = 100'000;

/// A hard link to a file that was seen isn't a copy of it.
bool isHardLinkOf(const QString& path, const QStringList& others)
{
    return std::ranges::any_of(others, [&](const QString& other) {
        std::error_code error;
        return std::filesystem::equivalent(path.toStdString(), other.toStdString(), error);
    });
}

} // namespace

QStringList modelDirectories(const QString& root, const std::string& kind)
{
    const ModelRoot place = modelRootOf(root.toStdString());
    const ModelKind* known = findModelKind(kind);
    const QString path = QString::fromStdString(place.path);
    if (!known || (!place.kind.empty() && place.kind != kind))
        return {};
    if (!place.kind.empty())
        return {path};
    QStringList directories;
    for (const std::string_view directory : known->directories) {
        if (!directory.empty())
            directories << QDir(path).filePath(QString::fromUtf8(directory.data(), qsizetype(directory.size())));
    }
    return directories;
}

std::vector<LocalModel> localModels(const QStringList& roots)
{
    static const QStringList kEndings {QStringLiteral("*.safetensors"), QStringLiteral("*.ckpt"), QStringLiteral("*.pt"),
        QStringLiteral("*.pth"), QStringLiteral("*.bin")};
    std::vector<LocalModel> models;
    std::set<QString> seen;
    for (const QString& root : roots) {
        for (const ModelKind& kind : modelKinds()) {
            for (const QString& directory : modelDirectories(root, std::string(kind.name))) {
                QDirIterator files(directory, kEndings, QDir::Files, QDirIterator::Subdirectories | QDirIterator::FollowSymlinks);
                while (files.hasNext() && models.size() < kMostFiles) {
                    const QFileInfo info(files.next());
                    if (!seen.insert(info.canonicalFilePath()).second)
                        continue;
                    models.push_back({QString::fromUtf8(kind.name.data(), qsizetype(kind.name.size())),
                        QDir(directory).relativeFilePath(info.filePath()), info.absoluteFilePath(), info.size()});
                }
            }
        }
    }
    return models;
}

QCoro::Task<std::vector<DuplicateGroup>> findDuplicates(std::shared_ptr<ModelIndex> index, std::vector<LocalModel> models)
{
    std::map<qint64, QStringList, std::greater<>> bySize;
    for (const LocalModel& model : models) {
        QStringList& same = bySize[model.sizeBytes];
        if (model.sizeBytes > 0 && !isHardLinkOf(model.path, same))
            same << model.path;
    }
    QStringList candidates;
    for (const auto& [size, paths] : bySize) {
        if (paths.size() > 1)
            candidates << paths;
    }
    auto hashing = index->hashesOf(candidates);
    const std::vector<Hash256> hashes = co_await hashing;
    std::vector<DuplicateGroup> groups;
    std::map<Hash256, std::size_t> places;
    for (qsizetype i = 0; i < candidates.size(); ++i) {
        const Hash256& hash = hashes[static_cast<std::size_t>(i)];
        if (hash.isNull())
            continue;
        const auto [it, isNew] = places.emplace(hash, groups.size());
        if (isNew)
            groups.push_back({hash, QFileInfo(candidates[i]).size(), {}});
        groups[it->second].paths << candidates[i];
    }
    std::erase_if(groups, [](const DuplicateGroup& group) { return group.paths.size() < 2; });
    for (DuplicateGroup& group : groups)
        group.paths.sort();
    co_return groups;
}

} // namespace weft
