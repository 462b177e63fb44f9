// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/engines/MarketLink.h"

#include "app/account/DeviceIdentity.h"

namespace weft {

Result<std::unique_ptr<MarketLink>> MarketLink::open(const QUrl& relay, const QString& home, RandomSource random)
{
    WEFT_TRY(const DeviceIdentity identity, DeviceIdentity::open(home, random));
    std::unique_ptr<MarketLink> link(new MarketLink(relaySettingsAt(relay, home), identity.key(), std::move(random)));
    MarketLink* self = link.get();
    RelayConnection* connection = self->m_connection.get();
    connect(connection, &RelayConnection::online, self,
        [self, connection] { self->setBalance(connection->welcome().available, connection->welcome().held); });
    connect(connection, &RelayConnection::pushed, self, [self](const protocol::relay::ToMachine& message) {
        if (const auto* balance = std::get_if<protocol::relay::Balance>(&message))
            self->setBalance(balance->available, balance->held);
    });
    connection->open();
    return link;
}

Result<std::unique_ptr<MarketLink>> MarketLink::openBlind(const QUrl& relay, const QString& home, RandomSource random)
{
    WEFT_TRY(const DeviceIdentity identity, DeviceIdentity::open(home, random)); // seals the purse; never told to the relay
    RelaySettings settings = relaySettingsAt(relay, home);
    settings.anonymous = true;
    std::unique_ptr<MarketLink> link(new MarketLink(std::move(settings), DeviceKey::generate(random), random));
    MarketLink* self = link.get();
    connect(self->m_connection.get(), &RelayConnection::online, self,
        [self, home, device = identity.key()] { self->openWallet(home, device); });
    self->m_connection->open();
    return link;
}

MarketLink::MarketLink(RelaySettings settings, DeviceKey key, RandomSource random)
    : m_random(std::move(random))
    , m_connection(std::make_unique<RelayConnection>(std::move(settings), std::move(key)))
{
}

void MarketLink::openWallet(const QString& home, const DeviceKey& device)
{
    if (m_wallet)
        return;
    auto wallet = BlindWallet::open(*m_connection, home, device, m_random);
    m_walletOpened = wallet ? Done() : Done(wallet.error());
    if (!wallet)
        return;
    m_wallet = std::move(*wallet);
    const auto tell = [this] { setBalance(m_wallet->purse().worth(), m_wallet->purse().underWay()); };
    connect(m_wallet.get(), &BlindWallet::changed, this, tell);
    tell();
}

MarketLink::~MarketLink() = default;

void MarketLink::setBalance(Money available, Money held)
{
    m_available = available;
    m_held = held;
    Q_EMIT balanceChanged(available.micro, held.micro);
}

QCoro::Task<Result<MarketEngines>> MarketLink::machines(Catalogue known, std::chrono::milliseconds limit)
{
    const QPointer<MarketLink> self(this);
    auto waiting = waitReady(limit);
    const Done ready = co_await waiting;
    if (!self)
        co_return Error {ErrorCode::Cancelled, "the connection was closed"};
    if (!ready)
        co_return ready.error();
    if (m_wallet) { // what an earlier run left; if not now, then another time
        auto recovering = m_wallet->recover(nullptr);
        (void)co_await recovering;
        if (!self)
            co_return Error {ErrorCode::Cancelled, "the connection was closed"};
    }
    auto listing = marketEngines(*m_connection, std::move(known), m_random);
    Result<MarketEngines> found = co_await listing;
    if (self && found)
        m_listed = found->listed;
    co_return found;
}

QCoro::Task<Done> MarketLink::waitReady(std::chrono::milliseconds limit)
{
    const QPointer<MarketLink> self(this);
    auto waiting = m_connection->waitOnline(limit);
    const Done online = co_await waiting;
    if (!self)
        co_return Error {ErrorCode::Cancelled, "the connection was closed"};
    co_return online ? m_walletOpened : online;
}

QCoro::Task<Done> MarketLink::settle(std::chrono::milliseconds limit)
{
    if (!m_wallet)
        co_return Done {};
    auto settling = m_wallet->settle(limit);
    co_return co_await settling;
}

} // namespace weft
