// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/protocol/Shared.h"

#include <optional>

/// The wire between a machine and the relay: one WebSocket, one CBOR message per binary frame of at most 64 KiB.
/// Requests carry `id`, from 1 up; the answer, or RequestFailed, carries the same. Other messages are pushed.
/// A machine's programs (the window, a command beside it) have a socket each: answers go to the one that asked, a session's
/// bytes to the one that opened it or whose offer it was opened for, news to all.
///
///   machine                        relay
///   RelayHello                ->
///                             <-   Challenge
///   Login                     ->   (signature over the challenge and the relay's key, with a domain tag)
///                             <-   Welcome | RequestFailed
///   PublishOffer              ->   provider: shown in the directory while this socket lives
///   ListOffers                ->
///                             <-   Offers (repeated; last = true ends it)
///   RequestHold               ->   buyer
///                             <-   HoldGranted (the ticket) | RequestFailed (CreditTooLow, ...)
///   OpenSession               ->   buyer, with the ticket
///                             <-   SessionOpened (to both ends) | RequestFailed (ProviderLost, ...)
///   SessionData               <->  opaque TLS bytes
///   SessionCredit             <->  the receiver has consumed so many bytes: the window of 1 MiB moves on
///   CloseSession              <->
///   Settle                    ->   either side: last receipt, and from the provider the key
///                             <-   Settled (to both sides; the buyer's carries the key)
///   ReleaseHold               ->   provider: at once; buyer: after the provider had time to show a receipt. A buyer's
///                                  ReleaseHold or Settle closes the job's sessions, so that the provider learns of it
///                                  and shows its receipt in time; no session is opened for such a hold any more
///                             <-   Released (to both sides)
///   AskJob                    ->   after a reconnect: what became of it?
///                             <-   JobState
///   AskBalance                ->
///                             <-   Balance (also pushed after every change)
namespace weft::protocol::relay {

using ProgramId = FixedBytes<struct ProgramTag, 16>; // one program of a machine, for as long as it runs

struct RelayHello {
    static constexpr int type = 10;
    int minVersion = 0;
    int maxVersion = 0;
    PublicKey machine;
    /// Any number, the same for as long as the program runs: its new connection takes the place of its older one, and stands
    /// beside those of the machine's other programs. Programs without one share a place.
    std::optional<ProgramId> program {};

    static constexpr auto fields()
    {
        return std::tuple {
            field(1, "minVersion", &RelayHello::minVersion, between(1, 1000)),
            field(2, "maxVersion", &RelayHello::maxVersion, between(1, 1000)),
            field(3, "machine", &RelayHello::machine),
            field(4, "program", &RelayHello::program),
        };
    }
};

struct Challenge {
    static constexpr int type = 11;
    int version = 0;
    Nonce32 nonce;
    PublicKey relay; // signs tickets; clients remember it per address

    static constexpr auto fields()
    {
        return std::tuple {
            field(1, "version", &Challenge::version, between(1, 1000)),
            field(2, "nonce", &Challenge::nonce),
            field(3, "relay", &Challenge::relay),
        };
    }
};

struct Login {
    static constexpr int type = 12;
    Signature signature; // loginMessage() in core/security/Signing.h

    static constexpr auto fields() { return std::tuple {field(1, "signature", &Login::signature)}; }
};

struct Welcome {
    static constexpr int type = 13;
    AccountId account;
    Money available;
    Money held;
    Money earned;
    std::string token; // PASETO v4.public: this device, for the HTTP routes

    static constexpr auto fields()
    {
        return std::tuple {
            field(1, "account", &Welcome::account),
            field(2, "available", &Welcome::available),
            field(3, "held", &Welcome::held),
            field(4, "earned", &Welcome::earned),
            field(5, "token", &Welcome::token, atMost(4096)),
        };
    }
};

struct RequestFailed {
    static constexpr int type = 14;
    std::int64_t id = 0; // 0: the connection as a whole; it closes next
    WireError error;

    static constexpr auto fields()
    {
        return std::tuple {
            field(1, "id", &RequestFailed::id),
            field(2, "error", &RequestFailed::error),
        };
    }
};

/// The request was carried out; for those with nothing to tell.
struct RequestDone {
    static constexpr int type = 15;
    std::int64_t id = 0;

