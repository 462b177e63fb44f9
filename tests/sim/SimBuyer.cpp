// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/sim/SimBuyer.h"

#include "tests/sim/SimProvider.h"

namespace weft::sim {

namespace peer = protocol::peer;
namespace wire = protocol::relay;

void SimBuyer::buy(BuyerOrder order, BuyerStory& story)
{
    const JobId id = order.job;
    Entry& entry = m_jobs[id];
    entry.job = std::make_unique<BuyerJob>(std::move(order), m_crypto);
    entry.story = &story;
    if (!m_relay.isConnected(*this)) {
        apply(entry, entry.job->start(m_schedule.now()));
        return apply(entry, entry.job->onRelayLost(m_schedule.now()));
    }
    apply(entry, entry.job->start(m_schedule.now()));
}

void SimBuyer::cancel(const JobId& id)
{
    const auto found = m_jobs.find(id);
    if (found != m_jobs.end())
        apply(found->second, found->second.job->cancel(m_schedule.now()));
}

SimBuyer::Entry* SimBuyer::bySession(const SessionId& session)
{
    for (auto& [id, entry] : m_jobs)
        if (entry.job->order().session == session)
            return &entry;
    return nullptr;
}

void SimBuyer::apply(Entry& entry, BuyerJob::Effects effects)
{
    for (auto& effect : effects)
        carryOut(entry, effect);
    arm(entry);
}

void SimBuyer::arm(Entry& entry)
{
    const auto next = entry.job->nextDeadline();
    if (!next || (*next == entry.timer && *next > m_schedule.now()))
        return;
    entry.timer = *next;
    m_schedule.at(*next, [this, id = entry.job->order().job] {
        const auto found = m_jobs.find(id);
        if (found != m_jobs.end())
            apply(found->second, found->second.job->onTime(m_schedule.now()));
    });
}

void SimBuyer::carryOut(Entry& entry, BuyerJob::Effect& effect)
{
    const SessionId session = entry.job->order().session;
    if (auto* ask = std::get_if<BuyerJob::ToRelay>(&effect)) {
        m_relay.ask(*this, ask->request);
    } else if (std::holds_alternative<BuyerJob::StartChannel>(effect)) {
        m_relay.forward(*this, session, [session, key = entry.job->order().jobPublicKey, self = this](Machine& other) {
            static_cast<SimProvider&>(other).onHello(session, key, *self);
        });
    } else if (auto* message = std::get_if<BuyerJob::ToPeer>(&effect)) {
        toPeer(entry, std::move(message->message));
    } else if (auto* send = std::get_if<BuyerJob::SendValue>(&effect)) {
        m_relay.forward(*this, session, [session, value = send->value](Machine& other) {
            static_cast<SimProvider&>(other).onPeerValue(session, value);
        });
    } else if (auto* happened = std::get_if<BuyerJob::Happened>(&effect)) {
        if (const auto* output = std::get_if<NodeOutput>(&happened->event); output && !entry.story->finalReceived)
            entry.story->delivered.insert({output->node, output->slot});
    } else if (std::holds_alternative<BuyerJob::CloseChannel>(effect)) {
        m_relay.closeSession(*this, session);
    } else if (auto* finished = std::get_if<BuyerJob::Finished>(&effect)) {
        ++entry.story->reports;
        entry.story->report = std::move(finished->report);
    }
}

void SimBuyer::toPeer(Entry& entry, BuyerMessage message)
{
    const BuyerOrder& order = entry.job->order();
    const BuyerVice vice = entry.story->vice;
    if (auto* sign = std::get_if<peer::SignReceipt>(&message)) {
        entry.story->finalReceived |= sign->receipt.final;
        if (vice == BuyerVice::NeverSigns)
            return;
        if (vice == BuyerVice::SignsLess && sign->receipt.cumulative.micro > 0) {
            sign->receipt.cumulative.micro /= 2;
            sign->receipt.signature = ToyCrypto::sign(sign->receipt, order.jobPublicKey);
        }
        if (vice == BuyerVice::ReleasesAfterSealed && sign->receipt.final)
            m_relay.ask(*this, wire::ReleaseHold {0, order.job, 0});
    }
    if (vice == BuyerVice::ReleasesEarly && std::holds_alternative<peer::OfferJob>(message))
        m_relay.ask(*this, wire::ReleaseHold {0, order.job, 0});
    m_relay.forward(*this, order.session, [session = order.session, message](Machine& other) {
        static_cast<SimProvider&>(other).onPeer(session, message);
    });
}

void SimBuyer::onChannelReady(const SessionId& session)
{
    if (Entry* entry = bySession(session))
        apply(*entry, entry->job->onChannelReady(m_schedule.now()));
}

void SimBuyer::onPeer(const SessionId& session, const ProviderMessage& message)
{
    if (Entry* entry = bySession(session))
        apply(*entry, entry->job->onPeer(message, m_schedule.now()));
}

void SimBuyer::onPeerValue(const SessionId& session, NamedValue value)
{
    if (Entry* entry = bySession(session))
        apply(*entry, entry->job->onValue(std::move(value), m_schedule.now()));
}

void SimBuyer::onRelayMessage(const ToMachine& message)
{
    if (const auto* refusal = std::get_if<Refusal>(&message)) {
        const auto found = m_jobs.find(refusal->job);
        if (found != m_jobs.end())
            apply(found->second, found->second.job->onRelayRefused(refusal->step, refusal->error, m_schedule.now()));
        return;
    }
    const auto& news = std::get<RelayNews>(message);
    for (auto& [id, entry] : m_jobs) // each job ignores what isn't its own
        apply(entry, entry.job->onRelay(news, m_schedule.now()));
}

void SimBuyer::onRelayLost()
{
    for (auto& [id, entry] : m_jobs)
        apply(entry, entry.job->onRelayLost(m_schedule.now()));
}

void SimBuyer::onRelayBack()
{
    for (auto& [id, entry] : m_jobs)
        apply(entry, entry.job->onRelayBack(m_schedule.now()));
}

void SimBuyer::crash()
{
    for (auto& [id, entry] : m_jobs)
        entry.story->lostByCrash |= !entry.job->isOver();
    m_jobs.clear();
}

std::size_t SimBuyer::openJobs() const
{
    std::size_t open = 0;
    for (const auto& [id, entry] : m_jobs)
        open += entry.job->isOver() ? 0 : 1;
    return open;
}

} // namespace weft::sim
