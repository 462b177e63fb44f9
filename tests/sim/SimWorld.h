// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/sim/SimBuyer.h"
#include "tests/sim/SimProvider.h"

#include <deque>

namespace weft::sim {

struct WorldRules {
    int jobs = 12;
    Faults faults;
    int hostileProvidersPermille = 0;
    int hostileBuyersPermille = 0; // per job
};

/// What happened in all, so that a test can see that it tested something.
struct WorldCounts {
    int jobs = 0;
    int ended = 0; // with the right result
    int failed = 0;
    int crashed = 0; // the buyer forgot it
    int refused = 0; // no hold was made
    int paidInFull = 0; // whoever else failed, the provider kept its promises and got what was signed for
    std::int64_t increments = 0;

    WorldCounts& operator+=(const WorldCounts& other);
};

/// A market of two buyers, three providers and one relay. The same seed gives the same history.
class SimWorld {
public:
    SimWorld(std::uint64_t seed, WorldRules rules);

    /// Runs to the end of all deadlines. -> what is wrong, empty if nothing.
    std::string run();
    const WorldCounts& counts() const { return m_counts; }
    std::int64_t messages() const { return m_relay.messages(); }

private:
    void order();
    std::string checkJob(const JobId& id, const BuyerStory& story);
    std::string checkBuyer(const BuyerStory& story, Money captured);
    std::string checkProvider(const JobId& id, const BuyerStory& story, Money captured);
    std::string checkBooks();

    Chance m_chance;
    Schedule m_schedule;
    WorldRules m_rules;
    ToyCrypto m_crypto;
    SimRelay m_relay;
    std::deque<SimBuyer> m_buyers;
    std::deque<SimProvider> m_providers;
    std::map<JobId, BuyerStory> m_stories;
    WorldCounts m_counts;
};

} // namespace weft::sim
