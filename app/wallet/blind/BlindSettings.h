// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QSettings>
#include <QString>

namespace weft {

/// What the user has set about what relays learn.
struct BlindSettings {
    bool payBlind = false; // runs are paid with blind credits
    QString proxy; // socks5://host:port, for all connections to relays; empty: none

    static BlindSettings read(const QSettings& settings);
    void write(QSettings& settings) const;
};

} // namespace weft
