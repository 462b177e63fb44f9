// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/frontdoor/files/ModelFolders.h"

#include "app/frontdoor/files/SafePath.h"
#include "core/catalogue/ModelKinds.h"

#include <QDateTime>
#include <QDir>
#include <QDirIterator>
#include <QFile>
#include <QSet>
#include <QtEndian>

namespace weft {

namespace {

constexpr int kMaxModelFiles = 20'000;
constexpr quint64 kMaxTensorHeaderBytes = 32u << 20;

constexpr const char* kFolderNames[] = {"checkpoints", "configs", "loras", "vae", "text_encoders", "diffusion_models", "clip_vision",
    "style_models", "embeddings", "diffusers", "vae_approx", "controlnet", "gligen", "upscale_models", "custom_nodes", "hypernetworks",
    "photomaker", "classifiers", "model_patches", "audio_encoders"};

/// ComfyUI's older names of two folders are looked in too.
QStringList directoriesOf(const QString& folder)
{
    for (const ModelKind& kind : modelKinds()) {
        QStringList names;
        for (const std::string_view directory : kind.directories) {
            if (!directory.empty())
                names << QString::fromUtf8(directory.data(), qsizetype(directory.size()));
        }
        if (names.contains(folder))
            return names;
    }
    return {folder};
}

bool isModelFile(const QString& name)
{
    constexpr const char* kEndings[] = {".safetensors", ".sft", ".ckpt", ".pt", ".pt2", ".bin", ".pth", ".pkl", ".gguf"};
    return std::any_of(std::begin(kEndings), std::end(kEndings), [&name](const char* ending) { return name.endsWith(QLatin1String(ending), Qt::CaseInsensitive); });
}

} // namespace

std::span<const char* const> modelFolderNames()
{
    return kFolderNames;
}

std::optional<QStringList> ModelFolders::pathsOf(const QString& folder) const
{
    const auto isIt = [&folder](const char* name) { return folder == QLatin1String(name); };
    if (std::none_of(std::begin(kFolderNames), std::end(kFolderNames), isIt))
        return std::nullopt;
    const QStringList directories = directoriesOf(folder);
    QStringList paths;
    for (const QString& text : m_roots) {
        const ModelRoot root = modelRootOf(text.toStdString());
        const QString path = QString::fromStdString(root.path);
        const ModelKind* kind = findModelKind(root.kind);
        if (kind && directories.contains(QString::fromUtf8(kind->directories[0].data(), qsizetype(kind->directories[0].size()))))
            paths << path;
        for (const QString& directory : directories) {
            if (root.kind.empty())
                paths << QDir(path).filePath(directory);
        }
    }
    paths.removeDuplicates();
    return paths;
}

std::vector<ListedModelFile> ModelFolders::filesOf(const QString& folder) const
{
    std::vector<ListedModelFile> files;
    const QStringList paths = pathsOf(folder).value_or(QStringList());
    QSet<QString> seen;
    for (int index = 0; index < paths.size(); ++index) {
        QDirIterator walk(paths.at(index), QDir::Files, QDirIterator::Subdirectories | QDirIterator::FollowSymlinks);
        while (walk.hasNext() && files.size() < kMaxModelFiles) {
            walk.next();
            const QString name = QDir(paths.at(index)).relativeFilePath(walk.filePath());
            if (!isModelFile(name) || seen.contains(name))
                continue;
            seen.insert(name);
            files.push_back({name, index, walk.fileInfo().size(), walk.fileInfo().lastModified().toMSecsSinceEpoch()});
        }
    }
    std::sort(files.begin(), files.end(), [](const ListedModelFile& a, const ListedModelFile& b) { return a.name < b.name; });
    return files;
}

std::optional<QString> ModelFolders::find(const QString& folder, const QString& name) const
{
    for (const QString& path : pathsOf(folder).value_or(QStringList())) {
        const auto file = pathInside(path, name);
        if (file && QFileInfo(*file).isFile())
            return file;
    }
    return std::nullopt;
}

Result<Json> tensorHeader(const QString& path)
{
    QFile file(path);
    if (!file.open(QFile::ReadOnly))
        return Error {ErrorCode::FileUnreadable, file.errorString().toStdString(), {{"path", path.toStdString()}}};
    const QByteArray size = file.read(8);
    const quint64 bytes = size.size() == 8 ? qFromLittleEndian<quint64>(size.constData()) : 0;
    if (bytes == 0 || bytes > kMaxTensorHeaderBytes || bytes > quint64(file.size()) - 8)
        return Error {ErrorCode::TensorFileInvalid, "a header's size", {{"path", path.toStdString()}}};
    return parseJson(file.read(qint64(bytes)).toStdString());
}

Result<Json> tensorMetadata(const QString& path)
{
    WEFT_TRY(const Json header, tensorHeader(path));
    return memberAt(header, "__metadata__");
}

} // namespace weft
