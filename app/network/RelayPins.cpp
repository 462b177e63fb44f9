// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/network/RelayPins.h"

#include "core/base/Json.h"
#include "core/files/ReplaceFile.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>

namespace weft {

namespace {

constexpr qint64 kMaxFileBytes = 1 << 20;

std::string addressOf(const QUrl& relay)
{
    return relay.adjusted(QUrl::RemovePath | QUrl::RemoveQuery | QUrl::RemoveFragment | QUrl::RemoveUserInfo)
        .toString()
        .toStdString();
}

Result<Json> readPins(const QString& path)
{
    QFile file(path);
    if (!file.exists())
        return Json(Json::object());
    if (!file.open(QIODevice::ReadOnly))
        return Error {ErrorCode::FileUnreadable, "known relays", {{"path", path.toStdString()}}};
    WEFT_TRY(Json pins, parseJson(file.read(kMaxFileBytes).toStdString()));
    if (!pins.is_object())
        return Error {ErrorCode::JsonInvalid, "known relays", {{"path", path.toStdString()}}};
    return pins;
}

} // namespace

Done RelayPins::check(const QUrl& relay, const PublicKey& key)
{
    WEFT_TRY(Json pins, readPins(m_file));
    const std::string address = addressOf(relay);
    const std::string known = stringAt(pins, address);
    if (known == key.hex())
        return {};
    if (!known.empty())
        return Error {ErrorCode::KeyMismatch, "the relay has another key than before", {{"relay", address}}};
    pins[address] = key.hex();
    QDir().mkpath(QFileInfo(m_file).absolutePath());
    return replaceFile(m_file, toJsonText(pins, 2));
}

} // namespace weft
