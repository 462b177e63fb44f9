// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "relay-server/gateway/RelayServer.h"

#include "relay-server/gateway/AccountDesk.h"
#include "relay-server/gateway/BlindAccess.h"
#include "relay-server/gateway/Log.h"
#include "relay-server/gateway/RequestIds.h"

#include <QPointer>

#include <algorithm>

namespace weft::relay {

using namespace protocol::relay;

namespace {
constexpr std::chrono::milliseconds kSweepEvery{100};
constexpr int kSweepsPerSecond = 10;
/// Of all sockets together: with more, none may fall further behind by the windows of its sessions.
constexpr qint64 kMaxUnsentInAll = qint64{1} << 30;
} // namespace

RelayServer::RelayServer(RelayConfig config, DeviceKey key)
    : m_config(std::move(config))
    , m_key(std::move(key))
    , m_directory(offerOpener())
    , m_acceptor(m_config)
{
    connect(&m_acceptor, &Acceptor::connected, this, &RelayServer::onSocket);
    connect(&m_sweep, &QTimer::timeout, this, &RelayServer::sweep);
}

RelayServer::~RelayServer()
{
    stop();
    m_pump.reset();
    m_blind.reset();
    m_desk.reset(); // its last answers may still ask for the account desk
    m_accountDesk.reset();
}

Done RelayServer::start()
{
    WEFT_CHECK(m_capture.open(m_config.capture));
    WEFT_CHECK(openHttp());
    WEFT_TRY(m_desk, JobDesk::start(this, m_config.database, m_config.deskRules(), jobCrypto(m_key), unixNow()));
    m_accountDesk = makeAccountDesk();
    m_blind = std::make_unique<BlindDesk>(this, *m_desk, m_key);
    WEFT_CHECK(m_acceptor.listen());
    WEFT_CHECK(startPayments());
    startGateway();
    m_sweep.start(kSweepEvery);
    logEvent("listening", {{"url", url().toStdString()}});
    return {};
}

QString RelayServer::url() const
{
    QString host = m_config.address.toString();
    if (m_config.address.protocol() == QAbstractSocket::IPv6Protocol)
        host = QLatin1Char('[') + host + QLatin1Char(']');
    return QStringLiteral("%1://%2:%3")
        .arg(m_acceptor.isSecure() ? QStringLiteral("wss") : QStringLiteral("ws"), host)
        .arg(m_acceptor.port());
}

void RelayServer::stop()
{
    m_sweep.stop();
    m_acceptor.close();
    if (m_http)
        m_http->close();
    for (Connection* connection : std::exchange(m_connections, {})) {
        connection->disconnect(this);
        connection->closeWith({ErrorCode::RelayUnreachable, "the relay is stopping"});
        delete connection;
    }
    m_loggedIn.clear();
}

template <typename Message>
void RelayServer::take(Connection& from, const Message& message)
{
    const bool allowed = from.isAnonymous() ? mayComeWithoutLogin<Message> : mayComeWithLogin<Message>;
    if (allowed)
        return handle(from, message);
    if constexpr (requires { message.id; })
        from.fail(message.id, {ErrorCode::RelayRefused,
            from.isAnonymous() ? "this needs a login" : "this is for connections without a login"});
}

void RelayServer::onSocket(QWebSocket* socket)
{
    const auto nonce = randomId<Nonce32>(systemRandom());
    m_lastNumber = m_lastNumber % (kConnectionNumbers - 1) + 1; // never 0
    auto* connection = new Connection(m_lastNumber, std::unique_ptr<QWebSocket>(socket),
        Handshake(m_key.publicKey(), nonce, loginCheck()), m_config.limits, unixNow());
    m_connections.insert(connection);
    connect(
        connection, &Connection::proved, this, [this, connection](const PublicKey& key) { onProved(connection, key); });
    connect(connection, &Connection::received, this, [this, connection](const ToRelay& message) {
        std::visit([&](const auto& one) { take(*connection, one); }, message);
    });
    connect(connection, &Connection::closed, this, [this, connection] { onClosed(connection); });
}

void RelayServer::onProved(Connection* connection, const PublicKey& key)
{
    if (connection->isAnonymous())
        return onProvedBlind(connection, key);
    struct Enrolled {
        Party party;
        Balance balance;
    };
    const KeyHash machine = keyHashOf(key);
    m_desk->run<Enrolled>(
        [machine, address = connection->address()](JobDesk::Tools tools) -> Result<Enrolled> {
            const UnixMillis now = unixNow();
            WEFT_TRY(const AccountId account, tools.accounts.enrol(machine, now));
            WEFT_TRY(const Book before, tools.store.book(trialOf(account)));
            WEFT_TRY(const Balance balance, tools.jobs.welcome(account, now, tools.trials.mayGive(address, account, now)));
            WEFT_TRY(const Book after, tools.store.book(trialOf(account)));
            if (before.creditsPosted.micro == 0 && after.creditsPosted.micro > 0)
                tools.trials.note(address, account, now);
            return Enrolled{{account, machine}, balance};
        },
        // Another socket's connection may live at the same address by then.
        [this, connection = QPointer(connection)](Result<Enrolled> enrolled) {
            if (!connection || !m_connections.contains(connection))
                return; // it left meanwhile
            if (!enrolled)
                return connection->closeWith(enrolled.error());
            onEnrolled(connection, enrolled->party, enrolled->balance);
        });
}

void RelayServer::onEnrolled(Connection* connection, const Party& party, const Balance& balance)
{
    if (!admit(connection, party))
        return;
    connection->send(Welcome {party.account, balance.available, balance.held, balance.earned,
        deviceToken(m_key, party, unixNow())});
    logEvent("login", {{"machine", party.machine.hex()}, {"account", party.account.hex()}});
}

bool RelayServer::admit(Connection* connection, const Party& party)
{
    Connection* older = m_loggedIn.olderOf(party.machine, connection->program());
    const bool provided = older && isProviding(older);
    if (older) {
        leave(older); // so that its end isn't taken for the program's
        older->closeWith({ErrorCode::RelayRefused, "the same program logged in again"});
    }
    if (m_loggedIn.countOf(party.machine) >= LoggedIn::kMaxPrograms) {
        connection->closeWith({ErrorCode::LimitExceeded, "too many programs of one machine",
            {{"limit", std::to_string(LoggedIn::kMaxPrograms)}}});
        return false;
    }
    connection->welcome(party);
    if (!connection->isReady())
        return false; // it is being closed
    m_loggedIn.add(connection);
    if (provided || m_loggedIn.countOf(party.machine) == 1) // another program goes on with nothing until it offers
        noteCame(party.machine);
    return true;
}

void RelayServer::noteCame(const KeyHash& machine)
{
    note([machine](RelayJobs& jobs) { return jobs.machineCame(machine, unixNow()); });
}

bool RelayServer::isProviding(const Connection* connection) const
{
    const auto jobs = m_forwarder.providedBy(connection->party().machine);
    return m_loggedIn.isOffering(connection)
        || std::ranges::any_of(jobs, [&](const auto& job) { return job.second == connection->seat(); });
}

std::function<bool(const JobId&)> RelayServer::leftBy(const Connection* connection) const
{
    const Seat seat = connection->seat();
    if (m_loggedIn.countOf(seat.machine) <= 1)
        return {};
    const bool offered = m_loggedIn.isOffering(connection); // then also those that wait for somebody
    std::set<JobId> jobs;
    for (const auto& [job, provider] : m_forwarder.providedBy(seat.machine)) {
        if ((provider == seat) != offered)
            jobs.insert(job);
    }
    return [jobs = std::move(jobs), offered](const JobId& job) { return jobs.contains(job) != offered; };
}

bool RelayServer::leave(Connection* connection)
{
    const KeyHash machine = connection->party().machine;
    const bool offered = m_loggedIn.isOffering(connection);
    auto concerns = leftBy(connection);
    if (!m_loggedIn.remove(connection))
        return false;
    if (offered)
        m_directory.withdraw(machine);
    deliver(m_forwarder.left(connection->seat()));
    note([machine, concerns = std::move(concerns)](RelayJobs& jobs) { return jobs.machineLeft(machine, unixNow(), concerns); });
    return true;
}

void RelayServer::onClosed(Connection* connection)
{
    m_connections.erase(connection);
    connection->deleteLater();
    if (leave(connection))
        logEvent("logout", {{"machine", connection->party().machine.hex()}});
}

void RelayServer::sweep()
{
    const UnixMillis now = unixNow();
    m_acceptor.sweep(now);
    qint64 unsent = 0;
    for (const Connection* connection : m_connections)
        unsent += connection->unsentBytes();
    const bool roomForWindows = unsent < kMaxUnsentInAll;
    for (Connection* connection : std::vector<Connection*>(m_connections.begin(), m_connections.end()))
        connection->sweep(now, roomForWindows ? m_forwarder.sessionCountOf(connection->party().machine) : 0);
    if (++m_sweeps % kSweepsPerSecond != 0)
        return;
    checkDeadlines();
    checkFrozen();
}

void RelayServer::checkDeadlines()
{
    if (std::exchange(m_checkingDeadlines, true))
        return;
    m_desk->run<Outbox>([](JobDesk::Tools tools) { return tools.jobs.onTime(unixNow()); },
        [this](Result<Outbox> out) {
            m_checkingDeadlines = false;
            if (out)
                deliver(*out);
            else
                logError("deadlines", out.error());
        });
}

void RelayServer::note(std::function<Done(RelayJobs&)> work)
{
    m_desk->run<int>(
        [work = std::move(work)](JobDesk::Tools tools) -> Result<int> {
            WEFT_CHECK(work(tools.jobs));
            return 0;
        },
        [](Result<int> done) {
            if (!done)
                logError("presence", done.error());
        });
}

void RelayServer::request(
    const Party& from, std::int64_t id, const char* what, std::function<Result<Outbox>(RelayJobs&)> work)
{
    m_desk->run<Outbox>([work = std::move(work)](JobDesk::Tools tools) { return work(tools.jobs); },
        [this, from, id, what](Result<Outbox> out) {
            logEvent(what, {{"machine", from.machine.hex()}, {"result", out ? "done" : nameOf(out.error().code)}});
            if (out)
                deliver(*out);
            else
                failTo(from.machine, id, out.error());
        });
}

void RelayServer::deliver(const Outbox& out)
{
    for (const Outgoing& one : out) {
        const auto* done = std::get_if<RequestDone>(&one.message);
        if (!(done && done->id == 0))
            std::visit([&](const auto& message) { sendTo(one.to, message); }, one.message);
        const bool ended =
            std::holds_alternative<Settled>(one.message) || std::holds_alternative<Released>(one.message);
        if (ended && m_directory.has(one.to))
            refreshRecord(one.to);
    }
}

void RelayServer::deliver(const SessionOutbox& out)
{
    for (const SessionOutgoing& one : out) {
        const KeyHash& machine = one.to.machine;
        if (Connection* to = m_loggedIn.at(one.to))
            std::visit([&](const auto& message) { to->send(message); }, one.message);
        if (std::holds_alternative<SessionOpened>(one.message) || std::holds_alternative<CloseSession>(one.message))
            m_directory.setBusySlots(machine, std::int64_t(m_forwarder.sessionCountOf(machine)));
    }
}

void RelayServer::failTo(const KeyHash& machine, std::int64_t id, const Error& error)
{
    if (id == 0)
        return; // asked without an id: no answer is awaited, and a failure with id 0 would mean the connection
    if (Connection* asker = m_loggedIn.asker(machine, id))
        asker->fail(id, error);
}

void RelayServer::refreshRecord(const KeyHash& machine)
{
    m_desk->run<MachineRecord>([machine](JobDesk::Tools tools) { return tools.store.machineRecord(machine); },
        [this, machine](Result<MachineRecord> record) {
            if (record)
                m_directory.setRecord(machine, record->completed, record->failed);
        });
}

std::optional<Party> RelayServer::providerAt(const KeyHash& machine) const
{
    const Connection* connection = m_loggedIn.front(machine);
    if (!connection || connection->isAnonymous() || isMoving(machine))
        return std::nullopt;
    return connection->party();
}

} // namespace weft::relay
