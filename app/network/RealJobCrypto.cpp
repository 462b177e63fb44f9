// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/network/RealJobCrypto.h"

#include "core/security/SealedBox.h"
#include "core/security/Signing.h"
#include "core/values/Sha256.h"

namespace weft {

ValueName RealJobCrypto::nameOf(const SecretKey256& runSecret, ByteView bytes) const
{
    return valueName(runSecret, sha256(bytes));
}

Hash256 RealJobCrypto::commitmentTo(const SecretKey256& key) const
{
    return keyCommitment(key);
}

SecretKey256 RealJobCrypto::freshKey()
{
    return randomId<SecretKey256>(m_random);
}

SharedBytes RealJobCrypto::seal(const SecretKey256& key, const ValueName& name, const SharedBytes& bytes)
{
    return sealValue(bytes.view(), key, name, m_random);
}

Result<SharedBytes> RealJobCrypto::open(const SecretKey256& key, const ValueName& name, const SharedBytes& sealed) const
{
    return openValue(sealed.view(), key, name);
}

bool RealJobCrypto::verify(const Receipt& receipt, const PublicKey& jobKey) const
{
    return verifyReceipt(receipt, jobKey).hasValue();
}

} // namespace weft
