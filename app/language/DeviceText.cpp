// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/language/DeviceText.h"

#include <QCoreApplication>
#include <QRegularExpression>

namespace weft {

QString deviceText(const QString& name)
{
    static const QRegularExpression own(QStringLiteral("^This computer(?: \\((.*)\\))?$"));
    static const QRegularExpression processor(QStringLiteral("^CPU, (\\d+) threads?$"));
    const QRegularExpressionMatch here = own.match(name);
    const QString device = here.hasMatch() ? here.captured(1) : name;
    const QRegularExpressionMatch match = processor.match(device);
    if (!match.hasMatch())
        return device;
    return match.captured(1) == QLatin1String("1") ? QCoreApplication::translate("Device", "CPU, 1 thread") : QCoreApplication::translate("Device", "CPU, %1 threads").arg(match.captured(1));
}

} // namespace weft
