// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/sharing/ProviderJob.h"
#include "core/catalogue/Catalogue.h"
#include "core/security/Ticket.h"

#include <functional>

namespace weft {

/// What this machine offers, and to what price. Deny by list: node types that touch this machine's files never run for
/// others, whatever the owner writes.
class HostRules final : public ProviderRules {
public:
    /// `started`: from when on it is remembered which tickets were used.
    explicit HostRules(KeyHash me, UnixMillis started = unixNow())
        : m_me(me)
        , m_started(started)
    {
    }

    /// The types that may be offered: all of the engine's but those that read or write files here; of them those in
    /// `only`, if it isn't empty.
    static std::set<std::string> offered(const Catalogue& catalogue, const std::set<std::string>& only);

    void setOffer(std::set<std::string> types, std::vector<ModelFile> models, Money pricePerReferenceSecond);
    /// What one of the owner's servers offers, and at what price.
    struct Server {
        Catalogue offered;
        Money pricePerReferenceSecond;
        std::map<std::string, std::int64_t> work; // Fragment::work
    };
    /// By their kinds. Fragments for them are judged by admitsFragment alone.
    void setServers(std::map<std::string, Server> servers) { m_servers = std::move(servers); }
    /// Which settings of these types name model files: only models that an offer lists may be named there.
    void setModelSettings(const Catalogue& catalogue);
    void setRelayKey(const PublicKey& key) { m_relay = key; }
    /// Asked before each fragment is accepted.
    void setFreeSlot(std::function<bool()> hasFreeSlot) { m_hasFreeSlot = std::move(hasFreeSlot); }

    Result<JobTicket> admit(const std::string& ticket, const PublicKey& peer, UnixMillis now) override;
    Done accepts(const protocol::peer::OfferJob& offer) const override;
    Result<JobPrice> price(const protocol::peer::OfferJob& offer) const override;

private:
    Done acceptsOnServer(const Fragment& fragment) const;
    Done namesOnlyListed(const FragmentNode& node, const std::vector<ModelRef>& listed) const;

    KeyHash m_me;
    UnixMillis m_started;
    PublicKey m_relay;
    UsedTickets m_used;
    std::map<std::string, Server> m_servers;
    std::set<std::string> m_types;
    std::map<std::string, std::vector<InputSpec>> m_modelSettings; // by type: the inputs that name a model file
    std::vector<ModelFile> m_models;
    Money m_price;
    std::function<bool()> m_hasFreeSlot;
};

} // namespace weft
