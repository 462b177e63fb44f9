// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Result.h"

#include <QByteArray>
#include <QString>

#include <optional>

namespace weft {

/// Where secrets can rest that the user's session unlocks. Calls may wait for the user to unlock it.
class Keychain {
public:
    virtual ~Keychain() = default;

    /// None: there is no such entry. Errors: KeychainLocked, KeychainMissing.
    virtual Result<std::optional<QByteArray>> read(const QString& name) = 0;
    virtual Done write(const QString& name, const QByteArray& secret) = 0;
    /// Also when there is none.
    virtual Done remove(const QString& name) = 0;
};

/// The desktop's: Secret Service or KWallet, macOS' Keychain, Windows' credential store, through QtKeychain, and never
/// its insecure fallback. Needs a QCoreApplication.
class SystemKeychain final : public Keychain {
public:
    Result<std::optional<QByteArray>> read(const QString& name) override;
    Done write(const QString& name, const QByteArray& secret) override;
    Done remove(const QString& name) override;
};

} // namespace weft
