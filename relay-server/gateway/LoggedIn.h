// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "relay-server/gateway/Connection.h"

#include <unordered_map>
#include <vector>

namespace weft::relay {

/// Who is logged in. A machine's programs have a connection each: a command beside the window, or beside `weft share`, must
/// not cut what the other is at. Connections are owned elsewhere and leave before they die.
class LoggedIn {
public:
    /// A window, a share, a service and some commands; more come from a mistake.
    static constexpr std::size_t kMaxPrograms = 16;

    void add(Connection* connection);
    /// Whether it was there.
    bool remove(Connection* connection);
    void clear() { m_machines.clear(); }
    /// Sessions with the machine are opened to this one from here on.
    void setOffering(Connection* connection);
    bool isOffering(const Connection* connection) const;

    /// The older connection of the same program. Null: there is none.
    Connection* olderOf(const KeyHash& machine, const protocol::relay::ProgramId& program) const;
    /// Where sessions with the machine are opened: at what offers, or did; with a machine that has never offered anything, at its
    /// only program. Null: there is no such.
    Connection* front(const KeyHash& machine) const;
    /// Null: it left.
    Connection* at(const Seat& seat) const;
    /// Who asked `id`, as it is inside of the relay.
    Connection* asker(const KeyHash& machine, std::int64_t id) const;
    std::vector<Connection*> of(const KeyHash& machine) const;
    std::vector<Connection*> all() const;
    std::size_t countOf(const KeyHash& machine) const;

private:
    struct Machine {
        std::vector<Connection*> programs; // in the order they came
        const Connection* offering = nullptr;
        bool hasOffered = false;
    };

    const Machine* find(const KeyHash& machine) const;

    std::unordered_map<KeyHash, Machine> m_machines;
};

} // namespace weft::relay
