// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/account/QrCode.h"

#include <qrencode.h>

#include <memory>

namespace weft {

QrCode qrCodeOf(const QString& text)
{
    const QByteArray bytes = text.toUtf8();
    const auto* data = reinterpret_cast<const unsigned char*>(bytes.constData());
    const std::unique_ptr<QRcode, decltype(&QRcode_free)> made(
        QRcode_encodeData(int(bytes.size()), data, 0, QR_ECLEVEL_M), &QRcode_free);
    if (!made)
        return {};
    QrCode code{made->width, {}};
    for (int i = 0; i < made->width * made->width; ++i)
        code.dark.push_back((made->data[i] & 1) != 0);
    return code;
}

} // namespace weft
