// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/sharing/HostedJob.h"

#include <QPointer>

namespace weft {

using namespace protocol;

namespace {

constexpr std::chrono::seconds kHandshake {20};

} // namespace

HostedJob::HostedJob(HostServices services, const DeviceKey& key, SessionId session, JobId job)
    : m_services(services)
    , m_id(job)
{
    openChannel(key, session);
}

HostedJob::HostedJob(HostServices services, const JobRecord& record)
    : m_services(services)
    , m_id(record.job)
    , m_job(std::make_unique<ProviderJob>(ProviderJob::recover(record, services.rules, services.crypto, unixNow())))
{
}

HostedJob::~HostedJob()
{
    m_cancel.cancel();
}

void HostedJob::start()
{
    m_timer.setSingleShot(true);
    connect(&m_timer, &QTimer::timeout, this, [this] {
        if (m_job)
            apply(m_job->onTime(unixNow()));
        else if (m_session)
            m_session->closeWhenSent(); // the handshake took too long
    });
    connect(&m_services.relay, &RelayConnection::pushed, this, &HostedJob::onPushed);
    connect(&m_services.relay, &RelayConnection::offline, this, [this] {
        if (m_job)
            apply(m_job->onRelayLost(unixNow()));
    });
    connect(&m_services.relay, &RelayConnection::online, this, [this] {
        if (m_job)
            apply(m_job->onRelayBack(unixNow()));
    });
    if (m_session)
        m_timer.start(kHandshake);
    else if (m_services.relay.isOnline())
        apply(m_job->onRelayBack(unixNow()));
    else
        arm();
}

bool HostedJob::takesSlot() const
{
    return m_running || (m_job && m_job->state() == ProviderJob::State::Receiving);
}

void HostedJob::stop(const Error& why)
{
    if (m_job)
        apply(m_job->stop(why, unixNow()));
    else if (m_session)
        m_session->closeWhenSent();
}

void HostedJob::openChannel(const DeviceKey& key, SessionId session)
{
    PeerSession::Handlers handlers;
    handlers.opened = [this] {
        m_job = std::make_unique<ProviderJob>(m_id, m_session->peerKey(), m_services.rules, m_services.crypto, unixNow());
        arm();
    };
    handlers.message = [this](const SharedBytes& frame) { onMessage(frame); };
    handlers.value = [this](NamedValue value) { apply(m_job->onValue(std::move(value), unixNow())); };
    handlers.alive = [this] { apply(m_job->onAlive(m_session->receivedBytes(), unixNow())); };
    handlers.closed = [this](const Error& why) {
        closeSession();
        if (m_job)
            return apply(m_job->onChannelClosed(why, unixNow()));
        m_ended = true; // nobody came: there is no job to settle
        Q_EMIT ended(false, why, {});
    };
    m_session = std::make_unique<PeerSession>(
        m_services.relay, session, openServerChannel(key), std::move(handlers), 0); // nobody may send values yet
}

/// Carrying out one effect may cause the next event at once: its effects come after those that wait.
void HostedJob::apply(ProviderJob::Effects effects)
{
    std::move(effects.begin(), effects.end(), std::back_inserter(m_effects));
    if (m_applying)
        return;
    m_applying = true;
    while (!m_effects.empty()) {
        ProviderJob::Effect effect = std::move(m_effects.front());
        m_effects.pop_front();
        carryOut(effect);
    }
    m_applying = false;
    arm();
}

void HostedJob::arm()
{
    const auto next = m_job->nextDeadline();
    if (!next)
        return m_timer.stop();
    m_timer.start(std::max(*next - unixNow(), std::chrono::milliseconds {1}));
}

void HostedJob::carryOut(ProviderJob::Effect& effect)
{
    if (const auto* request = std::get_if<ProviderJob::ToRelay>(&effect)) {
        ask(request->request);
    } else if (const auto* message = std::get_if<ProviderJob::ToPeer>(&effect)) {
        if (m_session && std::holds_alternative<peer::WantValues>(message->message))
            m_session->expectValues(m_job->expectedBytes());
        if (m_session)
            std::visit([this](const auto& m) { m_session->send(m); }, message->message);
    } else if (auto* send = std::get_if<ProviderJob::SendValue>(&effect)) {
        if (m_session)
            m_session->sendValue(std::move(send->value));
    } else if (auto* begin = std::get_if<ProviderJob::StartFragment>(&effect)) {
        m_running = true;
        Q_EMIT started(begin->job);
        runFragment(this, m_services.engine, std::move(begin->job), m_cancel);
    } else if (std::holds_alternative<ProviderJob::StopFragment>(effect)) {
        m_cancel.cancel();
    } else if (const auto* keep = std::get_if<ProviderJob::Keep>(&effect)) {
        // Without a durable record the job must not go on: what depends on it is still in the queue.
        if (const Done kept = m_services.store.keep(keep->record); !kept)
            stop(kept.error());
    } else if (const auto* forget = std::get_if<ProviderJob::Forget>(&effect)) {
        m_services.store.forget(forget->job);
    } else if (std::holds_alternative<ProviderJob::CloseChannel>(effect)) {
        if (m_session)
            m_session->closeWhenSent();
    } else if (const auto* end = std::get_if<ProviderJob::Ended>(&effect)) {
        m_ended = true;
        Q_EMIT ended(end->completed, end->error, end->earned);
    }
}

QCoro::Task<void> HostedJob::runFragment(QPointer<HostedJob> self, Engine& engine, FragmentJob job, CancelToken cancel)
{
    EventSink sink = [self](const FragmentEvent& event) {
        if (!self || !self->m_job)
            return;
        Q_EMIT self->event(event);
        self->apply(self->m_job->onEvent(event, unixNow()));
    };
    const ReferenceMillis work = job.quote.work;
    const auto began = std::chrono::steady_clock::now();
    auto running = engine.run(std::move(job), std::move(sink), std::move(cancel));
    FragmentReport report = co_await running;
    if (!self)
        co_return;
    self->m_running = false;
    const auto took = std::chrono::steady_clock::now() - began;
    if (std::holds_alternative<FragmentOutcome>(report))
        Q_EMIT self->computed(work, std::chrono::duration_cast<std::chrono::milliseconds>(took));
    self->apply(self->m_job->onReport(std::move(report), unixNow()));
}

void HostedJob::ask(const RelayRequest& request)
{
    const QPointer<HostedJob> self(this);
    const RelayStep step = stepOf(request);
    const auto done = [self, step](Result<RelayConnection::Answer> answer) {
        if (!self || self->m_ended)
            return;
        if (!answer) {
            const ErrorCode code = answer.error().code;
            if (code != ErrorCode::RelayUnreachable && code != ErrorCode::TimedOut) // those two are tried again in time
                self->apply(self->m_job->onRelayRefused(step, answer.error(), unixNow()));
        } else if (const auto news = newsOf(*answer)) {
            self->apply(self->m_job->onRelay(*news, unixNow()));
        }
    };
    std::visit([&](const auto& question) { m_services.relay.ask(question, done); }, request);
}

void HostedJob::onPushed(const relay::ToMachine& message)
{
    const auto news = newsOf(message);
    if (m_job && news && !std::holds_alternative<relay::CloseSession>(*news)) // the session hears that itself
        apply(m_job->onRelay(*news, unixNow()));
}

void HostedJob::onMessage(const SharedBytes& frame)
{
    const auto message = decodeAny<BuyerMessage>(frame.view());
    if (message)
        return apply(m_job->onPeer(*message, unixNow()));
    apply(m_job->stop(message.error(), unixNow()));
}

/// The session may be the caller: it dies later.
void HostedJob::closeSession()
{
    if (m_session)
        m_session.release()->deleteLater();
}

} // namespace weft
