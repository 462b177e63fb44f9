// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDateTime>
#include <QString>

namespace weft {

// Dates and times as people read them: the locale's short forms, with all four figures of the year.

/// "11/27/2026", "2026/11/27".
QString dayText(const QDate& day);
/// "8:05 PM", "20:05".
QString clockText(const QTime& time);
/// Both, in this computer's time zone.
QString momentText(const QDateTime& time);
QString momentText(qint64 unixMillis);
/// Only the time where it is today, else both.
QString recentText(const QDateTime& time);

} // namespace weft
