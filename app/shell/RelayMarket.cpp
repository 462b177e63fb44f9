// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/shell/RelayMarket.h"

#include "app/editor/model/StatusText.h"
#include "app/engines/WorkerEngine.h"
#include "app/language/ErrorText.h"
#include "app/runs/AddMachines.h"
#include "core/security/Random.h"

#include <QDir>

namespace weft {

namespace {

constexpr std::chrono::seconds kLookAgain {30};

} // namespace

RelayMarket::RelayMarket(RunController& runs, QUrl relay, QString home, ShareSetup share)
    : m_runs(runs)
    , m_url(std::move(relay))
    , m_home(std::move(home))
    , m_share(std::move(share))
{
}

RelayMarket::~RelayMarket() = default;

Result<std::unique_ptr<RelayMarket>> RelayMarket::open(
    RunController& runs, const QUrl& relay, const QString& home, ShareSetup share, QSettings& settings)
{
    std::unique_ptr<RelayMarket> made(new RelayMarket(runs, relay, home, std::move(share)));
    WEFT_TRY(made->m_link, MarketLink::open(relay, home, systemRandom()));
    RelayMarket* self = made.get();
    connect(self->m_link.get(), &MarketLink::balanceChanged, self, [self](qint64 available, qint64) {
        self->m_balance = microCredits(available);
        Q_EMIT self->changed();
    });
    RelayConnection& connection = self->m_link->connection();
    connect(&connection, &RelayConnection::online, self, &MarketModel::changed);
    connect(&connection, &RelayConnection::online, self, &RelayMarket::lookAgain);
    connect(&self->m_look, &QTimer::timeout, self, &RelayMarket::lookAgain);
    self->m_look.start(kLookAgain); // machines come and go
    connect(&connection, &RelayConnection::offline, self, &MarketModel::changed);
    connect(&connection, &RelayConnection::refused, self, [self](const Error& why) {
        Q_EMIT self->failed(sentenceFor(why));
        Q_EMIT self->changed();
    });
    connect(&runs, &RunController::ready, self, &RelayMarket::refresh);
    self->m_blind = std::make_unique<BlindController>(connection, relay, home, systemRandom(), settings,
        [self] { return !self->m_isAsking && !self->m_runs.isRunning(); });
    connect(self->m_blind.get(), &BlindCredits::changed, self, &MarketModel::changed);
    connect(self->m_blind.get(), &BlindController::switched, self, &RelayMarket::lookAgain);
    connect(&runs, &RunController::finished, self, [self] { settle(self); });
    return made;
}

bool RelayMarket::isOnline() const { return m_link->connection().isOnline(); }
QString RelayMarket::relayName() const { return m_url.host(); }
std::optional<Money> RelayMarket::balance() const { return m_blind->isInUse() ? m_blind->worth() : m_balance; }

/// The change of the run's holds; what doesn't come now comes when machines are looked for next.
QCoro::Task<void> RelayMarket::settle(QPointer<RelayMarket> self)
{
    constexpr std::chrono::seconds kChangeLimit {30};
    MarketLink* const buyer = self->m_blind->buyer();
    if (buyer && !self->m_runs.isRunning()) {
        auto settling = buyer->settle(kChangeLimit);
        (void)co_await settling;
    }
    if (self)
        self->m_blind->onFree();
}

/// Before `ready` nobody knows this computer's nodes, by which offers are described.
void RelayMarket::lookAgain()
{
    if (isOnline() && !m_runs.engines().empty())
        refresh();
}

void RelayMarket::refresh()
{
    if (!m_isAsking && !m_runs.isRunning())
        find(this);
}

QCoro::Task<void> RelayMarket::find(QPointer<RelayMarket> self)
{
    self->m_isAsking = true;
    auto adding = addMachines(&self->m_runs, &self->buyer());
    const Done found = co_await adding;
    if (!self)
        co_return;
    self->m_isAsking = false;
    self->m_blind->onFree();
    if (!found)
        Q_EMIT self->failed(sentenceFor(found.error()));
    Q_EMIT self->changed();
}

std::optional<bool> RelayMarket::isSharing() const
{
    return m_sharing && m_sharing->state() != SharingController::State::Off
        && m_sharing->state() != SharingController::State::Stopping;
}

QString RelayMarket::sharingDetail() const
{
    if (!m_sharing)
        return {};
    switch (m_sharing->state()) {
    case SharingController::State::Off:
        return {};
    case SharingController::State::Starting:
        return tr("starts…");
    case SharingController::State::Stopping:
        return tr("stops…");
    case SharingController::State::On:
        break;
    }
    const QString earned = m_sharing->earned().micro > 0 ? QStringLiteral(" · +") + creditsText(m_sharing->earned()) : QString();
    return (m_sharing->takenSlots() > 0 ? tr("busy") : tr("idle")) + earned;
}

void RelayMarket::startSharing()
{
    WorkerSettings settings; // the guests' worker: its own process and folder, nothing kept between fragments
    settings.program = m_share.worker.isEmpty() ? defaultWorkerProgram() : m_share.worker;
    settings.modelFolders = m_share.modelFolders;
    settings.indexFile = QDir(m_home).filePath(QStringLiteral("guest/models.json"));
    settings.id = "guests";
    settings.keptBytes = 0;
    QDir(m_home).mkpath(QStringLiteral("guest"));
    auto guests = std::make_shared<WorkerEngine>(settings);
    SharingSettings sharing;
    sharing.home = m_home;
    sharing.name = m_share.name.toStdString();
    sharing.pricePerReferenceSecond = m_share.pricePerReferenceSecond;
    m_sharing = std::make_unique<SharingController>(
        m_link->connection(), guests, [guests] { return GuestWorker {guests->device(), guests->sandbox()}; }, sharing, systemRandom());
    connect(m_sharing.get(), &SharingController::stateChanged, this, &MarketModel::changed);
    connect(m_sharing.get(), &SharingController::jobStarted, this, &MarketModel::changed);
    connect(m_sharing.get(), &SharingController::jobEnded, this, &MarketModel::changed);
    connect(m_sharing.get(), &SharingController::failed, this, [this](const Error& why) { Q_EMIT failed(sentenceFor(why)); });
}

void RelayMarket::toggleSharing()
{
    if (!m_sharing)
        startSharing();
    if (m_sharing->state() == SharingController::State::Off)
        m_sharing->switchOn();
    else if (m_sharing->state() != SharingController::State::Stopping)
        m_sharing->switchOff();
    Q_EMIT changed();
}

} // namespace weft
