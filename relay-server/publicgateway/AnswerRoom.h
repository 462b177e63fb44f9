// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <memory>

namespace weft::relay {

/// The memory that answers may take together, from their first byte until a slow client has read the last.
struct AnswerRoom {
    std::size_t most = 0;
    std::size_t used = 0;
};

/// One answer's part of it; given back when it dies.
class AnswerShare {
public:
    explicit AnswerShare(std::shared_ptr<AnswerRoom> room)
        : m_room(std::move(room))
    {
    }
    ~AnswerShare() { m_room->used -= m_taken; }
    AnswerShare(const AnswerShare&) = delete;
    AnswerShare& operator=(const AnswerShare&) = delete;

    /// false: there isn't so much left.
    bool take(std::size_t bytes)
    {
        if (bytes > m_room->most - m_room->used)
            return false;
        m_room->used += bytes;
        m_taken += bytes;
        return true;
    }

private:
    std::shared_ptr<AnswerRoom> m_room;
    std::size_t m_taken = 0;
};

} // namespace weft::relay
