// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "relay-server/ledger/MemoryLedgerStore.h"
#include "relay-server/ledger/RelayJobs.h"
#include "tests/sim/SimBasics.h"

#include <memory>
#include <set>

namespace weft::sim {

/// Exactly one thing that goes wrong, at the n-th message of all (0: never).
struct OneFault {
    enum class Kind { Drop, Duplicate, Slow, MachineCrash, RelayCrash };
    Kind kind = Kind::Drop;
    std::int64_t at = 0;
};

/// How often things go wrong, per thousand messages (crashes: per thousand messages too).
struct Faults {
    int drop = 0; // the connection breaks; what was on its way is lost
    int duplicate = 0; // a question reaches the relay twice
    int slow = 0; // seconds instead of milliseconds
    int late = 0; // of those on their way when a connection breaks: they arrive nevertheless
    int machineCrash = 0;
    int relayCrash = 0;
    OneFault one {};
};

/// The relay refused a question.
struct Refusal {
    JobId job;
    RelayStep step {};
    Error error;
};
using ToMachine = std::variant<RelayNews, Refusal>;
/// What goes through a session, from one end to the other.
using PeerMessage = std::function<void()>;

/// A machine as the relay and the network see it.
class Machine {
public:
    virtual ~Machine() = default;
    virtual void onRelayMessage(const ToMachine& message) = 0;
    virtual void onRelayLost() = 0;
    virtual void onRelayBack() = 0;
    virtual void crash() = 0; // loses all but what it kept durably
    virtual void restart() = 0;

    relay::Party party;
    bool honest = true;
    bool faultless = true; // never crashed, never slow, never lost its connection but by the relay's own crash
};

/// The relay (RelayJobs on a store that survives it) and the network between it and the machines, with faults.
class SimRelay {
public:
    SimRelay(Schedule& schedule, Chance& chance, Faults faults, ToyCrypto& crypto);

    void add(Machine& machine);
    void give(Machine& machine, Money credits);
    /// Faults end here, so that everything comes to rest.
    void calm() { m_faults = {}; }

    /// Machine -> relay, in order.
    void ask(Machine& from, RelayRequest request);
    /// To the other end of a session, in order; nothing when the session is gone.
    void forward(Machine& from, const SessionId& session, std::function<void(Machine&)> deliver);
    void closeSession(Machine& from, const SessionId& session);

    const relay::JobTicket* ticket(const std::string& text) const;
    relay::LedgerStore& store() { return m_store; }
    /// Messages that were about to be sent, between anybody and the relay.
    std::int64_t messages() const { return m_messages; }
    bool isConnected(const Machine& machine) const { return m_lines.at(machine.party.machine).up; }

private:
    struct Line {
        Machine* machine = nullptr;
        bool up = true;
        int epoch = 0;
        UnixMillis lastToRelay {};
        UnixMillis lastToMachine {};
    };
    struct Session {
        KeyHash buyer, provider;
        JobId job;
    };

    UnixMillis arrival(Line& line, UnixMillis last);
    Line& line(const Machine& machine) { return m_lines.at(machine.party.machine); }
    bool fault(Line& line); // -> the message is lost
    bool isNow(OneFault::Kind kind) const { return m_faults.one.at == m_messages && m_faults.one.kind == kind; }
    void breakLine(Line& line, Millis longest = Millis {45'000});
    void mend(Line& line);
    void crashMachine(Line& line);
    void crashRelay();
    void push(const KeyHash& to, ToMachine message);
    void handle(const relay::Party& from, const RelayRequest& request);
    void openSession(const relay::Party& from, const protocol::relay::OpenSession& request);
    void closeSessionsOf(std::function<bool(const Session&)> which);
    void deliver(Result<relay::Outbox> out, const relay::Party& from, const JobId& job, RelayStep step);
    void plan();

    Schedule& m_schedule;
    Chance& m_chance;
    Faults m_faults;
    relay::MemoryLedgerStore m_store;
    std::unique_ptr<relay::RelayJobs> m_jobs;
    std::map<std::string, relay::JobTicket> m_tickets;
    std::map<KeyHash, Line> m_lines;
    std::map<SessionId, Session> m_sessions;
    bool m_up = true;
    std::int64_t m_messages = 0;
};

} // namespace weft::sim
