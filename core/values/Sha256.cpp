// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/values/Sha256.h"

#include <openssl/evp.h>

#include <cstdio>
#include <new>

namespace weft {

namespace {

/// EVP_sha256() alone would be looked for anew with each hash, which takes longer than to hash a short text.
const EVP_MD* algorithm()
{
    static const EVP_MD* const fetched = EVP_MD_fetch(nullptr, "SHA256", nullptr);
    return fetched ? fetched : EVP_sha256();
}

} // namespace

struct Sha256::State {
    EVP_MD_CTX* context = EVP_MD_CTX_new();
    ~State() { EVP_MD_CTX_free(context); }
};

Sha256::Sha256()
    : m_state(std::make_unique<State>())
{
    if (!m_state->context || EVP_DigestInit_ex(m_state->context, algorithm(), nullptr) != 1)
        throw std::bad_alloc();
}

Sha256::~Sha256() = default;
Sha256::Sha256(Sha256&&) noexcept = default;
Sha256& Sha256::operator=(Sha256&&) noexcept = default;

void Sha256::update(ByteView bytes)
{
    EVP_DigestUpdate(m_state->context, bytes.data(), bytes.size());
}

Hash256 Sha256::finish()
{
    Hash256 hash;
    EVP_DigestFinal_ex(m_state->context, hash.bytes.data(), nullptr);
    return hash;
}

Hash256 sha256(ByteView bytes)
{
    Sha256 hasher;
    hasher.update(bytes);
    return hasher.finish();
}

Result<Hash256> sha256OfFile(const std::string& path)
{
    const std::unique_ptr<std::FILE, int (*)(std::FILE*)> file(std::fopen(path.c_str(), "rb"), &std::fclose);
    if (!file)
        return Error {errno == ENOENT ? ErrorCode::FileNotFound : ErrorCode::FileUnreadable, "open", {{"path", path}}};
    Sha256 hasher;
    std::vector<std::uint8_t> buffer(1 << 20);
    while (const std::size_t count = std::fread(buffer.data(), 1, buffer.size(), file.get()))
        hasher.update({buffer.data(), count});
    if (std::ferror(file.get()))
        return Error {ErrorCode::FileUnreadable, "read", {{"path", path}}};
    return hasher.finish();
}

} // namespace weft
