// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/security/DeviceKey.h"

#include <QString>

namespace weft {

/// Who this machine is: a device key in a file that only its owner can read. An account begins with it; nothing is asked.
class DeviceIdentity {
public:
    /// `home`: the folder of this user's state, made when it is missing. Makes the key on first use.
    /// Errors: FileUnwritable, KeyUnreadable.
    static Result<DeviceIdentity> open(const QString& home, const RandomSource& random);
    /// With a key file elsewhere. Errors: those above.
    static Result<DeviceIdentity> openFile(const QString& keyFile, const RandomSource& random);

    const DeviceKey& key() const { return m_key; }
    KeyHash id() const { return m_key.keyHash(); }

private:
    explicit DeviceIdentity(DeviceKey key)
        : m_key(std::move(key))
    {
    }

    DeviceKey m_key;
};

/// The usual folder for this user's state, e.g. ~/.local/share/weft; the environment's WEFT_HOME goes first.
QString defaultHome();

} // namespace weft
