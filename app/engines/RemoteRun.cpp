// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/engines/RemoteRun.h"

#include <QPointer>

namespace weft {

using namespace protocol;

namespace {

/// The values of a PeerSession are no part of ProviderMessage.
Result<ProviderMessage> decodeProvider(ByteView frame)
{
    return decodeAny<ProviderMessage>(frame);
}

} // namespace

RemoteRun::RemoteRun(RelayConnection& relay, DeviceKey key, BuyerOrder order, RandomSource random, EventSink events)
    : QObject(&relay)
    , m_relay(relay)
    , m_key(std::move(key))
    , m_crypto(std::move(random))
    , m_job(std::move(order), m_crypto)
    , m_events(std::move(events))
{
    m_timer.setSingleShot(true);
    connect(&m_timer, &QTimer::timeout, this, [this] { apply(m_job.onTime(unixNow())); });
    connect(&m_relay, &RelayConnection::pushed, this, &RemoteRun::onPushed);
    connect(&m_relay, &RelayConnection::offline, this, [this] { apply(m_job.onRelayLost(unixNow())); });
    connect(&m_relay, &RelayConnection::online, this, [this] { apply(m_job.onRelayBack(unixNow())); });
}

RemoteRun::~RemoteRun()
{
    m_session.reset();
    FragmentFailure failure;
    failure.error = Error {ErrorCode::Cancelled, "the connection to the relay was closed"};
    m_report.set(m_finished.value_or(failure));
}

void RemoteRun::start()
{
    apply(m_job.start(unixNow()));
    if (!m_relay.isOnline())
        apply(m_job.onRelayLost(unixNow()));
}

void RemoteRun::cancel()
{
    apply(m_job.cancel(unixNow()));
}

/// Carrying out one effect may cause the next event at once: its effects come after those that wait.
void RemoteRun::apply(BuyerJob::Effects effects)
{
    std::move(effects.begin(), effects.end(), std::back_inserter(m_effects));
    if (m_applying)
        return;
    m_applying = true;
    while (!m_effects.empty()) {
        BuyerJob::Effect effect = std::move(m_effects.front());
        m_effects.pop_front();
        carryOut(effect);
    }
    m_applying = false;
    arm();
    if (m_job.isOver() && !m_session)
        deleteLater();
}

void RemoteRun::arm()
{
    const auto next = m_job.nextDeadline();
    if (!next)
        return m_timer.stop();
    m_timer.start(std::max(*next - unixNow(), std::chrono::milliseconds {1}));
}

void RemoteRun::carryOut(BuyerJob::Effect& effect)
{
    if (const auto* request = std::get_if<BuyerJob::ToRelay>(&effect)) {
        ask(request->request);
    } else if (std::holds_alternative<BuyerJob::StartChannel>(effect)) {
        openChannel();
    } else if (const auto* message = std::get_if<BuyerJob::ToPeer>(&effect)) {
        if (m_session)
            std::visit([this](const auto& m) { m_session->send(m); }, message->message);
    } else if (auto* send = std::get_if<BuyerJob::SendValue>(&effect)) {
        if (m_session)
            m_session->sendValue(std::move(send->value));
    } else if (const auto* happened = std::get_if<BuyerJob::Happened>(&effect)) {
        if (m_events)
            m_events(happened->event);
    } else if (std::holds_alternative<BuyerJob::CloseChannel>(effect)) {
        if (m_session)
            m_session->closeWhenSent();
    } else if (auto* finished = std::get_if<BuyerJob::Finished>(&effect)) {
        m_events = {};
        m_finished = std::move(finished->report);
        const auto tell = [this] { m_report.set(*m_finished); };
        QMetaObject::invokeMethod(this, tell, Qt::QueuedConnection); // who waits may go on to destroy much
    }
}

void RemoteRun::ask(const RelayRequest& request)
{
    const QPointer<RemoteRun> self(this);
    const RelayStep step = stepOf(request);
    const auto done = [self, step](Result<RelayConnection::Answer> answer) {
        if (!self)
            return;
        if (!answer) {
            const ErrorCode code = answer.error().code;
            if (code != ErrorCode::RelayUnreachable && code != ErrorCode::TimedOut) // those two have deadlines of their own
                self->apply(self->m_job.onRelayRefused(step, answer.error(), unixNow()));
        } else if (const auto news = newsOf(*answer)) {
            self->apply(self->m_job.onRelay(*news, unixNow()));
        }
    };
    std::visit([&](const auto& question) { m_relay.ask(question, done); }, request);
}

void RemoteRun::onPushed(const relay::ToMachine& message)
{
    const auto news = newsOf(message);
    if (news && !(m_session && std::holds_alternative<relay::CloseSession>(*news)))
        apply(m_job.onRelay(*news, unixNow()));
}

void RemoteRun::openChannel()
{
    const BuyerOrder& order = m_job.order();
    PeerSession::Handlers handlers;
    handlers.opened = [this] { apply(m_job.onChannelReady(unixNow())); };
    handlers.message = [this](const SharedBytes& frame) { onMessage(frame); };
    handlers.value = [this](NamedValue value) { apply(m_job.onValue(std::move(value), unixNow())); };
    handlers.alive = [this] { apply(m_job.onAlive(unixNow())); };
    handlers.closed = [this](const Error& why) {
        closeSession();
        apply(m_job.onChannelClosed(why, unixNow()));
    };
    m_session = std::make_unique<PeerSession>(m_relay, order.session, openClientChannel(m_key, order.provider),
        std::move(handlers), static_cast<std::uint64_t>(order.limits.maxResultBytes));
    m_session->start();
}

void RemoteRun::onMessage(const SharedBytes& frame)
{
    const auto message = decodeProvider(frame.view());
    if (message)
        return apply(m_job.onPeer(*message, unixNow()));
    apply(m_job.onChannelClosed(message.error(), unixNow()));
    if (m_session)
        m_session->closeWhenSent();
}

/// The session may be the caller: it dies later.
void RemoteRun::closeSession()
{
    if (m_session)
        m_session.release()->deleteLater();
}

} // namespace weft
