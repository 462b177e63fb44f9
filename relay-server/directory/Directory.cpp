// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "relay-server/directory/Directory.h"

namespace weft::relay {

Done Directory::publish(const KeyHash& machine, const PublicKey& key, const SignedOffer& offer, UnixMillis now)
{
    WEFT_TRY(const Offer read, m_open(offer));
    if (read.machine != key)
        return Error {ErrorCode::KeyMismatch, "this is another machine's offer"};
    if (read.expires <= now)
        return Error {ErrorCode::ValueInvalid, "the offer has expired"};
    const auto known = m_offers.find(machine);
    if (known != m_offers.end() && read.issued < known->second.issued)
        return Error {ErrorCode::ValueInvalid, "a newer offer of this machine is shown"};
    if (known == m_offers.end() && m_offers.size() >= m_maxOffers)
        return Error {ErrorCode::LimitExceeded, "the directory is full", {{"limit", std::to_string(m_maxOffers)}}};
    Entry& entry = m_offers[machine];
    entry.signedOffer = offer;
    entry.issued = read.issued;
    entry.expires = read.expires;
    return {};
}

void Directory::withdraw(const KeyHash& machine) { m_offers.erase(machine); }

void Directory::setRecord(const KeyHash& machine, std::int64_t completed, std::int64_t failed)
{
    const auto it = m_offers.find(machine);
    if (it == m_offers.end())
        return;
    it->second.completed = completed;
    it->second.failed = failed;
}

void Directory::setBusySlots(const KeyHash& machine, std::int64_t busy)
{
    const auto it = m_offers.find(machine);
    if (it != m_offers.end())
        it->second.busySlots = busy;
}

std::vector<protocol::relay::OfferListed> Directory::list(std::int64_t id, UnixMillis now) const
{
    std::vector<protocol::relay::OfferListed> listed;
    for (const auto& [machine, entry] : m_offers) {
        if (entry.expires <= now)
            continue;
        listed.push_back({id, entry.signedOffer.offer, entry.signedOffer.signature, entry.busySlots, entry.completed,
            entry.failed});
    }
    return listed;
}

} // namespace weft::relay
