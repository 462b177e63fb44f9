// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "relay-server/blind/BlindKeySet.h"

#include "core/security/SealedBox.h"
#include "core/values/Sha256.h"

#include <sodium.h>

namespace weft::relay {

using namespace protocol::relay;

namespace {

Hash256 taggedHash(std::string_view tag, ByteView bytes)
{
    Sha256 hash;
    hash.update({reinterpret_cast<const std::uint8_t*>(tag.data()), tag.size()});
    hash.update(bytes);
    return hash.finish();
}

/// Only who has the relay's key file can open what lies in the database.
SecretKey256 sealingKey(const DeviceKey& relay)
{
    return {taggedHash("weft blind keys at rest 1", relay.seed().view()).bytes};
}

/// Authenticated with the key: rows can't be swapped.
ValueName placeOf(std::int64_t epoch, int power)
{
    const std::string place = std::to_string(epoch) + ":" + std::to_string(power);
    return {sha256({reinterpret_cast<const std::uint8_t*>(place.data()), place.size()}).bytes};
}

} // namespace

Result<std::vector<SealedBlindKey>> BlindKeySet::make(
    std::int64_t epoch, const DeviceKey& relay, const RandomSource& random)
{
    std::vector<SealedBlindKey> sealed;
    const SecretKey256 under = sealingKey(relay);
    for (int power = 0; power <= kMaxBlindPower; ++power) {
        WEFT_TRY(const BlindSecretKey key, BlindSecretKey::generate());
        WEFT_TRY(std::vector<std::uint8_t> der, key.toDer());
        sealed.push_back({power, key.publicKey().modulus(), sealValue(der, under, placeOf(epoch, power), random)});
        sodium_memzero(der.data(), der.size());
    }
    return sealed;
}

Result<BlindKeySet> BlindKeySet::open(
    std::int64_t epoch, const std::vector<SealedBlindKey>& keys, const DeviceKey& relay)
{
    BlindKeySet set;
    set.m_published.epoch = epoch;
    const SecretKey256 under = sealingKey(relay);
    for (const SealedBlindKey& sealed : keys) {
        const auto der = openValue(sealed.sealed.view(), under, placeOf(epoch, sealed.power));
        if (!der)
            return Error {ErrorCode::KeyUnreadable, "a key for blind credits",
                {{"path", "the database"}, {"reason", "it was sealed under another key of the relay"}}};
        WEFT_TRY(BlindSecretKey key, BlindSecretKey::fromDer(der->view()));
        if (!std::ranges::equal(key.publicKey().modulus().view(), sealed.modulus.view()))
            return Error {ErrorCode::KeyUnreadable, "a key for blind credits", {{"reason", "its halves differ"}}};
        set.m_published.keys.push_back({sealed.power, key.publicKey().modulus()});
        set.m_keys.push_back(std::move(key));
    }
    set.m_published.signature = signBlindKeys(set.m_published, relay);
    WEFT_CHECK(checkBlindKeys(set.m_published, relay.publicKey())); // all there, in order
    return set;
}

Result<std::vector<BlindSignature>> BlindKeySet::sign(const std::vector<BlindedToken>& tokens) const
{
    std::vector<BlindSignature> signatures;
    for (const BlindedToken& token : tokens) {
        WEFT_TRY(SharedBytes signature, m_keys.at(std::size_t(token.power)).sign(token.blinded.view()));
        signatures.push_back({std::move(signature)});
    }
    return signatures;
}

Done BlindKeySet::check(const BlindToken& token) const
{
    const BlindPublicKey& key = m_keys.at(std::size_t(token.power)).publicKey();
    return key.verify(preparedOf(token).view(), token.signature.view());
}

} // namespace weft::relay
