// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/http/EventStream.h"

namespace weft::http {

EventStream::EventStream(std::size_t maxEventBytes)
    : m_maxEventBytes(maxEventBytes)
{
}

Error EventStream::tooLarge() const
{
    return {ErrorCode::LimitExceeded, "an event is larger than allowed", {{"limit", std::to_string(m_maxEventBytes)}}};
}

Result<std::vector<std::string>> EventStream::feed(std::string_view bytes)
{
    std::vector<std::string> events;
    while (!bytes.empty() && !m_failed) {
        if (std::exchange(m_afterReturn, false) && bytes.front() == '\n') {
            bytes.remove_prefix(1);
            continue;
        }
        const std::size_t end = std::min(bytes.find_first_of("\r\n"), bytes.size());
        m_failed = end > m_maxEventBytes - std::min(m_maxEventBytes, m_line.size());
        if (m_failed)
            break;
        m_line.append(bytes.substr(0, end));
        bytes.remove_prefix(end);
        if (bytes.empty())
            break;
        m_afterReturn = bytes.front() == '\r';
        bytes.remove_prefix(1);
        m_failed = !takeLine(events).hasValue();
    }
    if (m_failed)
        return tooLarge();
    return events;
}

Done EventStream::takeLine(std::vector<std::string>& events)
{
    std::string_view line = m_line;
    if (std::exchange(m_isFirst, false) && line.starts_with("\xEF\xBB\xBF"))
        line.remove_prefix(3);
    if (line.empty()) {
        if (m_hasData)
            events.push_back(std::exchange(m_data, {}));
        m_hasData = false;
    } else if (line == "data" || line.starts_with("data:")) {
        line.remove_prefix(std::min<std::size_t>(line.size(), 5));
        if (line.starts_with(' '))
            line.remove_prefix(1);
        if (m_data.size() + line.size() + 1 > m_maxEventBytes)
            return tooLarge();
        if (std::exchange(m_hasData, true))
            m_data += '\n';
        m_data += line;
    }
    m_line.clear();
    return {};
}

} // namespace weft::http
