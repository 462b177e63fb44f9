// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/engines/BlindController.h"

#include "app/wallet/blind/BlindSettings.h"

#include <QFileInfo>

namespace weft {

namespace {

constexpr std::chrono::seconds kPurseOpens {20};

} // namespace

BlindController::BlindController(RelayConnection& account, QUrl relay, QString home, RandomSource random, QSettings& settings,
    std::function<bool()> isFree)
    : m_account(account)
    , m_relay(std::move(relay))
    , m_home(std::move(home))
    , m_random(std::move(random))
    , m_settings(settings)
    , m_isFree(std::move(isFree))
    , m_isWanted(BlindSettings::read(settings).payBlind)
{
    connect(&account, &RelayConnection::online, this, [this] {
        if (m_isWatched)
            lookInto(this);
        Q_EMIT changed();
    });
    connect(&account, &RelayConnection::offline, this, &BlindCredits::changed);
    onFree();
}

BlindController::~BlindController() = default;

std::optional<Money> BlindController::worth() const
{
    if (const BlindWallet* wallet = purse())
        return wallet->purse().worth();
    return m_account.relayKey().isNull() || hasPurse() ? std::nullopt : std::optional(Money {});
}

Money BlindController::underWay() const { return purse() ? purse()->purse().underWay() : Money {}; }

bool BlindController::hasPurse() const
{
    return !m_account.relayKey().isNull() && QFileInfo::exists(TokenPurse::pathFor(m_home, m_account.relayKey()));
}

Done BlindController::openLink()
{
    if (m_link)
        return {};
    WEFT_TRY(m_link, MarketLink::openBlind(m_relay, m_home, m_random));
    connect(m_link.get(), &MarketLink::balanceChanged, this, &BlindCredits::changed);
    connect(&m_link->connection(), &RelayConnection::online, this, [this] {
        if (m_isInUse)
            Q_EMIT switched();
    });
    return {};
}

void BlindController::closeUnused()
{
    if (m_isInUse || m_isWatched || m_isBusy || m_isLooking)
        return;
    m_link.reset();
    Q_EMIT changed();
}

void BlindController::fail(const std::optional<Error>& error)
{
    m_error = error;
    Q_EMIT changed();
}

void BlindController::watch(bool isWatched)
{
    if (std::exchange(m_isWatched, isWatched) == isWatched)
        return;
    if (isWatched)
        lookInto(this);
    else
        closeUnused();
}

/// Opens a purse that there is, and goes on with what was under way when it was closed.
QCoro::Task<void> BlindController::lookInto(QPointer<BlindController> self)
{
    if (self->m_isLooking || self->m_isBusy || !self->m_account.isOnline() || !self->hasPurse())
        co_return;
    self->m_isLooking = true;
    Done done = self->openLink();
    if (done) {
        auto waiting = self->m_link->waitReady(kPurseOpens);
        done = co_await waiting;
        if (!self)
            co_return;
    }
    if (done && self->m_isFree()) {
        auto recovering = self->purse()->recover(&self->m_account);
        done = co_await recovering;
        if (!self)
            co_return;
    }
    self->m_isLooking = false;
    self->fail(done ? std::nullopt : std::optional(done.error()));
    self->closeUnused();
}

void BlindController::want(bool isWanted)
{
    m_isWanted = isWanted;
    BlindSettings settings = BlindSettings::read(m_settings);
    settings.payBlind = isWanted;
    settings.write(m_settings);
    m_settings.sync();
    onFree();
    Q_EMIT changed();
}

void BlindController::onFree()
{
    if (m_isWanted == m_isInUse || !m_isFree())
        return;
    const Done opened = m_isWanted ? openLink() : Done();
    if (!opened)
        return fail(opened.error());
    m_isInUse = m_isWanted;
    Q_EMIT switched();
    Q_EMIT changed();
    closeUnused();
}

void BlindController::withdraw(Money amount)
{
    if (!m_isBusy)
        move(this, amount, true);
}

void BlindController::deposit()
{
    if (!m_isBusy)
        move(this, {}, false);
}

QCoro::Task<void> BlindController::move(QPointer<BlindController> self, Money amount, bool intoPurse)
{
    self->m_isBusy = true;
    self->fail({});
    Done ready = self->openLink();
    if (ready) {
        auto waiting = self->m_link->waitReady(kPurseOpens);
        ready = co_await waiting;
        if (!self)
            co_return;
    }
    Result<Money> moved = ready ? Result<Money>(Money {}) : Result<Money>(ready.error());
    if (ready) {
        BlindWallet* const wallet = self->purse();
        auto moving = intoPurse ? wallet->withdraw(&self->m_account, amount) : wallet->deposit(&self->m_account);
        moved = co_await moving;
        if (!self)
            co_return;
    }
    self->m_isBusy = false;
    self->fail(moved ? std::nullopt : std::optional(moved.error()));
    if (moved)
        Q_EMIT self->moved(moved->micro, intoPurse);
    self->closeUnused();
}

} // namespace weft
