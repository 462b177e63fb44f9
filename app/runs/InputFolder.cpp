// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/runs/InputFolder.h"

#include "app/runs/PictureSize.h"
#include "core/base/Limits.h"
#include "core/values/MappedFile.h"
#include "core/values/Safetensors.h"

#include <QDir>
#include <QDirIterator>
#include <QFileInfo>

#include <algorithm>

namespace weft {

namespace {

constexpr std::size_t kMaxFiles = 10'000;
constexpr std::size_t kMaxFolders = 2'000;
constexpr std::uint64_t kMaxFolderBytes = kMaxValueBytes / 2;
constexpr std::size_t kMaxCaptionBytes = 64 * 1024;
constexpr int kMostPeeked = 200; // pictures that are looked at for an estimate
constexpr std::int64_t kMostPixels = std::int64_t(1) << 40; // of a picture, whatever it says
constexpr qint64 kShortHeadBytes = 4 * 1024; // most pictures tell their size in it

const QDir::Filters kPlainFiles = QDir::Files | QDir::NoSymLinks | QDir::Readable;
const QDir::Filters kPlainFolders = QDir::Dirs | QDir::NoSymLinks | QDir::NoDotAndDotDot;

const QStringList& pictureNames()
{
    static const QStringList names {QStringLiteral("*.png"), QStringLiteral("*.jpg"), QStringLiteral("*.jpeg"), QStringLiteral("*.webp")};
    return names;
}

/// Names in a folder, sorted; it stops looking after so many, however many there are.
QStringList namesIn(const QString& folder, const QStringList& kinds, QDir::Filters filters, std::size_t most)
{
    QStringList names;
    for (QDirIterator entries(folder, kinds, filters); entries.hasNext() && std::size_t(names.size()) < most;) {
        entries.next();
        names << entries.fileName();
    }
    names.sort();
    return names;
}

std::vector<std::string> plainNames(const QStringList& names)
{
    std::vector<std::string> plain;
    for (const QString& name : names)
        plain.push_back(name.toStdString());
    return plain;
}

Error tooMany(std::size_t limit, const char* of) { return {ErrorCode::LimitExceeded, of, {{"limit", std::to_string(limit)}}}; }

bool isCaption(const QFileInfo& file)
{
    return file.suffix().compare(QLatin1String("txt"), Qt::CaseInsensitive) == 0;
}

/// Collects the files of one folder after the other.
class Packing {
public:
    Done add(const QDir& folder, const QString& prefix)
    {
        const QStringList names = namesIn(folder.path(), pictureNames() + QStringList {QStringLiteral("*.txt")}, kPlainFiles, kMaxFiles + 1);
        for (const QString& name : names) {
            WEFT_CHECK(addFile(QFileInfo(folder, name), (prefix + name).toStdString()));
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
            return tooMany(kMaxFiles, "too many files");
        if (m_bytes > kMaxFolderBytes)
            return tooMany(kMaxFolderBytes, "too many bytes");
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

/// Looks at the first pictures and counts all.
class Peeking {
public:
    void add(const QString& folder)
    {
        for (QDirIterator files(folder, pictureNames(), kPlainFiles); files.hasNext() && m_count < std::int64_t(kMaxFiles); ++m_count) {
            const QString path = files.next();
            if (m_looks >= kMostPeeked)
                continue;
            ++m_looks;
            if (const auto pixels = peekedPixelsOfFile(path)) {
                m_pixels += std::min(*pixels, kMostPixels);
                ++m_told;
            }
        }
    }

    std::optional<std::int64_t> pixels() const
    {
        if (m_told == 0)
            return {};
        return m_pixels + m_pixels / m_told * (m_count - m_looks);
    }

private:
    std::int64_t m_pixels = 0;
    std::int64_t m_count = 0;
    std::int64_t m_told = 0;
    int m_looks = 0;
};

} // namespace

Result<PackedFolder> packedFolder(const QString& path)
{
    const QDir folder(path);
    Packing packing;
    WEFT_CHECK(packing.add(folder, {}));
    const QStringList inner = namesIn(path, {}, kPlainFolders, kMaxFolders + 1);
    if (std::size_t(inner.size()) > kMaxFolders)
        return tooMany(kMaxFolders, "too many folders");
    for (const QString& name : inner) {
        WEFT_CHECK(packing.add(QDir(folder.filePath(name)), name + u'/'));
    }
    const std::string name = QFileInfo(path).fileName().toStdString();
    if (!packing.hasPictures())
        return Error {ErrorCode::FolderWithoutPictures, {}, {{"path", name}}};
    WEFT_TRY(SharedBytes bytes, writeSafetensors(packing.file()));
    return PackedFolder {fileValue(name, "application/x-weft-folder", std::move(bytes)), packing.pixels()};
}

std::optional<std::int64_t> peekedPixelsOfFile(const QString& path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return {};
    QByteArray head;
    for (const qint64 bytes : {kShortHeadBytes, qint64(kPictureHeadBytes)}) {
        head += file.read(bytes - head.size());
        if (const auto pixels = pixelsOfPicture({reinterpret_cast<const std::uint8_t*>(head.constData()), std::size_t(head.size())}))
            return pixels;
    }
    return {};
}

std::optional<std::int64_t> peekedPixels(const QString& path)
{
    Peeking peeking;
    peeking.add(path);
    for (const QString& name : namesIn(path, {}, kPlainFolders, kMaxFolders))
        peeking.add(QDir(path).filePath(name));
    return peeking.pixels();
}

std::vector<std::string> foldersIn(const QString& folder, std::size_t most)
{
    return plainNames(namesIn(folder, {}, kPlainFolders, most));
}

std::vector<std::string> picturesIn(const QString& folder, std::size_t most)
{
    return plainNames(namesIn(folder, pictureNames(), QDir::Files, most));
}

} // namespace weft
