// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/account/DeviceIdentity.h"

#include <QDir>
#include <QFileInfo>
#include <QStandardPaths>

namespace weft {

Result<DeviceIdentity> DeviceIdentity::open(const QString& home, const RandomSource& random)
{
    return openFile(QDir(home).filePath(QStringLiteral("device.key")), random);
}

Result<DeviceIdentity> DeviceIdentity::openFile(const QString& keyFile, const RandomSource& random)
{
    const QString folder = QFileInfo(keyFile).absolutePath();
    if (!QDir().mkpath(folder))
        return Error {ErrorCode::FileUnwritable, "the folder can't be made", {{"path", folder.toStdString()}}};
    WEFT_TRY(DeviceKey key, DeviceKey::loadOrCreate(keyFile, random));
    return DeviceIdentity(std::move(key));
}

QString defaultHome()
{
    const QString given = qEnvironmentVariable("WEFT_HOME");
    if (!given.isEmpty())
        return given;
    return QStandardPaths::writableLocation(QStandardPaths::GenericDataLocation) + QStringLiteral("/weft");
}

} // namespace weft
