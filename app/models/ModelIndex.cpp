// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/models/ModelIndex.h"

#include "app/models/LocalModels.h"
#include "core/catalogue/ModelKinds.h"
#include "core/files/ReplaceFile.h"
#include "core/threads/OnThread.h"
#include "core/values/MappedFile.h"
#include "core/values/Sha256.h"

#include <QDateTime>
#include <QDir>
#include <QFile>
#include <QFileInfo>

namespace weft {

namespace {

constexpr std::size_t kReadBytes = 4u << 20; // between two looks at the stop flag

struct Known {
    std::int64_t sizeBytes = 0;
    std::int64_t changedMillis = 0;
    Hash256 sha256;
};

std::map<std::string, Known> readIndex(const QString& path)
{
    std::map<std::string, Known> known;
    const auto bytes = readFile(path.toStdString(), 64u << 20);
    if (!bytes)
        return known;
    const auto json = parseJson({reinterpret_cast<const char*>(bytes->data()), bytes->size()});
    if (!json || intAt(*json, "version") != 1)
        return known;
    const Json& files = memberAt(*json, "files");
    if (!files.is_object())
        return known;
    for (const auto& [name, entry] : files.items()) {
        const auto hash = Hash256::fromHex(stringAt(entry, "sha256"));
        if (hash)
            known[name] = {intAt(entry, "size"), intAt(entry, "changed"), *hash};
    }
    return known;
}

/// Whoever loses this file only hashes again, so errors don't matter.
void writeIndex(const QString& path, const std::map<std::string, Known>& known)
{
    Json files = Json::object();
    for (const auto& [name, entry] : known)
        files[name] = {{"size", entry.sizeBytes}, {"changed", entry.changedMillis}, {"sha256", entry.sha256.hex()}};
    const Json json {{"version", 1}, {"files", files}};
    QDir().mkpath(QFileInfo(path).absolutePath());
    (void)replaceFile(path, toJsonText(json, 1)); // else they are hashed again
}

Hash256 hashFile(const QString& path, const std::atomic<bool>& stop)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return {};
    Sha256 hasher;
    QByteArray block(kReadBytes, Qt::Uninitialized);
    for (;;) {
        const qint64 got = file.read(block.data(), block.size());
        if (got < 0 || stop)
            return {};
        if (got == 0)
            return hasher.finish();
        hasher.update({reinterpret_cast<const std::uint8_t*>(block.constData()), static_cast<std::size_t>(got)});
    }
}

/// One for each path; null where it can't be read.
std::vector<Hash256> hashAll(const QStringList& paths, const QString& indexFile, const std::atomic<bool>& stop)
{
    auto known = readIndex(indexFile);
    bool changed = false;
    std::vector<Hash256> hashes(static_cast<std::size_t>(paths.size()));
    for (qsizetype i = 0; i < paths.size() && !stop; ++i) {
        const QFileInfo info(paths[i]);
        if (paths[i].isEmpty() || !info.isFile())
            continue;
        Hash256& hash = hashes[static_cast<std::size_t>(i)];
        const std::string name = info.absoluteFilePath().toStdString();
        const std::int64_t time = info.lastModified().toMSecsSinceEpoch();
        const auto it = known.find(name);
        if (it != known.end() && it->second.sizeBytes == info.size() && it->second.changedMillis == time) {
            hash = it->second.sha256;
            continue;
        }
        hash = hashFile(paths[i], stop);
        if (!hash.isNull()) {
            known[name] = {info.size(), time, hash};
            changed = true;
        }
    }
    if (changed && !indexFile.isEmpty())
        writeIndex(indexFile, known);
    return hashes;
}

} // namespace

ModelIndex::ModelIndex(QStringList roots, QString indexFile)
    : m_roots(std::move(roots))
    , m_indexFile(std::move(indexFile))
{
    m_pool.setMaxThreadCount(1);
}

ModelIndex::~ModelIndex()
{
    *m_stop = true;
    m_pool.waitForDone();
}

QCoro::Task<std::vector<ModelFile>> ModelIndex::withHashes(std::vector<ModelFile> models)
{
    QStringList paths;
    for (const ModelFile& model : models)
        paths << pathOf(model.folder, model.name);
    auto hashing = hashesOf(paths);
    const std::vector<Hash256> hashes = co_await hashing;
    for (std::size_t i = 0; i < models.size(); ++i)
        models[i].sha256 = hashes[i];
    co_return models;
}

QCoro::Task<std::vector<Hash256>> ModelIndex::hashesOf(QStringList paths)
{
    return onThread<std::vector<Hash256>>(
        &m_pool, [paths = std::move(paths), file = m_indexFile, stop = m_stop] { return hashAll(paths, file, *stop); });
}

QString ModelIndex::pathOf(const std::string& folder, const std::string& name) const
{
    if (!staysInsideFolder(name))
        return {};
    for (const QString& root : m_roots) {
        for (const QString& directory : modelDirectories(root, folder)) {
            const QString path = QDir(directory).filePath(QString::fromStdString(name));
            if (QFileInfo(path).isFile())
                return path;
        }
    }
    return {};
}

} // namespace weft
