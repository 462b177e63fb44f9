// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/network/IncrementPrice.h"
#include "app/network/JobMessages.h"
#include "core/engine/Engine.h"
#include "core/planning/Costs.h"

#include <deque>
#include <optional>

namespace weft {

/// What a checked ticket allows.
struct JobTicket {
    JobId job;
    Money cap; // what the relay holds
    UnixMillis holdDeadline {}; // nothing can be settled later
};

/// A fragment's price, by this machine's own sum.
struct JobPrice {
    Quote quote;
    NodeWork work;
    std::map<NodeId, PricedPieces> pieces; // of nodes whose work is by the piece
};

/// What this machine accepts: passed in, so that a simulator can replace it.
class ProviderRules {
public:
    virtual ~ProviderRules() = default;
    /// The relay's signature, this machine, the time, the actual TLS peer's key, and that its id was never used before
    /// (it counts as used from now on). Errors: TicketInvalid.
    virtual Result<JobTicket> admit(const std::string& ticket, const PublicKey& peer, UnixMillis now) = 0;
    /// Node types and models that are offered. Errors: NodeTypeUnknown, ModelMissing, ProviderRefused, LimitExceeded.
    virtual Done accepts(const protocol::peer::OfferJob& offer) const = 0;
    virtual Result<JobPrice> price(const protocol::peer::OfferJob& offer) const = 0;
};

struct ProviderLimits {
    std::chrono::milliseconds answer {15'000}; // of the buyer, before the values
    std::chrono::milliseconds values {600'000}; // until all inputs are here, and more for large ones as they arrive
    std::chrono::milliseconds run {3'600'000}; // at most; and no longer than what was paid for, by the two below
    std::chrono::milliseconds runBase {120'000}; // to load models
    int runPatience = 20; // times the reference time: sizes that a price can't know, and a slow machine
    std::chrono::milliseconds receipt {120'000}; // from an increment to its receipt
    std::chrono::milliseconds again {5'000}; // between two tries to settle
    std::int64_t maxInputBytes = static_cast<std::int64_t>(kMaxValueBytes);
};

/// What must survive a crash of this machine, so that the job is settled or released after the restart.
struct JobRecord {
    JobId job;
    Receipt receipt; // the last that was checked; increment 0: none, the hold is released
    SecretKey256 key; // with a final receipt
    UnixMillis holdDeadline {};
};

/// The provider's side of one remote fragment, without I/O.
///
/// | state     | begun by               | waits for            | then                                        | else               |
/// | Greeting  | the channel is ready   | OpenJob              | ticket checked: Keep, Ready -> Pricing      | Refused -> Settling or Ended |
/// | Pricing   | Ready                  | OfferJob             | priced: Accepted, WantValues -> Receiving   | Refused -> Settling |
/// | Receiving | WantValues             | all values           | names checked: StartFragment -> Running     | JobFailed -> Settling |
/// | Running   | StartFragment          | outputs of the engine| all but the newest: values + Increment, one unsigned at a time | JobFailed -> Settling |
/// |           |                        | SignReceipt          | checked, Keep; the next increment           |                    |
/// |           |                        | the fragment's end   | the rest, sealed: SealedResult -> AwaitFinal | JobFailed -> Settling |
/// | AwaitFinal| SealedResult           | SignReceipt (final)  | checked, Keep with the key: Settle -> Settling | closed, late -> Settling |
/// | Settling  | final receipt, failure | Settled, Released, JobState | Forget -> Ended                      | asked again; hold's deadline -> Ended |
///
/// Settling shows the last receipt (with the key if it is final); without any receipt the hold is released at once.
/// Keep comes before the message that depends on it: the driver writes it durably, in order. After a crash each kept
/// record becomes a job in Settling (`recover`). Nothing is handed over in clear while an increment is unsigned.
class ProviderJob {
public:
    struct ToRelay {
        RelayRequest request;
    };
    struct ToPeer {
        ProviderMessage message;
    };
    struct SendValue {
        NamedValue value;
    };
    struct StartFragment {
        FragmentJob job;
    };
    struct StopFragment {}; // onReport follows or not; it is ignored
    struct Keep {
        JobRecord record;
    };
    struct Forget {
        JobId job;
    };
    struct CloseChannel {}; // after what was sent is out
    struct Ended {
        bool completed = false;
        Error error; // unless completed
        Money earned;
    };
    using Effect = std::variant<ToRelay, ToPeer, SendValue, StartFragment, StopFragment, Keep, Forget, CloseChannel, Ended>;
    using Effects = std::vector<Effect>;

    enum class State { Greeting, Pricing, Receiving, Running, AwaitFinal, Settling, Ended };

    /// `peer`: the TLS client's actual key; `session`: of SessionOpened. `rules` and `crypto` outlive the job.
    ProviderJob(JobId job, PublicKey peer, ProviderRules& rules, JobCrypto& crypto, UnixMillis now, ProviderLimits limits = {});
    /// After a crash: settles or releases; call onRelayBack once the relay is there.
    static ProviderJob recover(JobRecord record, ProviderRules& rules, JobCrypto& crypto, UnixMillis now, ProviderLimits limits = {});

    Effects onPeer(const BuyerMessage& message, UnixMillis now);
    Effects onValue(NamedValue value, UnixMillis now);
    /// A large value is on its way, and so many bytes of it are here.
    Effects onAlive(std::uint64_t received, UnixMillis now);
    Effects onEvent(const FragmentEvent& event, UnixMillis now);
    Effects onReport(FragmentReport report, UnixMillis now);
    Effects onChannelClosed(const Error& error, UnixMillis now);
    Effects onRelay(const RelayNews& news, UnixMillis now);
    Effects onRelayRefused(RelayStep step, const Error& error, UnixMillis now);
    Effects onRelayLost(UnixMillis now);
    Effects onRelayBack(UnixMillis now);
    Effects stop(const Error& why, UnixMillis now); // the owner's switch
    Effects onTime(UnixMillis now);

    std::optional<UnixMillis> nextDeadline() const { return m_deadline; }
    State state() const { return m_state; }
    bool isOver() const { return m_state == State::Ended; }
    const JobId& job() const { return m_record.job; }
    const Fragment& fragment() const { return m_offer.fragment; }
    /// All inputs together, as the accepted offer says.
    std::uint64_t expectedBytes() const { return m_expectedBytes; }

private:
    struct Output {
        protocol::peer::OutputNames names;
        std::vector<NamedValue> values;
    };

    template <typename F>
    Effects step(F f)
    {
        if (m_state != State::Ended)
            f();
        return std::exchange(m_effects, {});
    }
    template <typename T>
    void emit(T effect)
    {
        m_effects.push_back(Effect {std::move(effect)});
    }
    void say(ProviderMessage message) { emit(ToPeer {std::move(message)}); }

    void enter(State state, UnixMillis now, std::chrono::milliseconds limit);
    void refuse(const Error& error, UnixMillis now);
    void fail(const Error& error, UnixMillis now, const NodeId& node = {}, std::vector<int> needsInputs = {});
    void leave(const Error& error, UnixMillis now);
    void settle(UnixMillis now);
    void askToSettle(UnixMillis now);
    void end(bool completed, Money earned);

    void take(const protocol::peer::OpenJob& message, UnixMillis now);
    void take(const protocol::peer::OfferJob& message, UnixMillis now);
    void take(const protocol::peer::SignReceipt& message, UnixMillis now);
    void take(const protocol::peer::CancelJob& message, UnixMillis now);

    Done checkOffer(const protocol::peer::OfferJob& offer);
    void expectMore(std::uint64_t ofCurrent);
    void begin(UnixMillis now);
    void queue(const NodeId& node, int slot, const ValueList& items, UnixMillis now);
    void countPieces(const NodeMade& made);
    void pump(UnixMillis now);
    void handOver(UnixMillis now);
    void sealRest(UnixMillis now);
    Done checkReceipt(const Receipt& receipt) const;

    PublicKey m_peer;
    ProviderRules* m_rules;
    JobCrypto* m_crypto;
    ProviderLimits m_limits;
    State m_state = State::Greeting;
    Effects m_effects;
    std::optional<UnixMillis> m_deadline;
    UnixMillis m_runUntil {};
    bool m_channelOpen = true;
    bool m_relayUp = true;
    bool m_kept = false;
    bool m_running = false;
    bool m_fragmentEnded = false;
    Error m_error;

    JobTicket m_ticket;
    protocol::peer::OfferJob m_offer;
    NodeWork m_work;
    std::map<NodeId, PricedPieces> m_pieces;
    NodeWork m_done; // of nodes that made fewer pieces than were priced
    ReferenceMillis m_referenceWork; // by this machine's own sum
    std::set<ValueName> m_wanted;
    std::map<ValueName, SharedBytes> m_inputs;
    std::uint64_t m_expectedBytes = 0;
    std::uint64_t m_receivedBytes = 0; // of whole values
    UnixMillis m_receivingSince {};

    std::deque<Output> m_ready; // finished, not handed over
    std::set<SlotRef> m_queued;
    std::set<SlotRef> m_delivered;
    std::set<ValueName> m_sentClear;
    std::optional<Receipt> m_asked; // what the next receipt must say (without a signature)
    SecretKey256 m_key;
    JobRecord m_record;
};

} // namespace weft
