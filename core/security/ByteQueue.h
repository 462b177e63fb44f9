// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Ids.h"

#include <QByteArray>

#include <algorithm>

namespace weft {

/// Bytes in order, taken in pieces. Each byte is moved a bounded number of times, however small the pieces are.
class ByteQueue {
public:
    std::size_t size() const { return static_cast<std::size_t>(m_bytes.size() - m_start); }
    bool empty() const { return size() == 0; }

    void append(ByteView bytes)
    {
        if (m_start > 0 && m_start >= m_bytes.size() / 2) {
            m_bytes.remove(0, m_start);
            m_start = 0;
        }
        m_bytes.append(reinterpret_cast<const char*>(bytes.data()), static_cast<qsizetype>(bytes.size()));
    }

    QByteArray take(std::size_t max)
    {
        const auto count = static_cast<qsizetype>(std::min(max, size()));
        if (m_start == 0 && count == m_bytes.size())
            return std::exchange(m_bytes, {});
        const QByteArray piece = m_bytes.mid(m_start, count);
        m_start += count;
        if (m_start == m_bytes.size())
            clear();
        return piece;
    }

    void clear()
    {
        m_bytes = {};
        m_start = 0;
    }

private:
    QByteArray m_bytes;
    qsizetype m_start = 0;
};

} // namespace weft
