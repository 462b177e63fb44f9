// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/protocol/Relay.h"

#include <functional>
#include <map>
#include <unordered_map>
#include <vector>

namespace weft::relay {

/// Who offers what, now: an offer lives as long as the connection it came by. The bytes are passed on as they were
/// signed; buyers check the signature again, so that a hacked relay can't swap keys or prices.
/// No I/O, no clock; single-threaded.
class Directory {
public:
    static constexpr std::size_t kMaxOffers = 10'000;

    /// Reads an offer's bytes and checks the signature by the machine's key in it. Passed in: core/security.
    using Opener = std::function<Result<Offer>(const SignedOffer&)>;

    explicit Directory(Opener open, std::size_t maxOffers = kMaxOffers)
        : m_open(std::move(open))
        , m_maxOffers(maxOffers)
    {
    }

    /// Replaces the machine's offer. Errors: SignatureInvalid, KeyMismatch (another machine's offer),
    /// ValueInvalid (expired, or older than the one shown), LimitExceeded.
    Done publish(const KeyHash& machine, const PublicKey& key, const SignedOffer& offer, UnixMillis now);
    void withdraw(const KeyHash& machine);

    /// How busy and how reliable: shown beside each offer.
    void setRecord(const KeyHash& machine, std::int64_t completed, std::int64_t failed);
    void setBusySlots(const KeyHash& machine, std::int64_t busy);

    /// The offers that haven't expired, in the order of their machines' key hashes; each with this request id.
    std::vector<protocol::relay::OfferListed> list(std::int64_t id, UnixMillis now) const;
    bool has(const KeyHash& machine) const { return m_offers.contains(machine); }
    std::size_t size() const { return m_offers.size(); }

private:
    struct Entry {
        SignedOffer signedOffer;
        UnixMillis issued {};
        UnixMillis expires {};
        std::int64_t busySlots = 0;
        std::int64_t completed = 0;
        std::int64_t failed = 0;
    };

    Opener m_open;
    std::size_t m_maxOffers;
    std::map<KeyHash, Entry> m_offers;
};

} // namespace weft::relay
