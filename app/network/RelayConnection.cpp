// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/network/RelayConnection.h"

#include "core/protocol/ErrorCodec.h"
#include "core/protocol/Versions.h"
#include "core/security/Random.h"
#include "core/security/Signing.h"

#include <QDeadlineTimer>
#include <QDir>
#include <QPointer>
#include <QRandomGenerator>

namespace weft {

using namespace protocol::relay;

namespace {

constexpr std::chrono::milliseconds kSweep{250};

qint64 steadyMillis()
{
    return std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now().time_since_epoch())
        .count();
}

/// Trying again makes no sense: this version, this key, or this device is never let in.
bool isFinal(const Error& error)
{
    const auto reason = error.args.find("reason");
    const bool isRevoked
        = error.code == ErrorCode::RelayRefused && reason != error.args.end() && reason->second == "revoked";
    return isRevoked || error.code == ErrorCode::VersionUnsupported || error.code == ErrorCode::SignatureInvalid;
}

template <typename M> std::int64_t idOf(const M& message)
{
    if constexpr (requires { message.id; })
        return message.id;
    else
        return 0;
}

} // namespace

RelaySettings relaySettingsAt(const QUrl& relay, const QString& home)
{
    RelaySettings settings;
    settings.url = relay;
    settings.pinsFile = QDir(home).filePath(QStringLiteral("relays.json"));
    return settings;
}

RelayConnection::RelayConnection(RelaySettings settings, DeviceKey key, QObject* parent)
    : QObject(parent)
    , m_settings(std::move(settings))
    , m_key(std::move(key))
    , m_program(randomId<ProgramId>(systemRandom()))
    , m_pins(m_settings.pinsFile)
    , m_delay(m_settings.firstRetry)
{
    m_sweep.setInterval(kSweep);
    connect(&m_sweep, &QTimer::timeout, this, &RelayConnection::sweep);
    m_retry.setSingleShot(true);
    connect(&m_retry, &QTimer::timeout, this, &RelayConnection::connectSocket);
}

RelayConnection::~RelayConnection()
{
    m_wanted = false;
    const QObjectList runs = children(); // they use this connection: they go first
    qDeleteAll(runs);
    dropSocket();
    failAll(Error{ErrorCode::Cancelled, "the connection was closed"});
}

void RelayConnection::open()
{
    if (m_wanted)
        return;
    m_wanted = true;
    m_sweep.start();
    connectSocket();
}

void RelayConnection::close()
{
    m_wanted = false;
    m_retry.stop();
    m_sweep.stop();
    dropSocket();
    m_state = State::Offline;
    failAll(Error{ErrorCode::Cancelled, "the connection was closed"});
}

void RelayConnection::connectSocket()
{
    if (!m_wanted || m_state == State::Refused)
        return;
    dropSocket();
    const auto proxy = proxyFrom(m_settings.proxy);
    if (!proxy) // never without the proxy that was asked for
        return lose(proxy.error(), true);
    m_state = State::Connecting;
    m_handshakeUntil = steadyMillis() + m_settings.handshake.count();
    m_socket = std::make_unique<QWebSocket>();
    m_socket->setProxy(*proxy);
    m_socket->setMaxAllowedIncomingFrameSize(kMaxFrameBytes);
    m_socket->setMaxAllowedIncomingMessageSize(kMaxFrameBytes);
    m_socket->setOutgoingFrameSize(kMaxFrameBytes);
    connect(m_socket.get(), &QWebSocket::connected, this, [this] {
        m_heard = steadyMillis();
        sendFrame(protocol::encode(
            RelayHello{protocol::kRelayVersionMin, protocol::kRelayVersionMax, m_key.publicKey(), m_program}));
    });
    connect(m_socket.get(), &QWebSocket::binaryMessageReceived, this, &RelayConnection::onFrame);
    connect(m_socket.get(), &QWebSocket::textMessageReceived, this, [this] {
        lose(Error{ErrorCode::ProtocolViolation, "the relay sent text"});
    });
    connect(m_socket.get(), &QWebSocket::pong, this, [this] { m_heard = steadyMillis(); });
    connect(m_socket.get(), &QWebSocket::bytesWritten, this, &RelayConnection::sent);
    connect(m_socket.get(), &QWebSocket::disconnected, this, [this] {
        const bool wasThere = m_socket->error() == QAbstractSocket::UnknownSocketError || m_state == State::Online;
        lose(Error{ErrorCode::RelayUnreachable,
            wasThere ? std::string("the relay closed the connection") : m_socket->errorString().toStdString()});
    });
    connect(m_socket.get(), qOverload<QAbstractSocket::SocketError>(&QWebSocket::error), this, [this] {
        lose(Error{ErrorCode::RelayUnreachable, m_socket ? m_socket->errorString().toStdString() : std::string()});
    });
    m_socket->open(m_settings.url);
}

