// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/runs/InputFolder.h"

#include "app/runs/PictureSize.h"
#include "core/base/Limits.h"
#include "core/values/MappedFile.h"
#include "core/values/Safetensors.h"

#include <QDir>
#include <QFileInfo>

namespace weft {

namespace {

constexpr std::size_t kMaxFiles = 10'000;
constexpr std::uint64_t kMaxFolderBytes = kMaxValueBytes / 2;
constexpr std::size_t kMaxCaptionBytes = 64 * 1024;

const QDir::Filters kPlainFiles = QDir::Files | QDir::NoSymLinks | QDir::Readable;
const QDir::Filters kPlainFolders = QDir::Dirs | QDir::NoSymLinks | QDir::NoDotAndDotDot;

bool isCaption(const QFileInfo& file)
{
    return file.suffix().compare(QLatin1String("txt"), Qt::CaseInsensitive) == 0;
}

/// Collects the files of one folder after the other.
class Packing {
public:
    Done add(const QDir& folder, const QString& prefix)
    {
        const QStringList kinds {QStringLiteral("*.png"), QStringLiteral("*.jpg"), QStringLiteral("*.jpeg"),
            QStringLiteral("*.webp"), QStringLiteral("*.txt")};
        for (const QFileInfo& file : folder.entryInfoList(kinds, kPlainFiles, QDir::Name)) {
            WEFT_CHECK(addFile(file, (prefix + file.fileName()).toStdString()));
        }
        return {};
    }
    bool hasPictures() const { return m_pictures > 0; }
    std::int64_t pixels() const { return m_pixels; }
    const SafetensorsFile& file() const { return m_file; }

private:
    Done addFile(const QFileInfo& file, const std::string& name)
    {
        WEFT_TRY(SharedBytes bytes,
            readFile(file.filePath().toStdString(), isCaption(file) ? kMaxCaptionBytes : kMaxPictureFileBytes));
        m_bytes += bytes.size();
        if (m_file.tensors.size() >= kMaxFiles)
            return Error {ErrorCode::LimitExceeded, "too many files", {{"limit", std::to_string(kMaxFiles)}}};
        if (m_bytes > kMaxFolderBytes)
            return Error {ErrorCode::LimitExceeded, "too many bytes", {{"limit", std::to_string(kMaxFolderBytes)}}};
        if (!isCaption(file)) {
            ++m_pictures;
            m_pixels += pixelsOfPicture(bytes.view()).value_or(0);
        }
        m_file.tensors[name] = {DType::U8, {static_cast<std::int64_t>(bytes.size())}, std::move(bytes)};
        return {};
    }

    SafetensorsFile m_file;
    std::uint64_t m_bytes = 0;
    std::size_t m_pictures = 0;
    std::int64_t m_pixels = 0;
};

} // namespace

Result<PackedFolder> packedFolder(const QString& path)
{
    const QDir folder(path);
    Packing packing;
    WEFT_CHECK(packing.add(folder, {}));
    for (const QFileInfo& inner : folder.entryInfoList(kPlainFolders, QDir::Name)) {
        WEFT_CHECK(packing.add(QDir(inner.filePath()), inner.fileName() + u'/'));
    }
    const std::string name = QFileInfo(path).fileName().toStdString();
    if (!packing.hasPictures())
        return Error {ErrorCode::FolderWithoutPictures, {}, {{"path", name}}};
    WEFT_TRY(SharedBytes bytes, writeSafetensors(packing.file()));
    return PackedFolder {fileValue(name, "application/x-weft-folder", std::move(bytes)), packing.pixels()};
}

std::vector<std::string> foldersIn(const QString& folder, int most)
{
    std::vector<std::string> names;
    for (const QString& name : QDir(folder).entryList(kPlainFolders, QDir::Name).mid(0, most))
        names.push_back(name.toStdString());
    return names;
}

} // namespace weft
