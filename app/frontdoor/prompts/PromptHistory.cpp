// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/frontdoor/prompts/PromptHistory.h"

namespace weft {

Json EndedPrompt::toJson() const
{
    return {{"prompt", prompt->toJson()}, {"outputs", outputs}, {"status", status}, {"meta", meta}};
}

void PromptHistory::add(EndedPrompt ended)
{
    m_bytes += ended.bytes;
    const auto known = m_index.find(ended.prompt->id);
    if (known != m_index.end()) {
        m_bytes -= known->second->bytes;
        *known->second = std::move(ended);
    } else {
        m_all.push_back(std::move(ended));
        m_index.emplace(m_all.back().prompt->id, std::prev(m_all.end()));
    }
}

const EndedPrompt* PromptHistory::find(const std::string& id) const
{
    const auto known = m_index.find(id);
    return known == m_index.end() ? nullptr : &*known->second;
}

void PromptHistory::remove(const std::string& id)
{
    const auto known = m_index.find(id);
    if (known == m_index.end())
        return;
    m_bytes -= known->second->bytes;
    m_all.erase(known->second);
    m_index.erase(known);
}

void PromptHistory::clear()
{
    m_all.clear();
    m_index.clear();
    m_bytes = 0;
}

void PromptHistory::shrink(std::size_t others)
{
    while (!m_all.empty() && (m_all.size() > m_most || m_bytes + others > m_mostBytes))
        remove(std::string(m_all.front().prompt->id));
}

Json PromptHistory::list(std::optional<std::int64_t> max, std::int64_t offset) const
{
    Json listed = Json::object();
    Json::object_t::Container& entries = listed.get_ref<Json::object_t&>(); // ids differ: nothing to compare each with
    const auto count = static_cast<std::int64_t>(m_all.size());
    if (offset < 0 && max)
        offset = count - std::min(count, std::max<std::int64_t>(*max, 0));
    std::int64_t position = 0;
    for (const EndedPrompt& ended : m_all) {
        if (position++ < offset)
            continue;
        entries.emplace_back(ended.prompt->id, ended.toJson());
        if (max && static_cast<std::int64_t>(entries.size()) >= *max)
            break;
    }
    return listed;
}

} // namespace weft