/// The socket may be the sender of the signal that led here: it dies later.
void RelayConnection::dropSocket()
{
    if (!m_socket)
        return;
    QWebSocket* socket = m_socket.release();
    socket->disconnect(this);
    socket->abort();
    socket->deleteLater();
}

void RelayConnection::lose(const Error& why, bool forGood)
{
    const bool wasOnline = m_state == State::Online;
    dropSocket();
    m_lastError = why.with("relay", m_settings.url.toString().toStdString());
    m_state = forGood ? State::Refused : State::Offline;
    QPointer<RelayConnection> self(this);
    failAll(m_lastError.code == ErrorCode::RelayUnreachable ? m_lastError
                                                            : Error{ErrorCode::RelayUnreachable, m_lastError.detail});
    if (self && wasOnline)
        Q_EMIT offline(m_lastError);
    if (self && forGood)
        Q_EMIT refused(m_lastError);
    else if (self)
        retryLater();
}

void RelayConnection::retryLater()
{
    if (!m_wanted)
        return;
    const auto jitter =
        std::chrono::milliseconds{QRandomGenerator::global()->bounded(static_cast<int>(m_delay.count() / 4) + 1)};
    m_retry.start(m_delay + jitter);
    m_delay = std::min(m_delay * 2, m_settings.lastRetry);
}

qint64 RelayConnection::unsentBytes() const
{
    return m_socket ? m_socket->bytesToWrite() : 0;
}

void RelayConnection::sendFrame(const QByteArray& frame)
{
    if (m_socket && static_cast<std::size_t>(frame.size()) <= kMaxFrameBytes)
        m_socket->sendBinaryMessage(frame);
}

void RelayConnection::track(std::int64_t id, AnswerTo done)
{
    m_waiting[id] = {std::move(done), steadyMillis() + m_settings.answer.count(), {}};
    if (isOnline())
        return;
    QTimer::singleShot(0, this, [this, id] {
        answer(id, Error{ErrorCode::RelayUnreachable, "there is no connection to the relay"});
    });
}

void RelayConnection::answer(std::int64_t id, Result<Answer> result)
{
    const auto found = m_waiting.find(id);
    if (found == m_waiting.end())
        return;
    const AnswerTo done = std::move(found->second.done);
    m_waiting.erase(found);
    done(std::move(result));
}

void RelayConnection::failAll(const Error& why)
{
    const auto waiting = std::exchange(m_waiting, {});
    for (const auto& [id, entry] : waiting)
        entry.done(why);
}

void RelayConnection::sweep()
{
    const qint64 now = steadyMillis();
    if (m_state == State::Connecting && now > m_handshakeUntil)
        return lose(Error{ErrorCode::TimedOut, "the relay didn't answer in time"});
    if (m_state != State::Online)
        return;
    const qint64 quiet = now - m_heard;
    if (quiet > 2 * m_settings.ping.count())
        return lose(Error{ErrorCode::RelayUnreachable, "the relay has gone silent"});
    if (quiet > m_settings.ping.count() && now - m_pinged > m_settings.ping.count()) {
        m_pinged = now;
        m_socket->ping();
    }
    std::vector<std::int64_t> late;
    for (const auto& [id, entry] : m_waiting)
        if (now > entry.until)
            late.push_back(id);
    for (const auto id : late)
        answer(id, Error{ErrorCode::TimedOut, "the relay didn't answer in time"});
}

