// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/account/DeviceIdentity.h"

#include "app/account/Keychain.h"
#include "core/files/ReplaceFile.h"

#include <QDir>
#include <QFileInfo>
#include <QStandardPaths>

namespace weft {

namespace {

/// What the key's file holds when the key is in the keychain: this line, and the key's hash.
const QByteArray kPointerHeader = QByteArrayLiteral("weft-device-key-in-keychain-1\n");

QString entryOf(const KeyHash& id)
{
    return QStringLiteral("device-key-") + QString::fromStdString(id.hex());
}

Error keyUnreadable(const QString& path, const char* reason)
{
    return {ErrorCode::KeyUnreadable, "device key", {{"path", path.toStdString()}, {"reason", reason}}};
}

/// Null: this file doesn't point to the keychain. Errors: KeyUnreadable.
Result<KeyHash> pointedTo(const QString& keyFile)
{
    QFile file(keyFile);
    if (!file.open(QIODevice::ReadOnly))
        return KeyHash{}; // DeviceKey says why
    const QByteArray text = file.read(kPointerHeader.size() + 2 * qsizetype{KeyHash::size} + 2);
    if (!text.startsWith(kPointerHeader))
        return KeyHash{};
    const auto id = KeyHash::fromHex(text.mid(kPointerHeader.size()).trimmed().toStdString());
    return id ? *id : Result<KeyHash>(keyUnreadable(keyFile, "format"));
}

/// Errors: KeyUnreadable (not in the keychain, or another key), KeychainLocked, KeychainMissing.
Result<DeviceKey> fromKeychain(const QString& keyFile, const KeyHash& id, Keychain& keychain)
{
    WEFT_TRY(const auto secret, keychain.read(entryOf(id)));
    const auto seed = SecretKey256::fromHex(secret.value_or(QByteArray()).toStdString());
    if (!seed)
        return keyUnreadable(keyFile, "not in the keychain");
    DeviceKey key = DeviceKey::fromSeed(*seed);
    if (key.keyHash() != id)
        return keyUnreadable(keyFile, "another key in the keychain");
    return key;
}

Done intoKeychain(const QString& keyFile, Keychain& keychain)
{
    WEFT_TRY(const DeviceKey key, DeviceKey::load(keyFile));
    WEFT_CHECK(keychain.write(entryOf(key.keyHash()), QByteArray::fromStdString(key.seed().hex())));
    WEFT_CHECK(fromKeychain(keyFile, key.keyHash(), keychain)); // before the file goes
    return replaceFile(keyFile, kPointerHeader + QByteArray::fromStdString(key.keyHash().hex()) + '\n', FileReaders::Owner);
}

} // namespace

Result<DeviceIdentity> DeviceIdentity::open(const QString& home, const RandomSource& random)
{
    return openFile(keyFileIn(home), random);
}

Result<DeviceIdentity> DeviceIdentity::openFile(const QString& keyFile, const RandomSource& random)
{
    SystemKeychain keychain;
    return openFile(keyFile, random, keychain);
}

Result<DeviceIdentity> DeviceIdentity::openFile(const QString& keyFile, const RandomSource& random, Keychain& keychain)
{
    const QString folder = QFileInfo(keyFile).absolutePath();
    if (!QDir().mkpath(folder))
        return Error{ErrorCode::FileUnwritable, "the folder can't be made", {{"path", folder.toStdString()}}};
    WEFT_TRY(const KeyHash id, pointedTo(keyFile));
    if (!id.isNull()) {
        WEFT_TRY(DeviceKey kept, fromKeychain(keyFile, id, keychain));
        return DeviceIdentity(std::move(kept));
    }
    WEFT_TRY(DeviceKey key, DeviceKey::loadOrCreate(keyFile, random));
    return DeviceIdentity(std::move(key));
}

DeviceIdentity::Place DeviceIdentity::placeOf(const QString& keyFile)
{
    const auto id = pointedTo(keyFile);
    return id && id->isNull() ? Place::File : Place::Keychain;
}

Done DeviceIdentity::moveTo(Place place, const QString& keyFile, Keychain& keychain)
{
    if (placeOf(keyFile) == place)
        return {};
    if (place == Place::Keychain)
        return intoKeychain(keyFile, keychain);
    WEFT_TRY(const KeyHash id, pointedTo(keyFile));
    WEFT_TRY(const DeviceKey key, fromKeychain(keyFile, id, keychain));
    WEFT_CHECK(key.save(keyFile));
    return keychain.remove(entryOf(id));
}

QString defaultHome()
{
    const QString given = qEnvironmentVariable("WEFT_HOME");
    if (!given.isEmpty())
        return given;
    return QStandardPaths::writableLocation(QStandardPaths::GenericDataLocation) + QStringLiteral("/weft");
}

QString keyFileIn(const QString& home)
{
    return QDir(home).filePath(QStringLiteral("device.key"));
}

} // namespace weft
