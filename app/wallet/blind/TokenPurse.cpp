// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/wallet/blind/TokenPurse.h"

#include "core/base/TextBytes.h"
#include "core/files/ReplaceFile.h"
#include "core/protocol/Codec.h"
#include "core/security/SealedBox.h"
#include "core/values/Sha256.h"

#include <QDir>
#include <QFile>
#include <QLockFile>

#include <algorithm>

namespace weft {

namespace {

constexpr qint64 kMaxPurseBytes = 32 << 20;
constexpr std::string_view kPurseTag = "weft purse 1";

Error unreadablePurse(const QString& path, std::string reason)
{
    return {ErrorCode::FileUnreadable, "blind credits", {{"path", path.toStdString()}, {"reason", std::move(reason)}}};
}

/// The file belongs to this purpose: another sealed value in its place doesn't open.
ValueName purseName() { return {sha256(bytesOf(kPurseTag)).bytes}; }

SecretKey256 purseKey(const DeviceKey& device)
{
    Sha256 hash;
    hash.update(bytesOf(kPurseTag));
    hash.update(device.seed().view());
    return {hash.finish().bytes};
}

} // namespace

TokenPurse::TokenPurse(QString path, const DeviceKey& device, RandomSource random)
    : m_path(std::move(path))
    , m_sealing(purseKey(device))
    , m_random(std::move(random))
    , m_lock(std::make_shared<QLockFile>(m_path + QStringLiteral(".lock")))
{
}

QString TokenPurse::pathFor(const QString& home, const PublicKey& relay)
{
    const QString name = QString::fromStdString(sha256(relay.view()).hex()).left(16);
    return QDir(home).filePath(QStringLiteral("blind-%1.purse").arg(name));
}

Result<TokenPurse> TokenPurse::open(const QString& path, const DeviceKey& device, RandomSource random)
{
    QDir().mkpath(QFileInfo(path).absolutePath());
    TokenPurse purse(path, device, std::move(random));
    purse.m_lock->setStaleLockTime(0); // the lock of a program that has died doesn't count; age alone says nothing
    if (!purse.m_lock->tryLock(0))
        return unreadablePurse(path, "another program has it open");
    WEFT_CHECK(purse.read());
    return purse;
}

Done TokenPurse::read()
{
    QFile file(m_path);
    if (!file.exists())
        return {};
    if (!file.open(QIODevice::ReadOnly) || file.size() > kMaxPurseBytes)
        return unreadablePurse(m_path, "open");
    const QByteArray sealed = file.readAll();
    const auto plain = openValue(protocol::viewOf(sealed), m_sealing, purseName());
    if (!plain)
        return plain.error().with("path", m_path.toStdString());
    auto content = protocol::decode<Content>(plain->view());
    if (!content)
        return unreadablePurse(m_path, content.error().detail);
    m_content = std::move(*content);
    return {};
}

/// On the disk first, then here.
Done TokenPurse::change(const std::function<void(Content&)>& work)
{
    Content next = m_content;
    work(next);
    const QByteArray plain = protocol::encode(next);
    const SharedBytes sealed = sealValue(protocol::viewOf(plain), m_sealing, purseName(), m_random);
    WEFT_CHECK(replaceFile(m_path, QByteArrayView(sealed.data(), qsizetype(sealed.size())), FileReaders::Owner));
    m_content = std::move(next);
    return {};
}

Money TokenPurse::underWay() const
{
    Money sum;
    for (const PurseRequest& request : m_content.requests)
        sum.micro += worthOf(request.spent).micro;
    return sum;
}

Done TokenPurse::begin(PurseRequest request)
{
    return change([&](Content& content) {
        for (const BlindToken& token : request.spent) {
            const Hash256 hash = spentHashOf(token);
            std::erase_if(content.tokens, [&](const BlindToken& one) { return spentHashOf(one) == hash; });
        }
        content.requests.push_back(std::move(request));
    });
}

Done TokenPurse::update(const PurseRequest& request)
{
    return change([&](Content& content) {
        for (PurseRequest& one : content.requests) {
            if (one.id == request.id)
                one = request;
        }
    });
}

Done TokenPurse::finish(const TransferId& request, const std::vector<BlindToken>& tokens)
{
    return change([&](Content& content) {
        std::erase_if(content.requests, [&](const PurseRequest& one) { return one.id == request; });
        content.tokens.insert(content.tokens.end(), tokens.begin(), tokens.end());
    });
}

Done TokenPurse::undo(const TransferId& request)
{
    const auto found = std::ranges::find(m_content.requests, request, &PurseRequest::id);
    if (found == m_content.requests.end())
        return {};
    return finish(request, std::vector<BlindToken>(found->spent));
}

const BlindKeys* TokenPurse::keys(std::int64_t epoch) const
{
    const auto found = std::ranges::find(m_content.keys, epoch, &BlindKeys::epoch);
    return found == m_content.keys.end() ? nullptr : &*found;
}

Done TokenPurse::pinKeys(const BlindKeys& seen)
{
    const BlindKeys* known = keys(seen.epoch);
    if (known && blindKeysHash(*known) != blindKeysHash(seen))
        return Error {ErrorCode::KeyMismatch, "the relay shows other keys for blind credits than before"};
    if (known)
        return {};
    return change([&](Content& content) { content.keys.push_back(seen); });
}

} // namespace weft