    static constexpr auto fields() { return std::tuple {field(1, "id", &RequestDone::id)}; }
};

struct PublishOffer {
    static constexpr int type = 20;
    std::int64_t id = 0;
    SharedBytes offer;
    Signature signature;

    static constexpr auto fields()
    {
        return std::tuple {
            field(1, "id", &PublishOffer::id),
            field(2, "offer", &PublishOffer::offer, between(1, kMaxChunkBytes)),
            field(3, "signature", &PublishOffer::signature),
        };
    }
};

/// The program stops offering (the switch was turned off); running jobs go on. What another program of its machine offers
/// meanwhile stays.
struct WithdrawOffer {
    static constexpr int type = 21;
    std::int64_t id = 0;

    static constexpr auto fields() { return std::tuple {field(1, "id", &WithdrawOffer::id)}; }
};

struct ListOffers {
    static constexpr int type = 22;
    std::int64_t id = 0;

    static constexpr auto fields() { return std::tuple {field(1, "id", &ListOffers::id)}; }
};

/// One offer per frame, so that a frame stays small.
struct OfferListed {
    static constexpr int type = 23;
    std::int64_t id = 0;
    SharedBytes offer;
    Signature signature;
    std::int64_t busySlots = 0;
    std::int64_t completedJobs = 0; // of this machine, at this relay
    std::int64_t failedJobs = 0;

    static constexpr auto fields()
    {
        return std::tuple {
            field(1, "id", &OfferListed::id),
            field(2, "offer", &OfferListed::offer, between(1, kMaxChunkBytes)),
            field(3, "signature", &OfferListed::signature),
            field(4, "busySlots", &OfferListed::busySlots),
            field(5, "completedJobs", &OfferListed::completedJobs),
            field(6, "failedJobs", &OfferListed::failedJobs),
        };
    }
};
/// RequestDone ends the list.

/// Buyer -> relay. The relay holds `amount` until the settlement or the deadline.
struct RequestHold {
    static constexpr int type = 30;
    std::int64_t id = 0;
    JobId job; // made by the buyer: asking twice holds once
    KeyHash provider;
    KeyHash jobKey; // of the buyer's per-job key: TLS client key and signer of receipts
    PublicKey jobPublicKey;
    Money amount;
    std::int64_t deadlineSeconds = 0; // from now

    static constexpr auto fields()
    {
        return std::tuple {
            field(1, "id", &RequestHold::id),
            field(2, "job", &RequestHold::job),
            field(3, "provider", &RequestHold::provider),
            field(4, "jobKey", &RequestHold::jobKey),
            field(5, "jobPublicKey", &RequestHold::jobPublicKey),
            field(6, "amount", &RequestHold::amount, between(0, kMaxAmount.micro)),
            field(7, "deadlineSeconds", &RequestHold::deadlineSeconds, between(1, 7 * 24 * 3600)),
        };
    }
};

struct HoldGranted {
    static constexpr int type = 31;
    std::int64_t id = 0;
    JobId job;
    std::string ticket;
    std::int64_t deadlineUnixMillis = 0;

    static constexpr auto fields()
    {
        return std::tuple {
            field(1, "id", &HoldGranted::id),
            field(2, "job", &HoldGranted::job),
            field(3, "ticket", &HoldGranted::ticket, between(1, 4096)),
            field(4, "deadlineUnixMillis", &HoldGranted::deadlineUnixMillis),
        };
    }
};

struct OpenSession {
    static constexpr int type = 40;
    std::int64_t id = 0;
    SessionId session; // made by the buyer
    std::string ticket;

    static constexpr auto fields()
    {
        return std::tuple {
            field(1, "id", &OpenSession::id),
            field(2, "session", &OpenSession::session),
            field(3, "ticket", &OpenSession::ticket, between(1, 4096)),
        };
    }
};

struct SessionOpened {
    static constexpr int type = 41;
    std::int64_t id = 0; // 0 at the provider
    SessionId session;
    JobId job;

    static constexpr auto fields()
    {
        return std::tuple {
            field(1, "id", &SessionOpened::id),
            field(2, "session", &SessionOpened::session),
            field(3, "job", &SessionOpened::job),
        };
    }
};

struct SessionData {
    static constexpr int type = 42;
    SessionId session;
    SharedBytes bytes;

