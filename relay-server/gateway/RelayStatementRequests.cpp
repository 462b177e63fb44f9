// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "relay-server/gateway/RelayServer.h"
#include "relay-server/ledger/Statement.h"

/// What the relay does when an account asks what its credits and earnings did.
namespace weft::relay {

using namespace protocol::relay;

namespace {

UnixMillis unixMillis(std::int64_t value)
{
    return UnixMillis{std::chrono::milliseconds(value)};
}

} // namespace

void RelayServer::handle(Connection& from, const AskStatement& request)
{
    const Party party = from.party();
    m_desk->run<std::vector<StatementLine>>(
        [party, request](JobDesk::Tools tools) {
            const auto before = request.beforeUnixMillis ? unixMillis(request.beforeUnixMillis) : UnixMillis::max();
            return tools.store.statement(
                party.account, unixMillis(request.sinceUnixMillis), before, int(request.limit));
        },
        [this, party, id = request.id](Result<std::vector<StatementLine>> lines) {
            if (!lines)
                return failTo(party.machine, id, lines.error());
            std::vector<StatementListed> listed;
            for (const StatementLine& line : *lines)
                listed.push_back(toListed(line, id));
            sendListTo(party.machine, id, std::move(listed));
        });
}

} // namespace weft::relay
