// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "relay-server/gateway/LoggedIn.h"

#include "relay-server/gateway/RequestIds.h"

#include <algorithm>

namespace weft::relay {

void LoggedIn::add(Connection* connection) { m_machines[connection->party().machine].programs.push_back(connection); }

bool LoggedIn::remove(Connection* connection)
{
    const auto machine = m_machines.find(connection->party().machine);
    if (machine == m_machines.end() || std::erase(machine->second.programs, connection) == 0)
        return false;
    if (machine->second.offering == connection)
        machine->second.offering = nullptr;
    if (machine->second.programs.empty())
        m_machines.erase(machine);
    return true;
}

void LoggedIn::setOffering(Connection* connection)
{
    const auto machine = m_machines.find(connection->party().machine);
    if (machine == m_machines.end())
        return;
    machine->second.offering = connection;
    machine->second.hasOffered = true;
}

bool LoggedIn::isOffering(const Connection* connection) const
{
    const Machine* machine = find(connection->party().machine);
    return machine && machine->offering == connection;
}

Connection* LoggedIn::olderOf(const KeyHash& machine, const protocol::relay::ProgramId& program) const
{
    const auto programs = of(machine);
    const auto older = std::ranges::find(programs, program, &Connection::program);
    return older == programs.end() ? nullptr : *older;
}

Connection* LoggedIn::front(const KeyHash& machine) const
{
    const Machine* known = find(machine);
    if (!known)
        return nullptr;
    const auto offering = std::ranges::find(known->programs, known->offering);
    if (offering != known->programs.end())
        return *offering;
    return !known->hasOffered && known->programs.size() == 1 ? known->programs.front() : nullptr;
}

Connection* LoggedIn::at(const Seat& seat) const
{
    const Machine* machine = find(seat.machine);
    if (!machine)
        return nullptr;
    const auto program = std::ranges::find(machine->programs, seat.program, &Connection::number);
    return program == machine->programs.end() ? nullptr : *program;
}

Connection* LoggedIn::asker(const KeyHash& machine, std::int64_t id) const { return at({machine, connectionOf(id)}); }

std::vector<Connection*> LoggedIn::of(const KeyHash& machine) const
{
    const Machine* known = find(machine);
    return known ? known->programs : std::vector<Connection*>();
}

std::vector<Connection*> LoggedIn::all() const
{
    std::vector<Connection*> all;
    for (const auto& [machine, known] : m_machines)
        all.insert(all.end(), known.programs.begin(), known.programs.end());
    return all;
}

std::size_t LoggedIn::countOf(const KeyHash& machine) const
{
    const Machine* known = find(machine);
    return known ? known->programs.size() : 0;
}

const LoggedIn::Machine* LoggedIn::find(const KeyHash& machine) const
{
    const auto known = m_machines.find(machine);
    return known == m_machines.end() ? nullptr : &known->second;
}

} // namespace weft::relay