void RelayConnection::onFrame(const QByteArray& frame)
{
    m_heard = steadyMillis();
    const auto message = protocol::decodeAny<Answer>(protocol::viewOf(frame));
    if (!message)
        return lose(message.error());
    if (m_state == State::Connecting)
        onHandshake(*message);
    else if (m_state == State::Online)
        onMessage(*message);
}

void RelayConnection::onHandshake(const Answer& message)
{
    if (const auto* challenge = std::get_if<Challenge>(&message)) {
        if (challenge->version < protocol::kRelayVersionMin || challenge->version > protocol::kRelayVersionMax)
            return lose(Error{ErrorCode::VersionUnsupported, "the relay chose a version that wasn't offered"}, true);
        if (const Done known = m_pins.check(m_settings.url, challenge->relay); !known)
            return lose(known.error(), true);
        m_relayKey = challenge->relay;
        const Signature signature = signLogin(m_key, challenge->nonce, challenge->relay);
        sendFrame(m_settings.anonymous ? protocol::encode(LoginBlind{signature}) : protocol::encode(Login{signature}));
    } else if (const auto* welcome = std::get_if<Welcome>(&message); welcome && !m_relayKey.isNull()) {
        m_welcome = *welcome;
        becomeOnline();
    } else if (std::holds_alternative<BlindWelcome>(message) && !m_relayKey.isNull() && m_settings.anonymous) {
        becomeOnline();
    } else if (const auto* failed = std::get_if<RequestFailed>(&message)) {
        const Error error = protocol::fromWire(failed->error);
        lose(error, isFinal(error));
    } else {
        lose(Error{ErrorCode::ProtocolViolation, "the relay's greeting came out of turn"});
    }
}

void RelayConnection::becomeOnline()
{
    m_state = State::Online;
    m_delay = m_settings.firstRetry;
    Q_EMIT online();
}

void RelayConnection::onMessage(const Answer& message)
{
    if (const auto* failed = std::get_if<RequestFailed>(&message)) {
        if (failed->id != 0)
            return answer(failed->id, protocol::fromWire(failed->error));
        const Error error = protocol::fromWire(failed->error);
        return lose(error, isFinal(error));
    }
    const std::int64_t id = std::visit([](const auto& m) { return idOf(m); }, message);
    const auto waiting = m_waiting.find(id);
    if (waiting != m_waiting.end() && waiting->second.listed && waiting->second.listed(message))
        return;
    const bool alsoNews = std::holds_alternative<JobState>(message) || std::holds_alternative<Balance>(message);
    QPointer<RelayConnection> self(this);
    if (id != 0)
        answer(id, message);
    if (self && (id == 0 || alsoNews))
        Q_EMIT pushed(message);
}

QCoro::Task<Result<std::vector<OfferListed>>> RelayConnection::listOffers()
{
    auto list = askList<OfferListed>(ListOffers{});
    co_return co_await list;
}

QCoro::Task<Done> RelayConnection::waitOnline(std::chrono::milliseconds limit)
{
    if (isOnline())
        co_return Done{};
    if (m_state == State::Refused)
        co_return Error(m_lastError);
    Pending<Done> pending;
    QObject context;
    connect(this, &RelayConnection::online, &context, [pending] { pending.set(Done{}); });
    connect(this, &RelayConnection::refused, &context, [pending](const Error& why) { pending.set(why); });
    connect(this, &QObject::destroyed, &context, [pending] { pending.set(Error{ErrorCode::Cancelled}); });
    QTimer::singleShot(limit, &context, [pending, this] {
        pending.set(
            m_lastError.detail.empty() ? Error{ErrorCode::TimedOut, "the relay didn't answer in time"} : m_lastError);
    });
    auto awaiter = pending.wait();
    co_return co_await awaiter;
}

} // namespace weft
