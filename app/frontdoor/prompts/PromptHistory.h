// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/frontdoor/prompts/PromptQueue.h"

#include <list>
#include <unordered_map>

namespace weft {

/// What became of a prompt.
struct EndedPrompt {
    QueuedPromptPtr prompt;
    Json outputs = Json::object(); // id -> what the node showed
    Json meta = Json::object(); // id -> {node_id, display_node, parent_node, real_node_id}
    Json status; // {status_str, completed, messages}
    std::size_t bytes = 0;

    Json toJson() const;
};

/// Prompts that have ended, the oldest first. Bounded by number and size; each call but list() is constant work. Pure.
class PromptHistory {
public:
    PromptHistory(std::size_t most, std::size_t mostBytes)
        : m_most(most)
        , m_mostBytes(mostBytes)
    {
    }

    /// One of the same id is replaced at its old place.
    void add(EndedPrompt ended);
    const EndedPrompt* find(const std::string& id) const;
    void remove(const std::string& id);
    void clear();

    /// id -> entry. `offset` negative: the last `max`.
    Json list(std::optional<std::int64_t> max, std::int64_t offset) const;
    const std::list<EndedPrompt>& all() const { return m_all; }
    /// The oldest go until both bounds hold, with `others` bytes in use elsewhere.
    void shrink(std::size_t others);
    std::size_t bytes() const { return m_bytes; }

private:
    std::size_t m_most;
    std::size_t m_mostBytes;
    std::size_t m_bytes = 0;
    std::list<EndedPrompt> m_all;
    std::unordered_map<std::string, std::list<EndedPrompt>::iterator> m_index;
};

} // namespace weft
