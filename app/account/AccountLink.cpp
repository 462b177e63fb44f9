// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/account/AccountLink.h"

#include "app/network/RelayConnection.h"

namespace weft {

using namespace protocol::relay;

RelayAccountLink::RelayAccountLink(RelayConnection& connection, QString relayName)
    : m_connection(connection)
    , m_relayName(std::move(relayName))
{
    connect(&connection, &RelayConnection::online, this, &AccountLink::onlineChanged);
    connect(&connection, &RelayConnection::refused, this, &AccountLink::refused);
    connect(&connection, &RelayConnection::offline, this, [this] { Q_EMIT onlineChanged(); });
    connect(&connection, &RelayConnection::pushed, this, [this](const ToMachine& message) {
        if (const auto* state = std::get_if<AccountState>(&message))
            Q_EMIT pushed(*state);
    });
}

bool RelayAccountLink::isOnline() const
{
    return m_connection.isOnline();
}

void RelayAccountLink::ask(AccountRequest request, Answer done)
{
    std::visit([&](auto& one) { m_connection.ask(std::move(one), std::move(done)); }, request);
}

void RelayAccountLink::listDevices(Devices done)
{
    m_connection.askList<DeviceListed>(ListDevices{}, std::move(done));
}

} // namespace weft
