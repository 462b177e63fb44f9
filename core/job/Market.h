// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Ids.h"
#include "core/base/Money.h"
#include "core/base/SharedBytes.h"
#include "core/catalogue/Catalogue.h"

#include <chrono>

namespace weft {

/// Milliseconds since 1970, UTC: what the wires and the ledger store.
using UnixMillis = std::chrono::sys_time<std::chrono::milliseconds>;

/// This computer's clock: for those who do I/O. What decides gets the time passed in.
inline UnixMillis unixNow()
{
    return std::chrono::time_point_cast<std::chrono::milliseconds>(std::chrono::system_clock::now());
}

/// The predicted time of work on the reference machine, from Weft's own integer cost tables; never a measured time.
struct ReferenceMillis {
    std::int64_t value = 0;

    auto operator<=>(const ReferenceMillis&) const = default;
};

/// A server of a machine's owner that isn't Weft's (a ComfyUI, a language model's), offered with the machine.
struct OfferedServer {
    std::string kind; // "comfyui"
    std::vector<std::string> carries; // the types of values that get in and out
    Money pricePerReferenceSecond; // of the work there
    std::map<std::string, std::int64_t> work; // reference microseconds of a call of these types, whatever the cost table says
    SharedBytes nodes; // what of it is offered: packNodes() (app/engines/OfferedNodes.h)
};

/// What a machine offers, signed by its device key so that a relay can't swap keys or prices.
struct Offer {
    PublicKey machine;
    std::string name; // "RTX 4090 · Tokyo": the owner's words
    std::string device; // "CPU, 2 cores" or the card's name
    Money pricePerReferenceSecond;
    std::vector<std::string> nodeTypes;
    std::vector<ModelFile> models;
    std::int64_t speedPermille = 1000; // measured speed against the reference machine
    std::int64_t slots = 1; // fragments side by side
    UnixMillis issued {};
    UnixMillis expires {};
    std::vector<OfferedServer> servers; // besides its worker; one of a kind
};

/// An offer as it travels: the exact bytes that were signed.
struct SignedOffer {
    SharedBytes offer; // CBOR of Offer (core/protocol)
    Signature signature;
};

/// The price of one fragment, agreed before it starts. It is the cap.
struct Quote {
    ReferenceMillis work;
    Money amount;
};

/// Signed by the buyer's per-job key: "up to this increment I owe this much". Cumulative, so the last one counts.
struct Receipt {
    JobId job;
    std::int64_t increment = 0; // 1, 2, ...
    Money cumulative;
    bool final = false; // true: the sealed value was received; capture hands out its key
    Hash256 keyCommitment; // of a final one: SHA-256 of the key, so that the relay captures for no other key; else null
    Signature signature; // over CBOR of the fields above, with a domain tag
};

} // namespace weft
