// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/sharing/ProviderJob.h"
#include "tests/sim/SimRelay.h"

namespace weft::sim {

enum class ProviderVice { None, Overcharges, SpoilsClear, SpoilsSealed, NeverSeals, WrongKey, RaisesReceipt, FalseName, Silent };

/// What became of one job, as the provider saw it.
struct ProviderStory {
    bool completed = false;
    int ends = 0;
    Money signedFor;
    std::int64_t increments = 0; // handed over
    std::int64_t unsignedMost = 0; // the most increments that were out unsigned at any time
};

/// A provider with its jobs and an engine that takes some seconds per node and sometimes fails.
class SimProvider final : public Machine, public ProviderRules {
public:
    SimProvider(Schedule& schedule, SimRelay& relay, ToyCrypto& crypto, Chance& chance)
        : m_schedule(schedule)
        , m_relay(relay)
        , m_crypto(crypto)
        , m_chance(chance)
    {
    }

    ProviderVice vice = ProviderVice::None;
    int refusesPermille = 30;
    int failsPermille = 50;

    void onHello(const SessionId& session, const PublicKey& peer, Machine& buyer);
    void onPeer(const SessionId& session, const BuyerMessage& message);
    void onPeerValue(const SessionId& session, NamedValue value);
    const ProviderStory& story(const JobId& job) { return m_stories[job]; }
    std::size_t openJobs() const;

    void onRelayMessage(const ToMachine& message) override;
    void onRelayLost() override;
    void onRelayBack() override;
    void crash() override;
    void restart() override;

    Result<JobTicket> admit(const std::string& ticket, const PublicKey& peer, UnixMillis now) override;
    Done accepts(const protocol::peer::OfferJob& offer) const override;
    Result<JobPrice> price(const protocol::peer::OfferJob& offer) const override;

private:
    struct Entry {
        std::unique_ptr<ProviderJob> job;
        SessionId session;
        int run = 0; // which run of the engine; an older one's events are ignored
        UnixMillis timer {};
    };

    void apply(const JobId& id, ProviderJob::Effects effects);
    void carryOut(const JobId& id, Entry& entry, ProviderJob::Effect& effect);
    void toPeer(const JobId& id, Entry& entry, ProviderMessage message);
    void sendValue(Entry& entry, NamedValue value);
    void runFragment(const JobId& id, Entry& entry, FragmentJob job);
    void engineSays(const JobId& id, int run, UnixMillis when, std::function<ProviderJob::Effects(ProviderJob&)> what);
    void arm(const JobId& id, Entry& entry);
    Entry* bySession(const SessionId& session);

    Schedule& m_schedule;
    SimRelay& m_relay;
    ToyCrypto& m_crypto;
    Chance& m_chance;
    std::map<JobId, Entry> m_jobs;
    std::map<SessionId, JobId> m_opened; // told by the relay
    std::map<JobId, JobRecord> m_disk; // survives a crash
    std::set<std::string> m_usedTickets; // survives a crash
    std::map<JobId, ProviderStory> m_stories;
    int m_runs = 0;
};

} // namespace weft::sim
