// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/security/DeviceKey.h"

#include "core/files/ReplaceFile.h"
#include "core/values/Sha256.h"

#include <QFile>

#include <sodium.h>

namespace weft {

namespace {

const QByteArray kFileHeader = QByteArrayLiteral("weft-device-key-1\n");
constexpr auto kOthers = QFileDevice::ReadGroup | QFileDevice::WriteGroup | QFileDevice::ExeGroup
    | QFileDevice::ReadOther | QFileDevice::WriteOther | QFileDevice::ExeOther;

Error unreadable(const QString& path, std::string reason)
{
    return {ErrorCode::KeyUnreadable, "device key", {{"path", path.toStdString()}, {"reason", std::move(reason)}}};
}

} // namespace

KeyHash keyHashOf(const PublicKey& key)
{
    KeyHash hash;
    hash.bytes = sha256(key.view()).bytes;
    return hash;
}

bool verifySignature(const PublicKey& key, ByteView message, const Signature& signature)
{
    detail::initSodium();
    return crypto_sign_verify_detached(signature.bytes.data(), message.data(), message.size(), key.bytes.data()) == 0;
}

DeviceKey DeviceKey::generate(const RandomSource& random)
{
    auto seed = randomId<SecretKey256>(random);
    DeviceKey key = fromSeed(seed);
    sodium_memzero(seed.bytes.data(), seed.bytes.size());
    return key;
}

DeviceKey DeviceKey::fromSeed(const SecretKey256& seed)
{
    detail::initSodium();
    DeviceKey key;
    key.m_seed = seed;
    std::array<std::uint8_t, crypto_sign_SECRETKEYBYTES> secret {};
    crypto_sign_seed_keypair(key.m_public.bytes.data(), secret.data(), seed.bytes.data());
    sodium_memzero(secret.data(), secret.size());
    return key;
}

DeviceKey::~DeviceKey()
{
    sodium_memzero(m_seed.bytes.data(), m_seed.bytes.size());
}

Signature DeviceKey::sign(ByteView message) const
{
    std::array<std::uint8_t, crypto_sign_SECRETKEYBYTES> secret {};
    std::copy(m_seed.bytes.begin(), m_seed.bytes.end(), secret.begin()); // libsodium's form: seed, then public key
    std::copy(m_public.bytes.begin(), m_public.bytes.end(), secret.begin() + SecretKey256::size);
    Signature signature;
    crypto_sign_detached(signature.bytes.data(), nullptr, message.data(), message.size(), secret.data());
    sodium_memzero(secret.data(), secret.size());
    return signature;
}

Result<DeviceKey> DeviceKey::load(const QString& path)
{
    QFile file(path);
    if (!file.exists())
        return Error {ErrorCode::FileNotFound, "device key", {{"path", path.toStdString()}}};
    if (!file.open(QIODevice::ReadOnly))
        return unreadable(path, "open");
#ifndef Q_OS_WIN // access lists there; the profile folder is its owner's
    if (file.permissions() & kOthers)
        return unreadable(path, "others may read it");
#endif
    const qsizetype size = kFileHeader.size() + 2 * qsizetype {SecretKey256::size} + 1;
    const QByteArray text = file.read(size + 1);
    if (text.size() != size || !text.startsWith(kFileHeader) || !text.endsWith('\n'))
        return unreadable(path, "format");
    const auto seed = SecretKey256::fromHex(
        {text.constData() + kFileHeader.size(), static_cast<std::size_t>(size - kFileHeader.size() - 1)});
    if (!seed)
        return unreadable(path, "format");
    return fromSeed(*seed);
}

Result<DeviceKey> DeviceKey::loadOrCreate(const QString& path, const RandomSource& random)
{
    auto existing = load(path);
    if (existing || existing.error().code != ErrorCode::FileNotFound)
        return existing;
    const DeviceKey key = generate(random);
    WEFT_CHECK(key.save(path));
    return key;
}

Done DeviceKey::save(const QString& path) const
{
    return replaceFile(path, kFileHeader + QByteArray::fromStdString(m_seed.hex()) + '\n', FileReaders::Owner);
}

} // namespace weft
