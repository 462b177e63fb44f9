// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gpu-worker/models/WeightRoom.h"

#include <algorithm>

namespace weft {

bool WeightRoom::admit(const WeightHolder& holder, std::uint64_t tenant, std::uint64_t bytes)
{
    const auto isAnother = [tenant](const Stay& stay) { return stay.tenant != tenant; };
    std::uint64_t others = 0;
    for (const Stay& stay : m_stays)
        others += isAnother(stay) ? stay.bytes : 0;
    if (bytes > m_limit || m_held - others > m_limit - bytes) { // nobody goes where that wouldn't help
        m_streamed += bytes;
        return false;
    }
    while (m_held > m_limit - bytes)
        putOut(std::ranges::find_if(m_stays, isAnother));
    m_held += bytes;
    const auto known = m_places.find(&holder);
    if (known != m_places.end()) {
        known->second->bytes += bytes;
        return true;
    }
    m_stays.push_back({&holder, tenant, bytes});
    m_places[&holder] = std::prev(m_stays.end());
    return true;
}

void WeightRoom::touch(const WeightHolder& holder)
{
    const auto place = m_places.find(&holder);
    if (place != m_places.end())
        m_stays.splice(m_stays.end(), m_stays, place->second);
}

void WeightRoom::leave(const WeightHolder& holder)
{
    const auto place = m_places.find(&holder);
    if (place == m_places.end())
        return;
    m_held -= place->second->bytes;
    m_stays.erase(place->second);
    m_places.erase(place);
}

void WeightRoom::putOut(Stays::iterator stay)
{
    const WeightHolder& holder = *stay->holder;
    leave(holder);
    holder.letGo();
}

void WeightRoom::limitTo(std::uint64_t bytes)
{
    m_limit = bytes;
    while (m_held > m_limit)
        putOut(m_stays.begin());
}

} // namespace weft
