// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Bytes that come as a modulus, a blinded message, a blind signature and a signature: none may pass, or crash.
#include "core/security/BlindRsa.h"

#include <cstdlib>

using namespace weft;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    static const auto secret = BlindSecretKey::generate();
    const ByteView bytes(data, size);
    const BlindPublicKey& key = secret->publicKey();
    const ByteView message = bytes.first(size / 2);
    if (key.verify(message, bytes.subspan(size / 2)) || key.finalize(message, bytes, bytes))
        std::abort(); // a forged signature
    if (secret->sign(bytes) && size != key.sizeBytes())
        std::abort();
    (void)BlindSecretKey::fromDer(bytes);
    const auto other = BlindPublicKey::fromModulus(bytes);
    if (!other)
        return 0;
    const auto random = [](std::span<std::uint8_t> out) { std::ranges::fill(out, std::uint8_t {3}); };
    (void)other->blind(message, random);
    (void)other->verify(message, bytes);
    return 0;
}
