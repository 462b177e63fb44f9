// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/sim/SimBasics.h"

#include "core/values/Sha256.h"

namespace weft::sim {

namespace {

Hash256 digest(std::string_view tag, std::initializer_list<ByteView> parts)
{
    Sha256 hash;
    hash.update({reinterpret_cast<const std::uint8_t*>(tag.data()), tag.size()});
    for (ByteView part : parts)
        hash.update(part);
    return hash.finish();
}

std::vector<std::uint8_t> mixed(ByteView bytes, const SecretKey256& key)
{
    std::vector<std::uint8_t> out(bytes.begin(), bytes.end());
    for (std::size_t i = 0; i < out.size(); ++i)
        out[i] ^= key.bytes[i % key.bytes.size()];
    return out;
}

} // namespace

std::uint64_t Chance::next()
{
    std::uint64_t z = (m_state += 0x9e3779b97f4a7c15ULL);
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9ULL;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebULL;
    return z ^ (z >> 31);
}

void Schedule::at(UnixMillis when, std::function<void()> what)
{
    m_events.emplace(std::pair {std::max(when, m_now), ++m_count}, std::move(what));
}

bool Schedule::run(std::size_t limit)
{
    for (std::size_t i = 0; i < limit && !m_events.empty(); ++i) {
        auto event = m_events.extract(m_events.begin());
        m_now = event.key().first;
        event.mapped()();
    }
    return m_events.empty();
}

ValueName ToyCrypto::nameOf(const SecretKey256& runSecret, ByteView bytes) const
{
    return {digest("name", {runSecret.view(), bytes}).bytes};
}

Hash256 ToyCrypto::commitmentTo(const SecretKey256& key) const
{
    return sha256(key.view()); // as the relay computes it
}

SharedBytes ToyCrypto::seal(const SecretKey256& key, const ValueName& name, const SharedBytes& bytes)
{
    auto out = mixed(bytes.view(), key);
    const Hash256 tag = digest("seal", {key.view(), name.view(), bytes.view()});
    out.insert(out.end(), tag.bytes.begin(), tag.bytes.end());
    return SharedBytes::take(std::move(out));
}

Result<SharedBytes> ToyCrypto::open(const SecretKey256& key, const ValueName& name, const SharedBytes& sealed) const
{
    if (sealed.size() < 32)
        return Error {ErrorCode::DecryptionFailed, "too short"};
    auto bytes = SharedBytes::take(mixed(sealed.view().first(sealed.size() - 32), key));
    const Hash256 tag = digest("seal", {key.view(), name.view(), bytes.view()});
    if (!std::equal(tag.bytes.begin(), tag.bytes.end(), sealed.view().end() - 32))
        return Error {ErrorCode::DecryptionFailed, "wrong tag"};
    return bytes;
}

Signature ToyCrypto::sign(const Receipt& receipt, const PublicKey& jobKey)
{
    const std::string text = std::to_string(receipt.increment) + ',' + std::to_string(receipt.cumulative.micro) + ','
        + std::to_string(receipt.final);
    const ByteView view {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()};
    const Hash256 hash = digest("receipt", {jobKey.view(), receipt.job.view(), view, receipt.keyCommitment.view()});
    Signature signature;
    std::copy(hash.bytes.begin(), hash.bytes.end(), signature.bytes.begin());
    return signature;
}

bool ToyCrypto::verify(const Receipt& receipt, const PublicKey& jobKey) const
{
    return receipt.signature == sign(receipt, jobKey);
}

KeyHash ToyCrypto::hashOf(const PublicKey& key)
{
    return {sha256(key.view()).bytes};
}

SharedBytes spoiled(const SharedBytes& bytes)
{
    std::vector<std::uint8_t> copy(bytes.view().begin(), bytes.view().end());
    if (!copy.empty())
        copy.back() ^= 1;
    return SharedBytes::take(std::move(copy));
}

} // namespace weft::sim
