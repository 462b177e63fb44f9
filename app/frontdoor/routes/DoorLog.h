// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Json.h"

#include <QString>

#include <deque>
#include <functional>
#include <set>

namespace weft {

/// The last lines of what happened, for the frontend's log panel, and who wants to be told of new ones.
class DoorLog {
public:
    void add(const QString& line);
    Json entries() const; // [{t, m}]
    std::string text() const;
    static Json size(); // of the terminal that lines are meant for: {cols, rows}

    /// Whether a client gets a message ("logs") for each new line. One that has gone is forgotten at the next line.
    void subscribe(const QString& clientId, bool wants);
    /// How a message reaches a client; false: it isn't there.
    using Tell = std::function<bool(const QString& clientId, const Json& message)>;
    void tellBy(Tell tell) { m_tell = std::move(tell); }

private:
    struct Line {
        qint64 at; // milliseconds since 1970
        QString text;

        std::string time() const; // local
        Json toJson() const;
    };

    std::deque<Line> m_lines;
    std::set<QString> m_subscribers;
    Tell m_tell;
    bool m_hasToldSize = false;
};

} // namespace weft
