// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Ids.h"

#include <memory>
#include <vector>

namespace weft {

/// Incremental SHA-256 (OpenSSL's, which uses the CPU's instructions).
class Sha256 {
public:
    Sha256();
    ~Sha256();
    Sha256(Sha256&&) noexcept;
    Sha256& operator=(Sha256&&) noexcept;

    void update(ByteView bytes);
    /// Once; the object is spent afterwards.
    Hash256 finish();

private:
    struct State;
    std::unique_ptr<State> m_state;
};

Hash256 sha256(ByteView bytes);
/// Streams a file. Errors: FileNotFound, FileUnreadable (args: path).
Result<Hash256> sha256OfFile(const std::string& path);

} // namespace weft
