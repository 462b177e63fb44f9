// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/sharing/SharingController.h"

#include "app/engines/OfferedNodes.h"
#include "core/protocol/Worker.h"
#include "core/security/Signing.h"

#include <QDir>
#include <QPointer>

#include <algorithm>

namespace weft {

using namespace protocol;

namespace {

/// What runs gets this long to be settled once the switch is turned off; the rest waits for the next start.
constexpr std::chrono::seconds kFarewell {10};
constexpr std::chrono::seconds kRest {4}; // runs are cancelled by then, or don't listen
/// A fragment of so much reference work tells how fast this machine is.
constexpr std::chrono::milliseconds kLeastMeasured {100};
constexpr std::int64_t kFastest = 1'000'000;

} // namespace

SharingController::SharingController(RelayConnection& relay, GuestEngines guests,
    std::function<GuestWorker()> describe, SharingSettings settings, RandomSource random)
    : m_relay(relay)
    , m_engine(std::move(guests))
    , m_wanted(m_engine.servers())
    , m_describe(std::move(describe))
    , m_settings(std::move(settings))
    , m_crypto(std::move(random))
    , m_rules(relay.key().keyHash())
    , m_store(QDir(m_settings.home).filePath(QStringLiteral("hosted")))
{
    m_rules.setFreeSlot([this] { return takenSlots() < m_settings.slots; });
    m_refresh.setInterval(m_settings.offerLifetime / 3);
    connect(&m_refresh, &QTimer::timeout, this, [this] { refresh(this); });
    connect(&m_relay, &RelayConnection::pushed, this, &SharingController::onPushed);
    connect(&m_relay, &RelayConnection::online, this, [this] {
        m_rules.setRelayKey(m_relay.relayKey());
        if (m_state == State::On)
            publish(this);
    });
    connect(&m_relay, &RelayConnection::refused, this, &SharingController::failed);
}

SharingController::~SharingController() = default;

void SharingController::enter(State state)
{
    if (m_state == state)
        return;
    m_state = state;
    leaveStore();
    Q_EMIT stateChanged(state);
}

void SharingController::switchOn()
{
    if (m_state != State::Off)
        return;
    m_earned = {};
    enter(State::Starting);
    if (const Done taken = m_store.take(); !taken) {
        enter(State::Off);
        Q_EMIT failed(taken.error());
        return;
    }
    recover();
    begin(this);
}

/// Another program may share once nothing of this one's is under way.
void SharingController::leaveStore()
{
    if (m_state != State::Off || !m_jobs.empty())
        return;
    m_store.leave();
    m_recovered = false; // what another one leaves meanwhile is looked for at the next start
}

/// What a crash left is settled or released, whatever the switch says later.
void SharingController::recover()
{
    if (std::exchange(m_recovered, true))
        return;
    m_rules.setRelayKey(m_relay.relayKey());
    for (const JobRecord& record : m_store.load())
        add(std::make_unique<HostedJob>(HostServices {m_relay, m_engine, m_rules, m_crypto, m_store}, record));
}

QCoro::Task<void> SharingController::begin(QPointer<SharingController> self)
{
    auto asking = self->m_engine.catalogue();
    const auto catalogue = co_await asking;
    if (!self || self->m_state != State::Starting)
        co_return;
    if (!catalogue) {
        self->enter(State::Off);
        Q_EMIT self->failed(catalogue.error());
        co_return;
    }
    const GuestWorker guests = self->m_describe();
    if (guests.sandbox != worker::kWholeSandbox && !self->m_settings.acceptsNoSandbox) {
        self->enter(State::Off);
        Q_EMIT self->failed(Error {ErrorCode::SandboxMissing, "guests' work can't be shut in", {{"sandbox", guests.sandbox}}});
        co_return;
    }
    const auto types = HostRules::offered(*catalogue, self->m_settings.only);
    if (types.empty()) {
        self->enter(State::Off);
        Q_EMIT self->failed(Error {ErrorCode::NodeTypeUnknown, "this machine has none of the nodes that it is to offer"});
        co_return;
    }
    std::vector<ModelFile> models;
    for (const ModelFile& model : catalogue->models())
        if (!model.sha256.isNull())
            models.push_back(model);
    Offer& offer = self->m_offer;
    offer.machine = self->m_relay.key().publicKey();
    offer.name = self->m_settings.name;
    offer.device = guests.device;
    offer.pricePerReferenceSecond = self->m_settings.pricePerReferenceSecond;
    offer.nodeTypes.assign(types.begin(), types.end());
    offer.models = models;
    offer.slots = self->m_settings.slots;
    self->m_rules.setOffer(types, models, offer.pricePerReferenceSecond);
    self->m_rules.setModelSettings(*catalogue);
    auto serving = askServers(self);
    co_await serving;
    if (!self || self->m_state != State::Starting)
        co_return;
    self->enter(State::On);
    self->m_refresh.start();
    if (std::exchange(self->m_asksAgain, false))
        refresh(self);
    else if (self->m_relay.isOnline())
        publish(self);
}

/// What the owner's servers offer now.
QCoro::Task<void> SharingController::askServers(QPointer<SharingController> self)
{
    std::vector<OfferedServer> servers;
    std::map<std::string, HostRules::Server> byKind;
    std::map<std::string, Error> problems;
    const int asked = ++self->m_timesAsked;
    const std::vector<GuestServer> guests = self->m_wanted;
    for (const GuestServer& guest : guests) {
        auto asking = guest.engine->catalogue();
        Result<Catalogue> catalogue = co_await asking;
        if (!self)
            co_return;
        Result<SharedBytes> nodes = catalogue ? packNodes(*catalogue) : Result<SharedBytes>(catalogue.error());
        if (!nodes) {
            problems[guest.kind] = nodes.error();
            Q_EMIT self->serverFailed(guest.kind, nodes.error());
            if (!self)
                co_return;
            continue;
        }
        if (catalogue->types().empty())
            continue;
        HostRules::Server rules {std::move(*catalogue), guest.pricePerReferenceSecond.value_or(self->m_offer.pricePerReferenceSecond),
            guest.work ? guest.work() : std::map<std::string, std::int64_t>()};
        servers.push_back({guest.kind, {guest.carries.begin(), guest.carries.end()}, rules.pricePerReferenceSecond, rules.work, std::move(*nodes)});
        byKind[guest.kind] = std::move(rules);
    }
    if (asked != self->m_timesAsked) // others were asked meanwhile
        co_return;
    self->m_serverProblems = std::move(problems);
    self->m_offer.servers = std::move(servers);
    self->m_engine.setServers(guests);
    self->m_rules.setServers(std::move(byKind));
}

void SharingController::offerAgain()
{
    if (m_state == State::On)
        refresh(this);
}

/// Asks the servers again, then publishes.
QCoro::Task<void> SharingController::refresh(QPointer<SharingController> self)
{
    auto asking = askServers(self);
    co_await asking;
    if (self && self->m_state == State::On)
        publish(self);
}

QCoro::Task<void> SharingController::publish(QPointer<SharingController> self)
{
    Offer& offer = self->m_offer;
    offer.issued = unixNow();
    offer.expires = offer.issued + self->m_settings.offerLifetime;
    const auto signedOffer = signOffer(offer, self->m_relay.key());
    if (!signedOffer) {
        Q_EMIT self->failed(signedOffer.error());
        co_return;
    }
    relay::PublishOffer message {0, signedOffer->offer, signedOffer->signature};
    auto asking = self->m_relay.ask(std::move(message));
    const auto answer = co_await asking;
    if (!self || self->m_state != State::On)
        co_return;
    if (answer)
        Q_EMIT self->published();
    else if (answer.error().code != ErrorCode::RelayUnreachable) // then it is published once the relay is back
        Q_EMIT self->failed(answer.error());
}

void SharingController::setPrice(Money pricePerReferenceSecond)
{
    m_settings.pricePerReferenceSecond = pricePerReferenceSecond;
    m_offer.pricePerReferenceSecond = pricePerReferenceSecond;
    if (m_state != State::On)
        return;
    m_rules.setOffer({m_offer.nodeTypes.begin(), m_offer.nodeTypes.end()}, m_offer.models, pricePerReferenceSecond);
    refresh(this);
}

void SharingController::setServers(std::vector<GuestServer> servers)
{
    m_wanted = std::move(servers);
    if (m_state == State::On)
        refresh(this);
    m_asksAgain = m_state == State::Starting;
}

void SharingController::setName(std::string name)
{
    m_settings.name = name;
    m_offer.name = std::move(name);
    if (m_state == State::On)
        publish(this);
}

void SharingController::switchOff()
{
    if (m_state == State::Off || m_state == State::Stopping)
        return;
    m_refresh.stop();
    enter(State::Stopping);
    if (m_relay.isOnline())
        m_relay.ask(relay::WithdrawOffer {}, [](const auto&) {});
    std::vector<QPointer<HostedJob>> jobs;
    for (const auto& [job, owned] : m_jobs)
        jobs.emplace_back(job);
    for (const auto& job : jobs)
        if (job)
            job->stop(Error {ErrorCode::Cancelled, "the owner stopped sharing"});
    QTimer::singleShot(kFarewell, this, &SharingController::finishSwitchOff);
    QTimer::singleShot(kRest, this, &SharingController::restEngine);
    if (m_jobs.empty())
        QTimer::singleShot(200, this, &SharingController::finishSwitchOff); // the withdrawal is on its way
}

void SharingController::finishSwitchOff()
{
    if (m_state != State::Stopping)
        return;
    enter(State::Off);
    restEngine();
}

void SharingController::restEngine()
{
    if (m_state == State::Stopping || m_state == State::Off)
        m_engine.rest();
}

int SharingController::takenSlots() const
{
    int taken = 0;
    for (const auto& [job, owned] : m_jobs)
        taken += job->takesSlot() ? 1 : 0;
    return taken;
}

void SharingController::onPushed(const relay::ToMachine& message)
{
    const auto* opened = std::get_if<relay::SessionOpened>(&message);
    if (!opened || opened->id != 0)
        return;
    if (m_state != State::On)
        return m_relay.tell(relay::CloseSession {opened->session, static_cast<int>(ErrorCode::ProviderRefused)});
    HostServices services {m_relay, m_engine, m_rules, m_crypto, m_store};
    add(std::make_unique<HostedJob>(services, m_relay.key(), opened->session, opened->job));
}

void SharingController::add(std::unique_ptr<HostedJob> job)
{
    HostedJob* raw = job.get();
    m_jobs[raw] = std::move(job);
    connect(raw, &HostedJob::started, this, [this, raw](const FragmentJob& fragment) {
        Q_EMIT jobStarted(raw->id(), fragment);
    });
    connect(raw, &HostedJob::computed, this, &SharingController::measure);
    connect(raw, &HostedJob::event, this, [this, raw](const FragmentEvent& event) { Q_EMIT jobEvent(raw->id(), event); });
    connect(raw, &HostedJob::ended, this, [this, raw](bool completed, const Error& error, Money earned) {
        onEnded(raw, completed, error, earned);
    });
    raw->start();
}

/// The speed against the reference machine, a moving average. Small fragments say little.
void SharingController::measure(ReferenceMillis work, std::chrono::milliseconds took)
{
    if (work.value < kLeastMeasured.count())
        return;
    const std::int64_t speed = std::clamp<std::int64_t>(work.value * 1000 / std::max<std::int64_t>(took.count(), 1), 1, kFastest);
    m_offer.speedPermille = (3 * m_offer.speedPermille + speed) / 4;
}

/// The job is the caller: it dies later.
void SharingController::onEnded(HostedJob* job, bool completed, const Error& error, Money earned)
{
    auto node = m_jobs.extract(job);
    if (node.empty())
        return;
    const JobId id = job->id();
    node.mapped().release()->deleteLater();
    m_completed += completed ? 1 : 0;
    m_earned.micro += earned.micro;
    if (completed && job->fragment())
        m_engine.earned(*job->fragment(), earned);
    leaveStore();
    Q_EMIT jobEnded(id, completed, error, earned);
    if (m_state == State::Stopping && m_jobs.empty())
        QTimer::singleShot(200, this, &SharingController::finishSwitchOff);
}

} // namespace weft
