// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/language/DateText.h"

#include <QLocale>

namespace weft {

QString dayText(const QDate& day)
{
    const QLocale locale;
    QString format = locale.dateFormat(QLocale::ShortFormat);
    if (!format.contains(QLatin1String("yyyy")))
        format.replace(QLatin1String("yy"), QLatin1String("yyyy"));
    return locale.toString(day, format);
}

QString clockText(const QTime& time)
{
    const QLocale locale;
    QString format = locale.timeFormat(QLocale::ShortFormat);
    format.remove(QLatin1String(":ss"));
    return locale.toString(time, format);
}

QString momentText(const QDateTime& time)
{
    const QDateTime here = time.toLocalTime();
    return dayText(here.date()) + QLatin1Char(' ') + clockText(here.time());
}

QString momentText(qint64 unixMillis) { return momentText(QDateTime::fromMSecsSinceEpoch(unixMillis)); }

QString recentText(const QDateTime& time)
{
    const QDateTime here = time.toLocalTime();
    return here.date() == QDate::currentDate() ? clockText(here.time()) : momentText(here);
}

} // namespace weft
