// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/sim/SimProvider.h"

#include "tests/sim/SimBuyer.h"

namespace weft::sim {

namespace peer = protocol::peer;
namespace wire = protocol::relay;

Result<JobTicket> SimProvider::admit(const std::string& text, const PublicKey& peer, UnixMillis now)
{
    const relay::JobTicket* ticket = m_relay.ticket(text);
    if (!ticket || ticket->provider != party.machine || ticket->expires < now || ticket->jobKey != ToyCrypto::hashOf(peer)
        || !m_usedTickets.insert(text).second)
        return Error {ErrorCode::TicketInvalid, "not admitted"};
    return JobTicket {ticket->job, ticket->cap, now + std::chrono::hours {1}};
}

Done SimProvider::accepts(const peer::OfferJob&) const
{
    if (m_chance.permille(refusesPermille))
        return Error {ErrorCode::NodeTypeUnknown, "not offered"};
    return {};
}

Result<JobPrice> SimProvider::price(const peer::OfferJob& offer) const
{
    NodeWork work;
    for (std::size_t i = 0; i < offer.fragment.nodes.size(); ++i)
        work[offer.fragment.nodes[i].id] = static_cast<std::int64_t>(i) + 1;
    return JobPrice {{ReferenceMillis {1000}, offer.amount}, work};
}

SimProvider::Entry* SimProvider::bySession(const SessionId& session)
{
    for (auto& [id, entry] : m_jobs)
        if (entry.session == session)
            return &entry;
    return nullptr;
}

void SimProvider::onHello(const SessionId& session, const PublicKey& peer, Machine& buyer)
{
    const auto opened = m_opened.find(session);
    if (opened == m_opened.end() || m_jobs.contains(opened->second))
        return;
    const JobId id = opened->second;
    Entry& entry = m_jobs[id];
    entry.session = session;
    entry.job = std::make_unique<ProviderJob>(id, peer, *this, m_crypto, m_schedule.now());
    arm(id, entry);
    m_relay.forward(*this, session, [session](Machine& other) { static_cast<SimBuyer&>(other).onChannelReady(session); });
    (void)buyer;
}

void SimProvider::apply(const JobId& id, ProviderJob::Effects effects)
{
    Entry& entry = m_jobs.at(id);
    for (auto& effect : effects)
        carryOut(id, entry, effect);
    arm(id, entry);
}

void SimProvider::arm(const JobId& id, Entry& entry)
{
    const auto next = entry.job->nextDeadline();
    if (!next || (*next == entry.timer && *next > m_schedule.now()))
        return;
    entry.timer = *next;
    m_schedule.at(*next, [this, id] {
        const auto found = m_jobs.find(id);
        if (found != m_jobs.end())
            apply(id, found->second.job->onTime(m_schedule.now()));
    });
}

void SimProvider::carryOut(const JobId& id, Entry& entry, ProviderJob::Effect& effect)
{
    ProviderStory& story = m_stories[id];
    if (auto* ask = std::get_if<ProviderJob::ToRelay>(&effect)) {
        if (auto* settle = std::get_if<wire::Settle>(&ask->request)) {
            if (vice == ProviderVice::WrongKey && settle->receipt.final)
                settle->key = m_chance.id<SecretKey256>();
            if (vice == ProviderVice::RaisesReceipt)
                settle->receipt.cumulative.micro += 1'000'000;
        }
        m_relay.ask(*this, ask->request);
    } else if (auto* message = std::get_if<ProviderJob::ToPeer>(&effect)) {
        toPeer(id, entry, std::move(message->message));
    } else if (auto* send = std::get_if<ProviderJob::SendValue>(&effect)) {
        sendValue(entry, std::move(send->value));
    } else if (auto* start = std::get_if<ProviderJob::StartFragment>(&effect)) {
        runFragment(id, entry, std::move(start->job));
    } else if (std::holds_alternative<ProviderJob::StopFragment>(effect)) {
        entry.run = 0;
    } else if (auto* keep = std::get_if<ProviderJob::Keep>(&effect)) {
        m_disk[id] = keep->record;
        story.signedFor = keep->record.receipt.cumulative;
    } else if (std::holds_alternative<ProviderJob::Forget>(effect)) {
        m_disk.erase(id);
    } else if (std::holds_alternative<ProviderJob::CloseChannel>(effect)) {
        m_relay.closeSession(*this, entry.session);
    } else if (auto* ended = std::get_if<ProviderJob::Ended>(&effect)) {
        ++story.ends;
        story.completed = ended->completed;
    }
}

void SimProvider::toPeer(const JobId& id, Entry& entry, ProviderMessage message)
{
    ProviderStory& story = m_stories[id];
    if (auto* increment = std::get_if<peer::Increment>(&message)) {
        story.unsignedMost = std::max(story.unsignedMost, ++story.increments - m_disk[id].receipt.increment);
        if (vice == ProviderVice::Overcharges)
            increment->cumulative.micro = increment->cumulative.micro * 2 + 1;
        if (vice == ProviderVice::FalseName && !increment->outputs.front().items.empty())
            increment->outputs.front().items.front() = m_chance.id<ValueName>();
    } else if (auto* sealed = std::get_if<peer::SealedResult>(&message)) {
        if (vice == ProviderVice::NeverSeals)
            return;
        if (vice == ProviderVice::Overcharges)
            sealed->cumulative.micro += 1;
        if (vice == ProviderVice::FalseName)
            sealed->outputs.front().items.front() = m_chance.id<ValueName>();
    }
    if (vice == ProviderVice::Silent && !std::holds_alternative<peer::Ready>(message))
        return;
    m_relay.forward(*this, entry.session, [session = entry.session, message](Machine& other) {
        static_cast<SimBuyer&>(other).onPeer(session, message);
    });
}

void SimProvider::sendValue(Entry& entry, NamedValue value)
{
    const bool sealed = entry.job->state() == ProviderJob::State::AwaitFinal;
    if ((sealed && vice == ProviderVice::SpoilsSealed) || (!sealed && vice == ProviderVice::SpoilsClear))
        value.bytes = spoiled(value.bytes);
    m_relay.forward(*this, entry.session, [session = entry.session, value](Machine& other) {
        static_cast<SimBuyer&>(other).onPeerValue(session, value);
    });
}

void SimProvider::engineSays(const JobId& id, int run, UnixMillis when, std::function<ProviderJob::Effects(ProviderJob&)> what)
{
    m_schedule.at(when, [this, id, run, what = std::move(what)] {
        const auto found = m_jobs.find(id);
        if (found != m_jobs.end() && found->second.run == run)
            apply(id, what(*found->second.job));
    });
}

void SimProvider::runFragment(const JobId& id, Entry& entry, FragmentJob job)
{
    const int run = entry.run = ++m_runs;
    const bool tellsEarly = m_chance.permille(800);
    UnixMillis when = m_schedule.now();
    FragmentOutcome outcome;
    const auto prefix = job.inputs.empty() ? std::string() : job.inputs.front().front().meta.at("value").get<std::string>();
    for (const FragmentNode& node : job.fragment.nodes) {
        engineSays(id, run, when, [this, node](ProviderJob& j) { return j.onEvent(NodeStarted {node.id}, m_schedule.now()); });
        when += m_chance.millis(10, 8'000);
        if (m_chance.permille(failsPermille)) {
            FragmentFailure failure {Error {ErrorCode::OutOfMemory, "no memory"}, node.id, true, {}, {}};
            return engineSays(id, run, when, [this, failure](ProviderJob& j) { return j.onReport(failure, m_schedule.now()); });
        }
        engineSays(id, run, when, [this, node](ProviderJob& j) {
            return j.onEvent(NodeFinished {node.id, std::chrono::microseconds {5}, false}, m_schedule.now());
        });
        const SlotRef slot {node.id, 0};
        if (std::ranges::find(job.fragment.outputs, slot) == job.fragment.outputs.end())
            continue;
        const ValueList items {literalValue("STRING", prefix + node.id)};
        outcome.result.outputs[slot] = items;
        if (tellsEarly)
            engineSays(id, run, when, [this, node, items](ProviderJob& j) {
                return j.onEvent(NodeOutput {node.id, 0, items}, m_schedule.now());
            });
    }
    engineSays(id, run, when, [this, outcome](ProviderJob& j) { return j.onReport(outcome, m_schedule.now()); });
}

void SimProvider::onPeer(const SessionId& session, const BuyerMessage& message)
{
    const auto* sign = std::get_if<peer::SignReceipt>(&message);
    if (sign && vice == ProviderVice::Overcharges) // whatever it got signed, it takes
        m_relay.ask(*this, wire::Settle {0, sign->receipt, {}});
    if (Entry* entry = bySession(session))
        apply(entry->job->job(), entry->job->onPeer(message, m_schedule.now()));
}

void SimProvider::onPeerValue(const SessionId& session, NamedValue value)
{
    if (Entry* entry = bySession(session))
        apply(entry->job->job(), entry->job->onValue(std::move(value), m_schedule.now()));
}

void SimProvider::onRelayMessage(const ToMachine& message)
{
    if (const auto* refusal = std::get_if<Refusal>(&message)) {
        const auto found = m_jobs.find(refusal->job);
        if (found != m_jobs.end())
            apply(found->first, found->second.job->onRelayRefused(refusal->step, refusal->error, m_schedule.now()));
        return;
    }
    const auto& news = std::get<RelayNews>(message);
    if (const auto* opened = std::get_if<wire::SessionOpened>(&news)) {
        m_opened[opened->session] = opened->job;
        return;
    }
    if (const auto* closed = std::get_if<wire::CloseSession>(&news)) {
        if (Entry* entry = bySession(closed->session))
            apply(entry->job->job(), entry->job->onRelay(news, m_schedule.now()));
        return;
    }
    for (auto& [id, entry] : m_jobs)
        apply(id, entry.job->onRelay(news, m_schedule.now()));
}

void SimProvider::onRelayLost()
{
    for (auto& [id, entry] : m_jobs)
        apply(id, entry.job->onRelayLost(m_schedule.now()));
}

void SimProvider::onRelayBack()
{
    for (auto& [id, entry] : m_jobs)
        apply(id, entry.job->onRelayBack(m_schedule.now()));
}

void SimProvider::crash()
{
    m_jobs.clear();
    m_opened.clear();
}

void SimProvider::restart()
{
    for (const auto& [id, record] : std::map(m_disk)) {
        Entry& entry = m_jobs[id];
        entry.job = std::make_unique<ProviderJob>(ProviderJob::recover(record, *this, m_crypto, m_schedule.now()));
        if (m_relay.isConnected(*this))
            apply(id, entry.job->onRelayBack(m_schedule.now()));
        arm(id, entry);
    }
}

std::size_t SimProvider::openJobs() const
{
    std::size_t open = 0;
    for (const auto& [id, entry] : m_jobs)
        open += entry.job->isOver() ? 0 : 1;
    return open;
}

} // namespace weft::sim
