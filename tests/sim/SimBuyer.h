// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/network/BuyerJob.h"
#include "tests/sim/SimRelay.h"

namespace weft::sim {

enum class BuyerVice { None, NeverSigns, SignsLess, ReleasesEarly, ReleasesAfterSealed };

/// What became of one job, as the buyer saw it.
struct BuyerStory {
    Machine* buyer = nullptr;
    Machine* provider = nullptr;
    BuyerVice vice = BuyerVice::None;
    std::string prefix; // the right values begin with it
    Fragment fragment;
    Quote quote;
    NodeWork work;
    UnixMillis started {};
    bool lostByCrash = false;
    bool finalReceived = false; // a sealed result was signed for
    int reports = 0;
    std::optional<FragmentReport> report;
    std::set<SlotRef> delivered; // in clear
};

/// A buyer with its jobs.
class SimBuyer final : public Machine {
public:
    SimBuyer(Schedule& schedule, SimRelay& relay, ToyCrypto& crypto, Chance& chance)
        : m_schedule(schedule)
        , m_relay(relay)
        , m_crypto(crypto)
        , m_chance(chance)
    {
    }

    void buy(BuyerOrder order, BuyerStory& story);
    void cancel(const JobId& id);
    void onPeer(const SessionId& session, const ProviderMessage& message);
    void onPeerValue(const SessionId& session, NamedValue value);
    void onChannelReady(const SessionId& session);

    void onRelayMessage(const ToMachine& message) override;
    void onRelayLost() override;
    void onRelayBack() override;
    void crash() override;
    void restart() override { }

    std::size_t openJobs() const;

private:
    struct Entry {
        std::unique_ptr<BuyerJob> job;
        BuyerStory* story = nullptr;
        UnixMillis timer {};
    };

    void apply(Entry& entry, BuyerJob::Effects effects);
    void carryOut(Entry& entry, BuyerJob::Effect& effect);
    void toPeer(Entry& entry, BuyerMessage message);
    void arm(Entry& entry);
    Entry* bySession(const SessionId& session);

    Schedule& m_schedule;
    SimRelay& m_relay;
    ToyCrypto& m_crypto;
    Chance& m_chance;
    std::map<JobId, Entry> m_jobs;
};

} // namespace weft::sim
