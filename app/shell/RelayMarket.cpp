// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/shell/RelayMarket.h"

#include "app/editor/model/StatusText.h"
#include "app/language/ErrorText.h"
#include "app/runs/AddMachines.h"
#include "core/security/Random.h"

namespace weft {

namespace {

constexpr std::chrono::seconds kLookAgain {30};

} // namespace

RelayMarket::RelayMarket(RunController& runs, QUrl relay)
    : m_runs(runs)
    , m_url(std::move(relay))
{
}

RelayMarket::~RelayMarket() = default;

Result<std::unique_ptr<RelayMarket>> RelayMarket::open(
    RunController& runs, const QUrl& relay, const QString& home, ShareSetup share, QSettings& settings)
{
    std::unique_ptr<RelayMarket> made(new RelayMarket(runs, relay));
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
    self->openDesk(home, std::move(share), settings);
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

void RelayMarket::openDesk(const QString& home, ShareSetup share, QSettings& settings)
{
    m_desk = std::make_unique<SharingDesk>(m_link->connection(), home, std::move(share), settings, systemRandom());
    connect(m_desk.get(), &SharingModel::changed, this, &MarketModel::changed);
    connect(m_desk.get(), &SharingDesk::failed, this, [this](const Error& why) { Q_EMIT failed(sentenceFor(why)); });
}

std::optional<bool> RelayMarket::isSharing() const
{
    return m_desk->state() == SharingModel::State::Starting || m_desk->state() == SharingModel::State::On;
}

QString RelayMarket::sharingDetail() const
{
    switch (m_desk->state()) {
    case SharingModel::State::Off:
        return m_desk->pausedUntil().isValid() ? tr("paused") : QString();
    case SharingModel::State::Starting:
        return tr("starts…");
    case SharingModel::State::Stopping:
        return tr("stops…");
    case SharingModel::State::On:
        break;
    }
    const QString earned = m_desk->earned().micro > 0 ? QStringLiteral(" · +") + cashText(m_desk->earned()) : QString();
    return (m_desk->guests().running() > 0 ? tr("busy") : tr("idle")) + earned;
}

void RelayMarket::toggleSharing()
{
    if (isSharing().value_or(false))
        m_desk->switchOff();
    else
        m_desk->switchOn();
}

} // namespace weft
