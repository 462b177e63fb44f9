// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/runs/InputFiles.h"

#include "app/runs/InputFolder.h"
#include "app/runs/PictureSize.h"
#include "core/base/Limits.h"
#include "core/values/MappedFile.h"
#include "core/values/Sha256.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>

namespace weft {

namespace {

/// ComfyUI marks the folder behind the name; only the input folder is read.
std::string plainName(const std::string& name)
{
    constexpr std::string_view mark = " [input]";
    return name.ends_with(mark) ? name.substr(0, name.size() - mark.size()) : name;
}

std::string mimeOf(ByteView bytes)
{
    if (bytes.size() > 2 && bytes[0] == 0x89)
        return "image/png";
    if (bytes.size() > 2 && bytes[0] == 0xFF)
        return "image/jpeg";
    return bytes.size() > 2 && bytes[0] == 'R' ? "image/webp" : "application/octet-stream";
}

} // namespace

std::vector<InputFile> inputFilesOf(const Prompt& prompt, const Catalogue& catalogue)
{
    std::vector<InputFile> files;
    for (const auto& [id, node] : prompt.nodes) {
        const NodeType* type = catalogue.find(node.type);
        if (!type || !type->readsFile)
            continue;
        for (const InputSpec& input : type->inputs) {
            const auto given = node.inputs.find(input.name);
            const auto* literal = given == node.inputs.end() ? nullptr : std::get_if<Json>(&given->second);
            if (input.picksInput() && literal && literal->is_string())
                files.push_back({id, literal->get<std::string>(), input.picksInputFolder});
        }
    }
    return files;
}

Result<QString> pathOfInput(const QString& folder, const std::string& name, bool isFolder)
{
    const QString relative = QString::fromStdString(plainName(name));
    const Error missing {ErrorCode::FileNotFound, "", {{"path", relative.toStdString()}}};
    const QString root = QFileInfo(folder).canonicalFilePath();
    const QString path = QFileInfo(QDir(folder), relative).canonicalFilePath(); // follows links: they can't lead out either
    if (root.isEmpty() || path.isEmpty() || !path.startsWith(root + u'/') || !(isFolder ? QFileInfo(path).isDir() : QFileInfo(path).isFile()))
        return missing;
    return path;
}

Result<QString> intoInputFolder(const QString& folder, const QString& path)
{
    const QFileInfo file(path);
    if (!file.isFile())
        return Error {ErrorCode::FileNotFound, "", {{"path", path.toStdString()}}};
    const QDir inputs(folder);
    const QString inside = inputs.relativeFilePath(file.absoluteFilePath());
    if (!inside.startsWith(QStringLiteral("../")) && QDir::isRelativePath(inside))
        return inside;
    inputs.mkpath(QStringLiteral("."));
    const QString suffix = file.suffix().isEmpty() ? QString() : u'.' + file.suffix();
    QString name = file.fileName();
    for (int n = 1; inputs.exists(name); ++n)
        name = QStringLiteral("%1 (%2)%3").arg(file.completeBaseName()).arg(n).arg(suffix);
    QFile source(path);
    if (!source.copy(inputs.filePath(name)))
        return Error {ErrorCode::FileUnwritable, source.errorString().toStdString(), {{"path", inputs.filePath(name).toStdString()}}};
    return name;
}

namespace {

struct OneInput {
    Value value;
    std::optional<std::int64_t> pixels;
};

Result<OneInput> readFolder(const QString& path)
{
    WEFT_TRY(PackedFolder packed, packedFolder(path));
    return OneInput {std::move(packed.value), packed.pixels};
}

Result<OneInput> readOne(const QString& path)
{
    WEFT_TRY(const SharedBytes bytes, readFile(path.toStdString(), kMaxPictureFileBytes));
    const std::string shownName = QFileInfo(path).fileName().toStdString();
    return OneInput {fileValue(shownName, mimeOf(bytes.view()), bytes), pixelsOfPicture(bytes.view())};
}

Result<OneInput> readInput(const QString& folder, const InputFile& file)
{
    WEFT_TRY(const QString path, pathOfInput(folder, file.name, file.isFolder));
    return file.isFolder ? readFolder(path) : readOne(path);
}

} // namespace

ReadFiles readInputFiles(const QString& folder, const std::vector<InputFile>& files)
{
    ReadFiles read;
    for (const InputFile& file : files) {
        const auto one = readInput(folder, file);
        if (!one) {
            read.problems.push_back({file.node, one.error().with("path", file.name).with("node", file.node)});
            continue;
        }
        read.hashes[file.name] = sha256(one->value.tensor("bytes")->data.view());
        if (one->pixels)
            read.pixels[file.node] = *one->pixels;
        read.values[file.node] = one->value;
    }
    return read;
}

std::map<NodeId, std::int64_t> peekInputFiles(const QString& folder, const std::vector<InputFile>& files)
{
    std::map<NodeId, std::int64_t> sizes;
    for (const InputFile& input : files) {
        const auto path = pathOfInput(folder, input.name, input.isFolder);
        if (!path)
            continue;
        if (const auto pixels = input.isFolder ? peekedPixels(*path) : peekedPixelsOfFile(*path))
            sizes[input.node] = *pixels;
    }
    return sizes;
}

} // namespace weft
