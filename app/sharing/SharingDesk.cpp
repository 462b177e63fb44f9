// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/sharing/SharingDesk.h"

#include "app/engines/WorkerEngine.h"
#include "core/protocol/FragmentCodec.h"

#include <QDir>

namespace weft {

namespace {

constexpr std::chrono::milliseconds kApplyAfter {700};

/// Guests' worker is a process of its own, with a folder of its own, and keeps nothing between fragments.
GuestEngine guestWorkerOf(const ShareSetup& setup, const QString& home)
{
    WorkerSettings settings;
    settings.program = setup.worker.isEmpty() ? defaultWorkerProgram() : setup.worker;
    settings.modelFolders = setup.modelFolders;
    settings.indexFile = QDir(home).filePath(QStringLiteral("guest/models.json"));
    settings.id = "guests";
    settings.keptBytes = 0;
    QDir(home).mkpath(QStringLiteral("guest"));
    auto engine = std::make_shared<WorkerEngine>(settings);
    return {engine, [engine] { return GuestWorker {engine->device(), engine->sandbox()}; }};
}

} // namespace

SharingDesk::SharingDesk(RelayConnection& relay, QString home, ShareSetup setup, QSettings& settings, RandomSource random, MakeEngine makeEngine)
    : m_relay(relay)
    , m_home(std::move(home))
    , m_setup(std::move(setup))
    , m_settings(settings)
    , m_random(std::move(random))
    , m_makeEngine(std::move(makeEngine))
{
    m_servers = readOffers(serversFile());
    m_applyServers.setSingleShot(true);
    m_applyServers.setInterval(kApplyAfter);
    connect(&m_applyServers, &QTimer::timeout, this, [this] {
        if (m_controller)
            m_controller->setServers(guestServers());
    });
    m_pause.setSingleShot(true);
    connect(&m_pause, &QTimer::timeout, this, &SharingDesk::switchOn);
}

SharingDesk::~SharingDesk() = default;

SharingModel::State SharingDesk::state() const { return m_controller ? m_controller->state() : State::Off; }

Money SharingDesk::earned() const { return m_controller ? m_controller->earned() : Money {}; }

QString SharingDesk::serversFile() const { return QDir(m_home).filePath(QStringLiteral("guest/servers.json")); }

std::vector<GuestServer> SharingDesk::guestServers() const
{
    std::vector<GuestServer> all = m_engine.servers;
    for (GuestServer& server : guestServersOf(m_servers, m_setup.pricePerReferenceSecond))
        all.push_back(std::move(server));
    GuestServer apis = apisForGuests(m_home, m_relay, m_engine.engine, all, m_purse);
    all.push_back(std::move(apis));
    return all;
}

Done SharingDesk::setServers(const ServerOffers& servers)
{
    if (servers == m_servers)
        return {};
    WEFT_CHECK(writeOffers(serversFile(), servers));
    m_servers = servers;
    m_applyServers.start();
    Q_EMIT changed();
    return {};
}

std::optional<Error> SharingDesk::serverProblem(const std::string& kind) const
{
    if (!m_controller || state() != State::On)
        return {};
    const auto problem = m_controller->serverProblems().find(kind);
    return problem == m_controller->serverProblems().end() ? std::nullopt : std::optional(problem->second);
}

void SharingDesk::makeController()
{
    m_purse = apiPurseOf(m_home, m_relay);
    m_engine = m_makeEngine ? m_makeEngine() : guestWorkerOf(m_setup, m_home);
    SharingSettings sharing;
    sharing.home = m_home;
    sharing.name = m_setup.name.toStdString();
    sharing.pricePerReferenceSecond = m_setup.pricePerReferenceSecond;
    m_controller = std::make_unique<SharingController>(m_relay, GuestEngines(m_engine.engine, guestServers()), m_engine.describe, sharing, m_random);
    SharingController* controller = m_controller.get();
    connect(controller, &SharingController::stateChanged, this, &SharingDesk::onState);
    connect(controller, &SharingController::published, this, [this] {
        m_problem.reset();
        Q_EMIT changed();
    });
    connect(controller, &SharingController::jobStarted, this, [this](const JobId& job, const FragmentJob& fragment) {
        m_guests.add(job, fragment, m_offered, unixNow());
        Q_EMIT changed();
    });
    connect(controller, &SharingController::jobEnded, this, [this](const JobId& job, bool completed, const Error&, Money earned) {
        m_guests.end(job, completed, earned);
        Q_EMIT changed();
    });
    connect(controller, &SharingController::failed, this, [this](const Error& why) {
        m_problem = why;
        m_worker = m_engine.describe();
        Q_EMIT failed(why);
        Q_EMIT changed();
    });
}

void SharingDesk::onState(State state)
{
    if (state == State::On) {
        m_worker = m_engine.describe();
        learn(this);
    }
    if (state == State::Off && m_isWanted)
        QMetaObject::invokeMethod(this, &SharingDesk::switchOn, Qt::QueuedConnection); // not inside of its own signal
    Q_EMIT changed();
}

/// What the node types are: by it the log tells what guests' jobs show.
QCoro::Task<void> SharingDesk::learn(QPointer<SharingDesk> self)
{
    const std::shared_ptr<Engine> engine = self->m_engine.engine;
    auto asking = engine->catalogue();
    const auto catalogue = co_await asking;
    if (self && catalogue)
        self->m_offered = *catalogue;
}

void SharingDesk::switchOn()
{
    m_pause.stop();
    m_pausedUntil = {};
    m_problem.reset();
    if (!m_controller)
        makeController();
    m_isWanted = m_controller->state() == State::Stopping;
    m_controller->switchOn();
    Q_EMIT changed();
}

void SharingDesk::switchOff()
{
    m_pause.stop();
    m_pausedUntil = {};
    m_isWanted = false;
    if (m_controller)
        m_controller->switchOff();
    Q_EMIT changed();
}

void SharingDesk::pause(std::chrono::milliseconds howLong)
{
    switchOff();
    m_pausedUntil = QDateTime::currentDateTime().addMSecs(howLong.count());
    m_pause.start(howLong);
    Q_EMIT changed();
}

Done SharingDesk::setName(const QString& name)
{
    const QString words = name.simplified();
    if (words.isEmpty() || words.toUtf8().size() > qsizetype(protocol::kMaxNameBytes))
        return Error {ErrorCode::LimitExceeded, "a machine's name", {{"limit", std::to_string(protocol::kMaxNameBytes)}}};
    if (words == m_setup.name)
        return {};
    m_setup.name = words;
    m_settings.setValue(QStringLiteral("share/name"), words);
    if (m_controller)
        m_controller->setName(words.toStdString());
    Q_EMIT changed();
    return {};
}

void SharingDesk::offerAgain()
{
    if (m_controller)
        m_controller->offerAgain();
}

Done SharingDesk::setPrice(Money pricePerReferenceSecond)
{
    if (pricePerReferenceSecond.isNegative() || pricePerReferenceSecond > kMaxAmount)
        return Error {ErrorCode::AmountInvalid, "a price", {{"received", toCreditString(pricePerReferenceSecond)}}};
    if (pricePerReferenceSecond == m_setup.pricePerReferenceSecond)
        return {};
    m_setup.pricePerReferenceSecond = pricePerReferenceSecond;
    m_settings.setValue(QStringLiteral("share/price"), QString::fromStdString(toCreditString(pricePerReferenceSecond)));
    if (m_controller)
        m_controller->setPrice(pricePerReferenceSecond);
    m_applyServers.start(); // what a call costs there is counted in this price
    Q_EMIT changed();
    return {};
}

} // namespace weft
