// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "relay-server/gateway/Log.h"

#include <QDateTime>

#include <cstdio>

namespace weft::relay {

void logEvent(std::string_view event, Json more)
{
    Json line;
    line["time"] = QDateTime::currentDateTimeUtc().toString(Qt::ISODateWithMs).toStdString();
    line["event"] = event;
    line.update(more);
    const std::string text = toJsonText(line) + "\n";
    std::fwrite(text.data(), 1, text.size(), stderr);
}

void logError(std::string_view event, const Error& error, Json more)
{
    more["error"] = nameOf(error.code);
    more["detail"] = error.detail;
    for (const auto& [key, value] : error.args)
        more[key] = value;
    logEvent(event, std::move(more));
}

} // namespace weft::relay
