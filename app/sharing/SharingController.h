// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/network/RealJobCrypto.h"
#include "app/sharing/GuestEngines.h"
#include "app/sharing/HostRules.h"
#include "app/sharing/HostedJob.h"

#include <map>

namespace weft {

/// What the owner decides.
struct SharingSettings {
    QString home; // this machine's state: records of jobs
    std::string name; // "RTX 4090 · Tokyo": the owner's words
    Money pricePerReferenceSecond;
    std::set<std::string> only; // node types; empty: all that may be offered
    int slots = 1;
    std::chrono::milliseconds offerLifetime {600'000}; // published again after a third of it
    bool acceptsNoSandbox = false; // the owner trusts every guest with this computer
};

/// What the guests' engine says of itself once it has started.
struct GuestWorker {
    std::string device; // "CPU, 2 threads"
    std::string sandbox; // protocol::worker::kWholeSandbox, or what is missing
};

/// Lends this machine: publishes a signed offer and runs fragments of others on an engine that is theirs alone (another
/// process than the owner's, without a cache that outlives a fragment). The speed in the offer is measured on the
/// fragments that ran. No widgets; one thread.
class SharingController : public QObject {
    Q_OBJECT

public:
    enum class State { Off, Starting, On, Stopping };

    /// `relay` outlives it. `describe` is asked once the worker has started. A server that doesn't answer isn't offered; it is
    /// asked again with every offer.
    SharingController(RelayConnection& relay, GuestEngines guests, std::function<GuestWorker()> describe,
        SharingSettings settings, RandomSource random);
    ~SharingController() override;

    /// Settles what a crash left, asks the engine what it has, publishes. Ends with stateChanged() or failed(), with
    /// SandboxMissing (args: sandbox) where guests' work can't be shut in.
    void switchOn();
    /// Withdraws the offer; what runs is ended, settled or released; then Off. The guests' engine has given this machine's
    /// card back within 4 s, whatever becomes of the settling.
    void switchOff();
    /// Takes effect with the next offer, which is published at once. Jobs under way keep their price.
    void setPrice(Money pricePerReferenceSecond);
    void setName(std::string name);
    /// What the owner's servers, or published APIs, offer has changed: published at once.
    void offerAgain();
    /// Other servers of the owner's, or the same at other prices: the same holds.
    void setServers(std::vector<GuestServer> servers);

    State state() const { return m_state; }
    const Offer& offer() const { return m_offer; }
    int takenSlots() const;
    int completedJobs() const { return m_completed; }
    Money earned() const { return m_earned; } // since the switch was turned on
    /// Which servers of the owner's aren't offered now, by their kind, and why.
    const std::map<std::string, Error>& serverProblems() const { return m_serverProblems; }

Q_SIGNALS:
    void stateChanged(weft::SharingController::State state);
    /// One of the owner's servers isn't offered: it doesn't answer, or what it offers doesn't fit into an offer.
    void serverFailed(const std::string& kind, const weft::Error& error);
    /// The offer is (again) in the relay's directory.
    void published();
    void failed(const weft::Error& error);
    void jobStarted(const weft::JobId& job, const weft::FragmentJob& fragment);
    void jobEvent(const weft::JobId& job, const weft::FragmentEvent& event);
    void jobEnded(const weft::JobId& job, bool completed, const weft::Error& error, weft::Money earned);

private:
    static QCoro::Task<void> begin(QPointer<SharingController> self);
    static QCoro::Task<void> askServers(QPointer<SharingController> self);
    static QCoro::Task<void> refresh(QPointer<SharingController> self);
    static QCoro::Task<void> publish(QPointer<SharingController> self);
    void recover();
    void onPushed(const protocol::relay::ToMachine& message);
    void add(std::unique_ptr<HostedJob> job);
    void measure(ReferenceMillis work, std::chrono::milliseconds took);
    void onEnded(HostedJob* job, bool completed, const Error& error, Money earned);
    void finishSwitchOff();
    void restEngine();
    void enter(State state);
    void leaveStore();

    RelayConnection& m_relay;
    GuestEngines m_engine;
    std::vector<GuestServer> m_wanted; // m_engine has those that were asked
    std::function<GuestWorker()> m_describe;
    SharingSettings m_settings;
    RealJobCrypto m_crypto;
    HostRules m_rules;
    JobStore m_store;
    State m_state = State::Off;
    Offer m_offer;
    QTimer m_refresh;
    std::map<HostedJob*, std::unique_ptr<HostedJob>> m_jobs;
    bool m_recovered = false;
    std::map<std::string, Error> m_serverProblems;
    int m_timesAsked = 0; // servers
    bool m_asksAgain = false; // others were set while they were asked
    int m_completed = 0;
    Money m_earned;
};

} // namespace weft
