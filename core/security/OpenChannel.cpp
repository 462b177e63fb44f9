// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/security/TlsChannel.h"

// In a file of its own: the test that searches a relay for a picture links another one (tests/e2e/plaintext), to show that
// the search would find it. No option of Weft's build leaves the encryption out.
namespace weft {

std::unique_ptr<SecureChannel> openClientChannel(const DeviceKey& mine, const KeyHash& pinned)
{
    return std::make_unique<TlsChannel>(false, mine, pinned);
}

std::unique_ptr<SecureChannel> openServerChannel(const DeviceKey& mine)
{
    return std::make_unique<TlsChannel>(true, mine, std::nullopt);
}

} // namespace weft
