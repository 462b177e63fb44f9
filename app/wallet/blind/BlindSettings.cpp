// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/wallet/blind/BlindSettings.h"

namespace weft {

namespace {
const QString kPayBlind = QStringLiteral("relay/payBlind");
const QString kProxy = QStringLiteral("relay/proxy");
} // namespace

BlindSettings BlindSettings::read(const QSettings& settings)
{
    return {settings.value(kPayBlind, false).toBool(), settings.value(kProxy).toString()};
}

void BlindSettings::write(QSettings& settings) const
{
    settings.setValue(kPayBlind, payBlind);
    settings.setValue(kProxy, proxy);
}

} // namespace weft
