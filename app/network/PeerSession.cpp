// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/network/PeerSession.h"

#include <QPointer>

namespace weft {

using namespace protocol;

namespace {

/// The channel is kept filled up to here: enough for the window, little beyond it.
constexpr std::size_t kChannelAhead = 256 * 1024;
/// The socket may have this much unsent before a session waits.
constexpr qint64 kSocketAhead = 1 << 20;
/// Credit is given in portions.
constexpr std::int64_t kCreditPortion = kCreditWindowBytes / 4;
/// What is left to be sent when a session closes must be gone by then.
constexpr std::chrono::seconds kLastWords {20};

} // namespace

PeerSession::PeerSession(RelayConnection& relay, SessionId id, std::unique_ptr<SecureChannel> channel, Handlers handlers,
    std::uint64_t maxValueBytes)
    : m_relay(relay)
    , m_id(id)
    , m_channel(std::move(channel))
    , m_handlers(std::move(handlers))
    , m_values(maxValueBytes, maxValueBytes, ValueCheck::None)
    , m_window(kCreditWindowBytes)
{
    connect(&m_relay, &RelayConnection::pushed, this, &PeerSession::onPushed);
    connect(&m_relay, &RelayConnection::sent, this, &PeerSession::pump);
    connect(&m_relay, &RelayConnection::offline, this,
        [this] { end(Error {ErrorCode::RelayUnreachable, "the relay was lost"}); });
}

PeerSession::~PeerSession()
{
    if (!m_ended)
        m_relay.tell(relay::CloseSession {m_id, 0});
}

void PeerSession::sendValue(NamedValue value)
{
    m_queue.push_back(ValueSender(Hash256 {value.name.bytes}, std::move(value.bytes)));
    pump();
}

void PeerSession::expectValues(std::uint64_t bytes)
{
    m_values = ValueReceiver(bytes, bytes, ValueCheck::None);
}

void PeerSession::closeWhenSent()
{
    if (m_ended)
        return;
    m_closing = true;
    if (!m_opened) {
        m_relay.tell(relay::CloseSession {m_id, 0});
        return end(Error {ErrorCode::Cancelled, "closed"});
    }
    QTimer::singleShot(kLastWords, this, [this] { end(Error {ErrorCode::TimedOut, "the other side takes no more"}); });
    pump();
}

void PeerSession::onPushed(const relay::ToMachine& message)
{
    if (m_ended)
        return;
    if (const auto* data = std::get_if<relay::SessionData>(&message); data && data->session == m_id)
        onData(*data);
    else if (const auto* credit = std::get_if<relay::SessionCredit>(&message); credit && credit->session == m_id)
        onCredit(*credit);
    else if (const auto* closed = std::get_if<relay::CloseSession>(&message); closed && closed->session == m_id) {
        m_channel->endOfNetwork();
        const auto code = static_cast<ErrorCode>(closed->reason);
        end(Error {closed->reason == 0 || nameOf(code) == "Unknown" ? ErrorCode::ProviderLost : code, "the session was closed"});
    }
}

void PeerSession::onCredit(const relay::SessionCredit& credit)
{
    m_window += credit.bytes;
    if (m_window > static_cast<std::int64_t>(kCreditWindowBytes))
        return end(Error {ErrorCode::ProtocolViolation, "more credit than was used"});
    pump();
    if (m_opened && !m_ended)
        m_handlers.alive();
}

void PeerSession::onData(const relay::SessionData& data)
{
    const QPointer<PeerSession> self(this);
    if (const Done fed = m_channel->feed(data.bytes.view()); !fed) {
        flush(); // the alert, so that the other side knows why
        return end(fed.error());
    }
    if (!m_opened && m_channel->state() == SecureChannel::State::Open) {
        m_opened = true;
        m_handlers.opened();
    }
    if (self && !m_ended)
        readFrames();
    if (!self || m_ended)
        return;
    m_owed += static_cast<std::int64_t>(data.bytes.size());
    if (m_owed >= kCreditPortion)
        m_relay.tell(relay::SessionCredit {m_id, std::exchange(m_owed, 0)});
    if (m_channel->state() == SecureChannel::State::Closed)
        return end(Error {ErrorCode::ProviderLost, "the other side closed the channel"});
    pump();
}

void PeerSession::readFrames()
{
    const QPointer<PeerSession> self(this);
    const QByteArray plain = m_channel->readAvailable();
    if (plain.isEmpty())
        return;
    if (const Done fed = m_reader.feed(viewOf(plain)); !fed)
        return end(fed.error());
    while (auto frame = m_reader.next()) {
        const Done taken = takeFrame(*frame);
        if (!self || m_ended)
            return;
        if (!taken)
            return end(taken.error());
    }
}

Done PeerSession::takeFrame(const SharedBytes& frame)
{
    WEFT_TRY(const int type, peekType(frame.view()));
    if (type == ValueBegin::type) {
        WEFT_TRY(const auto begin, decode<ValueBegin>(frame.view()));
        WEFT_TRY(auto value, m_values.begin(begin));
        takeValue(std::move(value));
    } else if (type == ValueChunk::type) {
        WEFT_TRY(const auto chunk, decode<ValueChunk>(frame.view()));
        WEFT_TRY(auto value, m_values.chunk(chunk));
        takeValue(std::move(value));
    } else {
        m_handlers.message(frame);
    }
    return {};
}

void PeerSession::takeValue(std::optional<ReceivedValue> value)
{
    if (value)
        m_handlers.value({ValueName {value->name.bytes}, std::move(value->bytes)});
    else
        m_handlers.alive();
}

void PeerSession::pump()
{
    if (m_ended || m_pumping)
        return;
    m_pumping = true;
    flush();
    while (!m_ended && m_window > 0 && m_relay.unsentBytes() < kSocketAhead && fillChannel())
        flush();
    m_pumping = false;
    const bool drained = m_queue.empty() && m_channel->outgoingBytes() == 0;
    if (m_closing && drained && !m_ended) {
        m_channel->close();
        flush();
        m_relay.tell(relay::CloseSession {m_id, 0});
        end(Error {ErrorCode::Cancelled, "closed"});
    }
}

/// Moves frames into the channel. -> whether anything was moved.
bool PeerSession::fillChannel()
{
    if (m_channel->state() != SecureChannel::State::Open || !m_opened)
        return false;
    FrameWriter writer;
    while (!m_queue.empty() && m_channel->outgoingBytes() + static_cast<std::size_t>(writer.size()) < kChannelAhead) {
        std::optional<QByteArray> frame;
        if (auto* sender = std::get_if<ValueSender>(&m_queue.front()))
            frame = sender->nextFrame();
        else
            frame = std::move(std::get<QByteArray>(m_queue.front()));
        const bool more = frame && std::holds_alternative<ValueSender>(m_queue.front())
            && !std::get<ValueSender>(m_queue.front()).isDone();
        if (!more)
            m_queue.pop_front();
        if (!frame)
            continue;
        if (const Done added = writer.append(*frame); !added) {
            end(added.error());
            return false;
        }
    }
    const QByteArray plain = writer.take();
    if (plain.isEmpty())
        return false;
    if (const Done written = m_channel->write(viewOf(plain)); !written) {
        end(written.error());
        return false;
    }
    return true;
}

/// Sends what the channel has, as far as the window goes.
void PeerSession::flush()
{
    while (m_window > 0 && m_channel->outgoingBytes() > 0) {
        const auto portion = std::min<std::int64_t>(m_window, static_cast<std::int64_t>(kMaxChunkBytes));
        const QByteArray bytes = m_channel->takeOutgoing(static_cast<std::size_t>(portion));
        if (bytes.isEmpty())
            return;
        m_window -= bytes.size();
        m_relay.tell(relay::SessionData {m_id, SharedBytes::copyOf(viewOf(bytes))});
    }
}

void PeerSession::end(const Error& why)
{
    if (m_ended)
        return;
    m_ended = true;
    m_queue.clear();
    const bool ours = why.code == ErrorCode::ProtocolViolation || why.code == ErrorCode::TimedOut
        || why.code == ErrorCode::LimitExceeded;
    if (m_channel->state() == SecureChannel::State::Failed || ours)
        m_relay.tell(relay::CloseSession {m_id, static_cast<int>(why.code)});
    m_handlers.closed(why);
}

} // namespace weft
