// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/frontdoor/routes/UploadRoutes.h"

#include "app/frontdoor/files/Multipart.h"
#include "app/frontdoor/files/PictureWork.h"
#include "app/frontdoor/files/SafePath.h"
#include "app/frontdoor/routes/Replies.h"

#include <QDir>
#include <QFileInfo>

#include <variant>

namespace weft {

namespace {

constexpr std::size_t kMaxUploadBytes = 104'857'600; // ComfyUI's, which /features tells

QString textOf(const std::vector<FormPart>& parts, std::string_view name, const char* fallback)
{
    const FormPart* part = partNamed(parts, name);
    return part ? QString::fromUtf8(part->content.data(), qsizetype(part->content.size())) : QString::fromLatin1(fallback);
}

/// What an upload's form says.
struct Upload {
    PlacedFile place;
    QString folder;
    std::string_view content;
    bool overwrite = false;
};

/// Errors are statuses: 400 and 500, where ComfyUI has them.
std::variant<Upload, int> uploadOf(const DoorFolders& folders, const std::vector<FormPart>& parts)
{
    Upload upload;
    const FormPart* image = partNamed(parts, "image");
    if (!image)
        return 400;
    upload.place = {QString::fromStdString(image->fileName.value_or(std::string())), textOf(parts, "subfolder", ""), textOf(parts, "type", "input")};
    const QString* folder = folders.ofType(upload.place.type);
    if (!folder || upload.place.name.isEmpty())
        return 500;
    const auto place = pathInside(*folder, upload.place.subfolder);
    const auto path = place ? pathInside(*place, upload.place.name) : std::nullopt;
    if (!path || *path == *place || !realPathInside(*folder, QDir(*folder).relativeFilePath(*path)))
        return 400;
    const QString overwrite = textOf(parts, "overwrite", "");
    upload.overwrite = overwrite == QStringLiteral("true") || overwrite == QStringLiteral("1");
    upload.folder = *folder;
    upload.content = image->content;
    return upload;
}

http::Response storedResponse(const Upload& upload, const std::function<Result<QByteArray>()>& make)
{
    const QByteArrayView content(upload.content.data(), qsizetype(upload.content.size()));
    const auto name = storeUpload(upload.folder, upload.place.subfolder, upload.place.name, content, upload.overwrite, make);
    if (!name)
        return troubleResponse();
    return jsonResponse({{"name", name->toStdString()}, {"subfolder", upload.place.subfolder.toStdString()}, {"type", upload.place.type.toStdString()}});
}

using Store = http::Response (*)(const DoorFolders&, const std::vector<FormPart>&, const Upload&);

/// Reads the form and leaves the rest to `store`.
http::Response received(const DoorFolders& folders, const http::Request& request, Store store)
{
    if (!std::string_view(request.header("Content-Type")).starts_with("multipart/form-data"))
        return emptyResponse(400);
    const auto parts = parseMultipart(request.header("Content-Type"), request.body);
    if (!parts)
        return troubleResponse();
    const auto upload = uploadOf(folders, *parts);
    if (const int* status = std::get_if<int>(&upload))
        return *status == 500 ? troubleResponse() : emptyResponse(*status);
    return store(folders, *parts, std::get<Upload>(upload));
}

http::Response storeImage(const DoorFolders&, const std::vector<FormPart>&, const Upload& upload) { return storedResponse(upload, {}); }

/// The picture that a mask belongs to, with the mask's transparency, as PNG. Errors: those of readPicture and withAlphaOf.
Result<QByteArray> maskedOriginal(const QString& original, std::string_view mask)
{
    WEFT_TRY(const QImage picture, readPicture(original));
    WEFT_TRY(const QImage alpha, readPicture(QByteArrayView(mask.data(), qsizetype(mask.size()))));
    WEFT_TRY(const QImage both, withAlphaOf(picture, alpha));
    return encodePicture(both, "png", -1);
}

/// Where `original_ref` points; nothing: nowhere.
std::optional<QString> originalOf(const DoorFolders& folders, const std::vector<FormPart>& parts)
{
    const FormPart* part = partNamed(parts, "original_ref");
    const auto ref = parseJson(part ? part->content : std::string_view());
    if (!ref)
        return std::nullopt;
    const QString* folder = folders.ofType(QString::fromStdString(stringAt(*ref, "type", "output")));
    const QString name = QString::fromStdString(stringAt(*ref, "filename"));
    if (!folder || name.isEmpty() || name.contains(QStringLiteral("..")))
        return std::nullopt;
    const QString subfolder = QString::fromStdString(stringAt(*ref, "subfolder"));
    const auto path = realPathInside(*folder, subfolder.isEmpty() ? name : subfolder + u'/' + name);
    return path && QFileInfo(*path).isFile() ? path : std::nullopt;
}

http::Response storeMask(const DoorFolders& folders, const std::vector<FormPart>& parts, const Upload& upload)
{
    const auto original = originalOf(folders, parts);
    if (!original)
        return textResponse(400, QStringLiteral("The picture that this mask belongs to isn't there: original_ref names none."));
    const std::string_view mask = upload.content;
    return storedResponse(upload, [original, mask] { return maskedOriginal(*original, mask); });
}

} // namespace

void addUploadRoutes(Routes& routes, const DoorFolders& folders)
{
    const auto add = [&routes, folders](const char* path, Store store) {
        routes.route("POST", path, kMaxUploadBytes, [&routes, folders, store](Call call, const http::Reply& reply) {
            auto held = std::make_shared<Call>(std::move(call)); // the body stays where it is
            routes.answerLater([held, folders, store] { return received(folders, held->request, store); }, reply);
        });
    };
    add("/upload/image", storeImage);
    add("/upload/mask", storeMask);
}

} // namespace weft