    static constexpr auto fields()
    {
        return std::tuple {
            field(1, "session", &SessionData::session),
            field(2, "bytes", &SessionData::bytes, between(1, kMaxChunkBytes)),
        };
    }
};

struct SessionCredit {
    static constexpr int type = 43;
    SessionId session;
    std::int64_t bytes = 0;

    static constexpr auto fields()
    {
        return std::tuple {
            field(1, "session", &SessionCredit::session),
            field(2, "bytes", &SessionCredit::bytes, between(1, kCreditWindowBytes)),
        };
    }
};

struct CloseSession {
    static constexpr int type = 44;
    SessionId session;
    int reason = 0; // 0: done; else ErrorCode

    static constexpr auto fields()
    {
        return std::tuple {
            field(1, "session", &CloseSession::session),
            field(2, "reason", &CloseSession::reason, between(0, 9999)),
        };
    }
};

struct Settle {
    static constexpr int type = 50;
    std::int64_t id = 0;
    Receipt receipt;
    SecretKey256 key; // null unless the provider settles a final receipt

    static constexpr auto fields()
    {
        return std::tuple {
            field(1, "id", &Settle::id),
            field(2, "receipt", &Settle::receipt),
            field(3, "key", &Settle::key),
        };
    }
};

/// To both sides. The provider's copy carries no key.
struct Settled {
    static constexpr int type = 51;
    JobId job;
    Money captured; // from the buyer
    Money released; // back to the buyer
    Money earned; // the provider's part: captured minus the relay's share
    SecretKey256 key;

    static constexpr auto fields()
    {
        return std::tuple {
            field(1, "job", &Settled::job),
            field(2, "captured", &Settled::captured),
            field(3, "released", &Settled::released),
            field(4, "earned", &Settled::earned),
            field(5, "key", &Settled::key),
        };
    }
};

struct ReleaseHold {
    static constexpr int type = 52;
    std::int64_t id = 0;
    JobId job;
    int reason = 0; // ErrorCode; for the directory's statistics

    static constexpr auto fields()
    {
        return std::tuple {
            field(1, "id", &ReleaseHold::id),
            field(2, "job", &ReleaseHold::job),
            field(3, "reason", &ReleaseHold::reason, between(0, 9999)),
        };
    }
};

struct Released {
    static constexpr int type = 53;
    JobId job;
    Money released;

    static constexpr auto fields()
    {
        return std::tuple {
            field(1, "job", &Released::job),
            field(2, "released", &Released::released),
        };
    }
};

struct AskJob {
    static constexpr int type = 54;
    std::int64_t id = 0;
    JobId job;

    static constexpr auto fields()
    {
        return std::tuple {
            field(1, "id", &AskJob::id),
            field(2, "job", &AskJob::job),
        };
    }
};

enum class HoldState : int { Unknown = 0, Held = 1, Captured = 2, Released = 3 };

struct JobState {
    static constexpr int type = 55;
    std::int64_t id = 0;
    JobId job;
    int state = 0; // HoldState
    Money held;
    Money captured;
    SecretKey256 key; // to the buyer, once captured

    static constexpr auto fields()
    {
        return std::tuple {
            field(1, "id", &JobState::id),
            field(2, "job", &JobState::job),
            field(3, "state", &JobState::state, between(0, 3)),
            field(4, "held", &JobState::held),
            field(5, "captured", &JobState::captured),
            field(6, "key", &JobState::key),
        };
    }
};

struct AskBalance {
    static constexpr int type = 60;
    std::int64_t id = 0;

    static constexpr auto fields() { return std::tuple {field(1, "id", &AskBalance::id)}; }
};

struct Balance {
    static constexpr int type = 61;
    std::int64_t id = 0; // 0: pushed
    Money available; // credits that can be spent
    Money held; // of them, waiting for a settlement
    Money earned; // owed to this provider

    static constexpr auto fields()
    {
        return std::tuple {
            field(1, "id", &Balance::id),
            field(2, "available", &Balance::available),
            field(3, "held", &Balance::held),
            field(4, "earned", &Balance::earned),
        };
    }
};

} // namespace weft::protocol::relay
