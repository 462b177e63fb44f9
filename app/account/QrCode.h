// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include <vector>

namespace weft {

/// A QR code's squares, row by row, without the light margin of four squares that a reader wants round it.
struct QrCode {
    int side = 0; // 0: the text is too long for one
    std::vector<bool> dark;

    bool isDark(int x, int y) const { return dark[std::size_t(y) * std::size_t(side) + std::size_t(x)]; }
};

/// Byte mode, medium error correction (ISO/IEC 18004, libqrencode).
QrCode qrCodeOf(const QString& text);

} // namespace weft
