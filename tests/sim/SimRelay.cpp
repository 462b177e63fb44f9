// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/sim/SimRelay.h"

#include <QtGlobal>

namespace weft::sim {

using namespace protocol::relay;

namespace {

/// An unbroken promise of the code under test: a simulation can't go on without it.
void must(const Done& done)
{
    if (!done)
        qFatal("the relay's store failed: %s", done.error().detail.c_str());
}

} // namespace

SimRelay::SimRelay(Schedule& schedule, Chance& chance, Faults faults, ToyCrypto& crypto)
    : m_schedule(schedule)
    , m_chance(chance)
    , m_faults(faults)
{
    const auto signTicket = [this](const relay::JobTicket& ticket) -> Result<std::string> {
        std::string text = "ticket " + std::to_string(m_tickets.size());
        m_tickets[text] = ticket;
        return text;
    };
    const auto checkReceipt = [&crypto](const PublicKey& key, const Receipt& receipt) -> Done {
        if (!crypto.verify(receipt, key))
            return Error {ErrorCode::SignatureInvalid};
        return {};
    };
    relay::JobRules rules;
    m_jobs = std::make_unique<relay::RelayJobs>(m_store, rules, relay::JobCrypto::with(signTicket, checkReceipt));
    must(m_jobs->openBooks());
}

void SimRelay::add(Machine& machine)
{
    m_lines[machine.party.machine].machine = &machine;
}

void SimRelay::give(Machine& machine, Money amount)
{
    must(m_store.openBook(relay::kGrants, kMaxAmount).hasValue() ? Done {} : Done {Error {}});
    must(m_store.post({m_chance.id<TransferId>(), {}, relay::kGrants, {machine.party.account, relay::BookKind::Credits},
        amount, m_schedule.now()}));
}

const relay::JobTicket* SimRelay::ticket(const std::string& text) const
{
    const auto found = m_tickets.find(text);
    return found == m_tickets.end() ? nullptr : &found->second;
}

/// When a message of this line arrives that must come after `last`.
UnixMillis SimRelay::arrival(Line& line, UnixMillis last)
{
    const bool slow = m_chance.permille(m_faults.slow) || isNow(OneFault::Kind::Slow);
    const Millis delay = slow ? m_chance.millis(1'000, 25'000) : m_chance.millis(1, 60);
    const UnixMillis at = std::max(last, m_schedule.now() + delay);
    if (at - m_schedule.now() > m_jobs->rules().buyerReleaseGrace / 3)
        line.machine->faultless = false; // it may not hear, and answer, within the relay's grace
    return at;
}

bool SimRelay::fault(Line& line)
{
    ++m_messages;
    if (m_chance.permille(m_faults.relayCrash) || isNow(OneFault::Kind::RelayCrash)) {
        crashRelay();
        return true;
    }
    if (m_chance.permille(m_faults.machineCrash) || isNow(OneFault::Kind::MachineCrash)) {
        line.machine->faultless = false;
        crashMachine(line);
        return true;
    }
    if (m_chance.permille(m_faults.drop) || isNow(OneFault::Kind::Drop)) {
        line.machine->faultless = false;
        breakLine(line);
        return true;
    }
    return false;
}

void SimRelay::breakLine(Line& line, Millis longest)
{
    if (!line.up)
        return;
    line.up = false;
    ++line.epoch;
    const KeyHash key = line.machine->party.machine;
    if (m_up) {
        must(m_jobs->machineLeft(key, m_schedule.now()));
        closeSessionsOf([&](const Session& s) { return s.buyer == key || s.provider == key; });
        plan();
    }
    m_schedule.in({}, [machine = line.machine] { machine->onRelayLost(); });
    m_schedule.in(m_chance.millis(100, longest.count()), [this, &line] { mend(line); });
}

void SimRelay::mend(Line& line)
{
    if (line.up)
        return;
    if (!m_up) {
        m_schedule.in(m_chance.millis(100, 5'000), [this, &line] { mend(line); });
        return;
    }
    line.up = true;
    must(m_jobs->machineCame(line.machine->party.machine, m_schedule.now()));
    plan();
    m_schedule.in({}, [machine = line.machine] { machine->onRelayBack(); });
}

void SimRelay::crashMachine(Line& line)
{
    breakLine(line);
    m_schedule.in({}, [this, machine = line.machine] {
        machine->crash();
        m_schedule.in(m_chance.millis(100, 30'000), [machine] { machine->restart(); });
    });
}

void SimRelay::crashRelay()
{
    if (!m_up)
        return;
    m_up = false;
    m_sessions.clear();
    for (auto& [key, line] : m_lines)
        breakLine(line, Millis {30'000}); // back, and heard, within the restart's grace
    const bool overDeadlines = m_chance.permille(200);
    m_schedule.in(overDeadlines ? m_chance.millis(60'000, 600'000) : m_chance.millis(100, 60'000), [this] {
        m_up = true;
        must(m_jobs->restarted(m_schedule.now()));
        plan();
    });
}

/// The relay's own clock: whatever is due is resolved, at once after a restart.
void SimRelay::plan()
{
    const auto due = m_jobs->nextDeadline();
    if (!due || !*due)
        return;
    m_schedule.at(**due, [this] {
        const auto next = m_jobs->nextDeadline();
        if (!m_up || !next || !*next || **next > m_schedule.now())
            return;
        auto out = m_jobs->onTime(m_schedule.now());
        must(out ? Done {} : Done {out.error()});
        deliver(std::move(out), {}, {}, RelayStep::Ask);
    });
}

void SimRelay::ask(Machine& from, RelayRequest request)
{
    Line& l = line(from);
    if (!l.up || fault(l))
        return;
    const int copies = m_chance.permille(m_faults.duplicate) || isNow(OneFault::Kind::Duplicate) ? 2 : 1;
    for (int i = 0; i < copies; ++i) {
        l.lastToRelay = arrival(l, l.lastToRelay);
        m_schedule.at(l.lastToRelay, [this, &l, epoch = l.epoch, party = from.party, request] {
            const bool lives = l.epoch == epoch || m_chance.permille(m_faults.late);
            if (m_up && lives)
                handle(party, request);
        });
    }
}

void SimRelay::push(const KeyHash& to, ToMachine message)
{
    Line& l = m_lines.at(to);
    if (!l.up || fault(l))
        return;
    l.lastToMachine = arrival(l, l.lastToMachine);
    m_schedule.at(l.lastToMachine, [&l, epoch = l.epoch, message = std::move(message)] {
        if (l.epoch == epoch && l.up)
            l.machine->onRelayMessage(message);
    });
}

void SimRelay::deliver(Result<relay::Outbox> out, const relay::Party& from, const JobId& job, RelayStep step)
{
    if (!out) {
        push(from.machine, Refusal {job, step, out.error()});
        return plan();
    }
    for (const auto& [to, message] : *out) {
        std::visit(
            [&](const auto& m) {
                if constexpr (std::is_constructible_v<RelayNews, decltype(m)>)
                    push(to, RelayNews {m});
            },
            message);
    }
    plan();
}

void SimRelay::handle(const relay::Party& from, const RelayRequest& request)
{
    const UnixMillis now = m_schedule.now();
    if (const auto* hold = std::get_if<RequestHold>(&request)) {
        const auto found = m_lines.find(hold->provider);
        std::optional<relay::Party> provider;
        if (found != m_lines.end() && found->second.up)
            provider = found->second.machine->party;
        deliver(m_jobs->requestHold(from, provider, *hold, now), from, hold->job, RelayStep::Hold);
    } else if (const auto* open = std::get_if<OpenSession>(&request)) {
        openSession(from, *open);
    } else if (const auto* settle = std::get_if<Settle>(&request)) {
        const JobId job = settle->receipt.job;
        deliver(m_jobs->settle(from, *settle, now), from, job, RelayStep::Settle);
        closeSessionsOf([&](const Session& s) { return s.job == job && s.buyer == from.machine; });
    } else if (const auto* release = std::get_if<ReleaseHold>(&request)) {
        deliver(m_jobs->releaseHold(from, *release, now), from, release->job, RelayStep::Release);
        // The provider learns of it and shows its receipt while it counts.
        closeSessionsOf([&](const Session& s) { return s.job == release->job; });
    } else if (const auto* question = std::get_if<AskJob>(&request)) {
        deliver(m_jobs->askJob(from, *question), from, question->job, RelayStep::Ask);
    }
}

void SimRelay::openSession(const relay::Party& from, const OpenSession& request)
{
    const relay::JobTicket* known = ticket(request.ticket);
    const auto refuse = [&](ErrorCode code) {
        push(from.machine, Refusal {known ? known->job : JobId {}, RelayStep::Session, Error {code}});
    };
    if (!known || known->expires < m_schedule.now() || m_sessions.contains(request.session))
        return refuse(ErrorCode::TicketInvalid);
    const auto hold = m_store.hold(known->job);
    const auto resolved = m_store.resolution(known->job);
    if (!hold || !*hold || !resolved || *resolved || (*hold)->releaseDue)
        return refuse(ErrorCode::HoldResolved);
    if (!m_lines.at(known->provider).up)
        return refuse(ErrorCode::ProviderLost);
    m_sessions[request.session] = {from.machine, known->provider, known->job};
    push(known->provider, RelayNews {SessionOpened {0, request.session, known->job}});
    push(from.machine, RelayNews {SessionOpened {request.id, request.session, known->job}});
}

void SimRelay::closeSessionsOf(std::function<bool(const Session&)> which)
{
    for (auto it = m_sessions.begin(); it != m_sessions.end();) {
        if (!which(it->second)) {
            ++it;
            continue;
        }
        const auto [id, session] = *it;
        it = m_sessions.erase(it);
        for (const KeyHash& end : {session.buyer, session.provider})
            push(end, RelayNews {CloseSession {id, 0}});
        return closeSessionsOf(which); // a push may have broken another line
    }
}

void SimRelay::closeSession(Machine& from, const SessionId& session)
{
    Line& l = line(from);
    if (!l.up)
        return;
    l.lastToRelay = std::max(l.lastToRelay, m_schedule.now() + Millis {1});
    m_schedule.at(l.lastToRelay, [this, session] {
        const auto found = m_sessions.find(session);
        if (found == m_sessions.end())
            return;
        const Session ends = found->second;
        m_sessions.erase(found);
        for (const KeyHash& end : {ends.buyer, ends.provider})
            push(end, RelayNews {CloseSession {session, 0}});
    });
}

void SimRelay::forward(Machine& from, const SessionId& session, std::function<void(Machine&)> deliver)
{
    Line& l = line(from);
    if (!l.up || fault(l))
        return;
    l.lastToRelay = arrival(l, l.lastToRelay);
    m_schedule.at(l.lastToRelay, [this, session, sender = from.party.machine, deliver = std::move(deliver)] {
        const auto found = m_sessions.find(session);
        if (!m_up || found == m_sessions.end())
            return;
        Line& other = m_lines.at(found->second.buyer == sender ? found->second.provider : found->second.buyer);
        if (!other.up || fault(other))
            return;
        other.lastToMachine = arrival(other, other.lastToMachine);
        m_schedule.at(other.lastToMachine, [&other, epoch = other.epoch, deliver] {
            if (other.epoch == epoch && other.up)
                deliver(*other.machine);
        });
    });
}

} // namespace weft::sim
