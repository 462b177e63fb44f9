// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/security/BlindTokens.h"

#include "core/protocol/Codec.h"
#include "core/security/Signing.h"
#include "core/values/Sha256.h"

namespace weft {

using namespace protocol::relay;

namespace {

constexpr std::string_view kKeysTag = "weft blind keys 1";
constexpr std::string_view kTokenTag = "weft blind token 1";

void updateText(Sha256& hash, std::string_view text)
{
    hash.update({reinterpret_cast<const std::uint8_t*>(text.data()), text.size()});
}

void updateNumber(Sha256& hash, std::int64_t number)
{
    std::array<std::uint8_t, 8> bytes {};
    for (std::size_t i = 0; i < bytes.size(); ++i)
        bytes[i] = static_cast<std::uint8_t>(static_cast<std::uint64_t>(number) >> (56 - 8 * i));
    hash.update(bytes);
}

template <typename Token>
Money sumOf(const std::vector<Token>& tokens)
{
    Money sum;
    for (const Token& token : tokens) // a few hundred at most, each far below the bounds of an integer
        sum.micro += blindWorth(token.power).micro;
    return sum;
}

} // namespace

std::int64_t blindEpochAt(UnixMillis now)
{
    return std::max<std::int64_t>(1, now.time_since_epoch() / kBlindEpoch);
}

bool isCurrentBlindEpoch(std::int64_t epoch, UnixMillis now)
{
    const std::int64_t current = blindEpochAt(now);
    return epoch == current || epoch == current - 1;
}

SharedBytes preparedOf(const BlindToken& token)
{
    std::vector<std::uint8_t> bytes(token.randomizer.bytes.begin(), token.randomizer.bytes.end());
    bytes.insert(bytes.end(), token.message.bytes.begin(), token.message.bytes.end());
    return SharedBytes::take(std::move(bytes));
}

Hash256 spentHashOf(const BlindToken& token)
{
    Sha256 hash;
    updateText(hash, kTokenTag);
    updateNumber(hash, token.epoch);
    updateNumber(hash, token.power);
    hash.update(preparedOf(token).view());
    return hash.finish();
}

Hash256 blindKeysHash(const BlindKeys& keys)
{
    Sha256 hash;
    updateText(hash, kKeysTag);
    updateNumber(hash, keys.epoch);
    for (const BlindKey& key : keys.keys) {
        updateNumber(hash, key.power);
        hash.update(key.modulus.view());
    }
    return hash.finish();
}

Signature signBlindKeys(const BlindKeys& keys, const DeviceKey& relay)
{
    return relay.sign(protocol::viewOf(taggedMessage(kKeysTag, blindKeysHash(keys).view())));
}

Done checkBlindKeys(const BlindKeys& keys, const PublicKey& relay)
{
    if (keys.keys.size() != kMaxBlindPower + 1)
        return Error {ErrorCode::ProtocolViolation, "a key for each kind of token is needed"};
    for (std::size_t i = 0; i < keys.keys.size(); ++i) {
        if (keys.keys[i].power != static_cast<int>(i))
            return Error {ErrorCode::ProtocolViolation, "the keys of blind credits are out of order"};
    }
    const QByteArray message = taggedMessage(kKeysTag, blindKeysHash(keys).view());
    if (!verifySignature(relay, protocol::viewOf(message), keys.signature))
        return Error {ErrorCode::SignatureInvalid, "the keys of blind credits", {{"reason", "signature"}}};
    return {};
}

Money worthOf(const std::vector<BlindToken>& tokens) { return sumOf(tokens); }
Money worthOf(const std::vector<BlindedToken>& tokens) { return sumOf(tokens); }

Money blindRoundedDown(Money amount) { return {amount.micro - amount.micro % kBlindUnit.micro}; }

Money blindRoundedUp(Money amount) { return blindRoundedDown({amount.micro + kBlindUnit.micro - 1}); }

} // namespace weft
