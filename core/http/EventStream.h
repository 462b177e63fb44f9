// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Result.h"

#include <string>
#include <string_view>
#include <vector>

namespace weft::http {

/// Bytes of an event stream (server-sent events) to the data of its events, within bounds. No I/O. Lines end with LF,
/// CR or both; several lines of data are joined with LF; comments, ids and names of events are skipped, and so is a
/// byte order mark at the beginning. Data is handed over as it came, UTF-8 or not. Source: WHATWG HTML, section 9.2.6
/// "Interpreting an event stream".
class EventStream {
public:
    /// `maxEventBytes`: of one line, and of one event's data.
    explicit EventStream(std::size_t maxEventBytes);

    /// The data of the events that these bytes complete. Errors: LimitExceeded (args: limit), then for good.
    Result<std::vector<std::string>> feed(std::string_view bytes);

private:
    Done takeLine(std::vector<std::string>& events);
    Error tooLarge() const;

    std::size_t m_maxEventBytes;
    std::string m_line;
    std::string m_data;
    bool m_hasData = false;
    bool m_afterReturn = false; // the last byte was CR: an LF belongs to it
    bool m_isFirst = true;
    bool m_failed = false;
};

} // namespace weft::http
