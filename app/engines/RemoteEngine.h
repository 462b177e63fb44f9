// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/network/RelayConnection.h"
#include "core/engine/Engine.h"
#include "core/job/Market.h"
#include "core/security/Random.h"

#include <QPointer>

namespace weft {

/// Another machine, reached through a relay. Its catalogue is what its signed offer names, described by the local one.
/// Each run holds credits, opens an encrypted channel and settles (core/protocol/Peer.h, app/network/BuyerJob.h).
class RemoteEngine : public Engine {
public:
    /// `offer` was opened and checked; `catalogue` is what of it this program knows; `server` is the kind of one of the
    /// machine's servers, or empty for its worker.
    RemoteEngine(RelayConnection& relay, Offer offer, Catalogue catalogue, RandomSource random, std::string server = {});

    std::string id() const override; // remoteEngineId()
    std::string displayName() const override;
    int slots() const override { return static_cast<int>(m_offer.slots); }
    QCoro::Task<Result<Catalogue>> catalogue() override;
    /// The price is made anew from the values' true sizes. Errors also: QuoteExceeded when that is more than the job's
    /// quote allows; LimitExceeded for values that are too large.
    QCoro::Task<FragmentReport> run(FragmentJob job, EventSink events, CancelToken cancel) override;

    const Offer& offer() const { return m_offer; }

private:
    const OfferedServer* server() const;

    QPointer<RelayConnection> m_relay;
    Offer m_offer;
    Catalogue m_catalogue;
    RandomSource m_random;
    std::string m_server;
};

/// The hash of the machine's key in hex, and "/comfyui" for a server that it offers.
std::string remoteEngineId(const Offer& offer, const std::string& server);
/// The owner's words for it; "RTX 4090 · Tokyo (ComfyUI)" for a server.
std::string remoteEngineName(const Offer& offer, const std::string& server);

} // namespace weft
