// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/network/JobMessages.h"
#include "core/security/Random.h"

namespace weft {

/// The cryptography of core/security for the job machines.
class RealJobCrypto final : public JobCrypto {
public:
    explicit RealJobCrypto(RandomSource random)
        : m_random(std::move(random))
    {
    }

    ValueName nameOf(const SecretKey256& runSecret, ByteView bytes) const override;
    Hash256 commitmentTo(const SecretKey256& key) const override;
    SecretKey256 freshKey() override;
    SharedBytes seal(const SecretKey256& key, const ValueName& name, const SharedBytes& bytes) override;
    Result<SharedBytes> open(const SecretKey256& key, const ValueName& name, const SharedBytes& sealed) const override;
    bool verify(const Receipt& receipt, const PublicKey& jobKey) const override;

private:
    RandomSource m_random;
};

} // namespace weft
