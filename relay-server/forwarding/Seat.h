// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Ids.h"

namespace weft::relay {

/// One program of a machine: where an end of a session is.
struct Seat {
    /// Where only machines are told apart, the program is left out.
    Seat(const KeyHash& machine = {}, std::int64_t program = 0) // NOLINT(google-explicit-constructor): a machine is a seat
        : machine(machine)
        , program(program)
    {
    }
    friend bool operator==(const Seat&, const Seat&) = default;

    KeyHash machine;
    std::int64_t program = 0; // its connection's number
};

} // namespace weft::relay
