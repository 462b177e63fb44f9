// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/security/DeviceKey.h"

#include <QString>

namespace weft {

class Keychain;

/// Who this machine is: a device key, in a file that only its owner can read or, when that was asked for, in the system
/// keychain (the file then only names it). An account begins with it; nothing is asked.
class DeviceIdentity {
public:
    enum class Place { File, Keychain };

    /// `home`: the folder of this user's state, made when it is missing. Makes the key, in a file, on first use.
    /// Errors: FileUnwritable, KeyUnreadable; where the key is in the keychain KeychainLocked, KeychainMissing.
    static Result<DeviceIdentity> open(const QString& home, const RandomSource& random);
    /// With a key file elsewhere. Errors: those above.
    static Result<DeviceIdentity> openFile(const QString& keyFile, const RandomSource& random);
    /// With another keychain than the system's.
    static Result<DeviceIdentity> openFile(const QString& keyFile, const RandomSource& random, Keychain& keychain);

    /// Where the key rests; a file that isn't there yet is a file.
    static Place placeOf(const QString& keyFile);
    /// Into the keychain and out of the file, or back; the key is the same. Where it is already: nothing.
    /// Errors: those of openFile; then the key is where it was.
    static Done moveTo(Place place, const QString& keyFile, Keychain& keychain);

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
/// The device key's file below such a folder.
QString keyFileIn(const QString& home);

} // namespace weft
