// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/engines/MarketLink.h"

#include "app/account/DeviceIdentity.h"

#include <QDir>

namespace weft {

Result<std::unique_ptr<MarketLink>> MarketLink::open(const QUrl& relay, const QString& home, RandomSource random)
{
    WEFT_TRY(const DeviceIdentity identity, DeviceIdentity::open(home, random));
    std::unique_ptr<MarketLink> link(new MarketLink(relay, home, identity.key(), std::move(random)));
    link->m_connection->open();
    return link;
}

MarketLink::MarketLink(const QUrl& relay, const QString& home, DeviceKey key, RandomSource random)
    : m_random(std::move(random))
{
    RelaySettings settings;
    settings.url = relay;
    settings.pinsFile = QDir(home).filePath(QStringLiteral("relays.json"));
    m_connection = std::make_unique<RelayConnection>(std::move(settings), std::move(key));
    connect(m_connection.get(), &RelayConnection::online, this,
        [this] { setBalance(m_connection->welcome().available, m_connection->welcome().held); });
    connect(m_connection.get(), &RelayConnection::pushed, this, [this](const protocol::relay::ToMachine& message) {
        if (const auto* balance = std::get_if<protocol::relay::Balance>(&message))
            setBalance(balance->available, balance->held);
    });
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
    auto waiting = m_connection->waitOnline(limit);
    const Done online = co_await waiting;
    if (!self)
        co_return Error {ErrorCode::Cancelled, "the connection was closed"};
    if (!online)
        co_return online.error();
    auto listing = marketEngines(*m_connection, std::move(known), m_random);
    co_return co_await listing;
}

} // namespace weft
