// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Ids.h"

#include <QString>
#include <QUrl>

namespace weft {

/// Which key each relay had when it was first met. Kept in one small JSON file: {"wss://host:port": "hex"}.
class RelayPins {
public:
    explicit RelayPins(QString file)
        : m_file(std::move(file))
    {
    }

    /// Trust on first use: an unknown address is remembered. Errors: KeyMismatch (args: relay) when the key has changed;
    /// FileUnwritable; JsonInvalid when the file is broken (it isn't overwritten).
    Done check(const QUrl& relay, const PublicKey& key);

private:
    QString m_file;
};

} // namespace weft
