// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/network/IncrementPrice.h"
#include "app/network/JobMessages.h"
#include "core/engine/Engine.h"

#include <functional>
#include <optional>

namespace weft {

/// How long each step may take.
struct BuyerLimits {
    std::chrono::milliseconds answer {15'000}; // of the relay, and of the provider before work begins
    std::chrono::milliseconds stall {300'000}; // no word from the provider while it works
    std::chrono::milliseconds key {30'000}; // from the final receipt to the key
    std::chrono::milliseconds again {5'000}; // between two tries to resolve the hold
    std::chrono::milliseconds patience {2'000}; // a failure is told at the latest then, resolved or not
    std::int64_t maxResultBytes = static_cast<std::int64_t>(kMaxValueBytes);
};

/// One fragment to be bought from one machine.
struct BuyerOrder {
    JobId job;
    SessionId session;
    KeyHash provider;
    PublicKey jobPublicKey; // per job: TLS client key and signer of receipts
    KeyHash jobKey;
    SecretKey256 runSecret;
    Fragment fragment;
    std::vector<protocol::peer::InputNames> inputs;
    std::map<ValueName, SharedBytes> values; // the inputs' canonical bytes
    Quote quote;
    NodeWork work; // for prices of increments
    std::chrono::seconds holdFor {600};
    std::function<Signature(const Receipt&)> sign;
    BuyerLimits limits;
};

/// The buyer's side of one remote fragment, without I/O.
///
/// | state    | begun by                  | waits for           | then                                        | else                      |
/// | Holding  | start: RequestHold        | HoldGranted         | OpenSession -> Opening                      | refused, late -> Resolving |
/// | Opening  | HoldGranted               | SessionOpened       | StartChannel -> Channel                     | refused, late -> Resolving |
/// | Channel  | SessionOpened             | channelReady        | OpenJob -> Asking                           | closed, late -> Resolving  |
/// | Asking   | channelReady              | Ready               | OfferJob -> Offering                        | Refused, late -> Resolving |
/// | Offering | Ready                     | Accepted, WantValues| SendValue... -> Running                     | Refused, late -> Resolving |
/// | Running  | WantValues                | Increment           | checked, SignReceipt; stays                 | JobFailed, lost, stalled, a false sum or name -> Resolving |
/// |          |                           | SealedResult        | checked, final SignReceipt -> AwaitKey      |                           |
/// | AwaitKey | final receipt             | Settled, JobState   | key opens the values: Finished -> Ended     | late -> Resolving; Released -> Ended |
/// | Resolving| any failure               | Settled, Released, JobState | Finished (if not told yet) -> Ended | hold's deadline -> Ended  |
///
/// Resolving pays what was signed (Settle with the last receipt) or asks for the hold's release; after a final receipt
/// it only asks for release, since the provider may still show the key, and then the job ends well after all. After the
/// relay was lost it asks AskJob first. A failure is told after `patience`, except when a final receipt is out: then the
/// end is known only when the hold is resolved. Nothing is signed above `quote`, nor above the price of what is held.
class BuyerJob {
public:
    struct ToRelay {
        RelayRequest request;
    };
    struct StartChannel {}; // TLS over the session that was opened
    struct ToPeer {
        BuyerMessage message;
    };
    struct SendValue {
        NamedValue value;
    };
    struct Happened {
        FragmentEvent event;
    };
    struct CloseChannel {}; // after what was sent is out
    struct Finished {
        FragmentReport report;
    };
    using Effect = std::variant<ToRelay, StartChannel, ToPeer, SendValue, Happened, CloseChannel, Finished>;
    using Effects = std::vector<Effect>;

    enum class State { Idle, Holding, Opening, Channel, Asking, Offering, Running, AwaitKey, Resolving, Ended };

    /// `crypto` outlives the job.
    BuyerJob(BuyerOrder order, JobCrypto& crypto);

    Effects start(UnixMillis now);
    Effects onRelay(const RelayNews& news, UnixMillis now);
    Effects onRelayRefused(RelayStep step, const Error& error, UnixMillis now);
    Effects onRelayLost(UnixMillis now);
    Effects onRelayBack(UnixMillis now);
    Effects onChannelReady(UnixMillis now); // the handshake proved the provider's key
    Effects onChannelClosed(const Error& error, UnixMillis now);
    Effects onPeer(const ProviderMessage& message, UnixMillis now);
    Effects onValue(NamedValue value, UnixMillis now);
    Effects onAlive(UnixMillis now); // bytes moved, in either direction: a large value is on its way
    Effects cancel(UnixMillis now);
    Effects onTime(UnixMillis now);

    /// When onTime should be called next; none once it is over.
    std::optional<UnixMillis> nextDeadline() const;
    State state() const { return m_state; }
    /// Nothing is left to do: the hold is resolved and the report was given.
    bool isOver() const { return m_state == State::Ended; }
    const BuyerOrder& order() const { return m_order; }
    const Receipt& lastReceipt() const { return m_receipt; }

private:
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

    void enter(State state, UnixMillis now, std::chrono::milliseconds limit);
    void fail(Error error, UnixMillis now);
    void fail(FragmentFailure failure, UnixMillis now);
    void askToResolve(UnixMillis now);
    void resolved(Money charged, UnixMillis now);
    void tellFailure(Money charged);
    void finish(FragmentReport report);

    void take(const protocol::relay::HoldGranted& news, UnixMillis now);
    void take(const protocol::relay::SessionOpened& news, UnixMillis now);
    void take(const protocol::relay::CloseSession& news, UnixMillis now);
    void take(const protocol::relay::Settled& news, UnixMillis now);
    void take(const protocol::relay::Released& news, UnixMillis now);
    void take(const protocol::relay::JobState& news, UnixMillis now);
    void captured(Money amount, const SecretKey256& key, UnixMillis now);

    void take(const protocol::peer::Ready& message, UnixMillis now);
    void take(const protocol::peer::Refused& message, UnixMillis now);
    void take(const protocol::peer::Accepted& message, UnixMillis now);
    void take(const protocol::peer::WantValues& message, UnixMillis now);
    void take(const protocol::peer::JobProgress& message, UnixMillis now);
    void take(const protocol::peer::JobPreview& message, UnixMillis now);
    void take(const protocol::peer::NodeDone& message, UnixMillis now);
    void take(const protocol::peer::Increment& message, UnixMillis now);
    void take(const protocol::peer::SealedResult& message, UnixMillis now);
    void take(const protocol::peer::JobFailed& message, UnixMillis now);

    bool expect(State state, UnixMillis now);
    bool knowsNode(const NodeId& node) const;
    /// Errors: ProtocolViolation, ValueMissing.
    Done checkOutputs(const std::vector<protocol::peer::OutputNames>& outputs, bool sealed) const;
    Done checkSum(std::int64_t index, Money cumulative, const std::vector<protocol::peer::OutputNames>& outputs) const;
    Result<ValueList> decode(const std::vector<ValueName>& items) const;
    void deliver(const protocol::peer::OutputNames& output, ValueList items);
    void signReceipt(std::int64_t index, Money cumulative, const Hash256* commitment);
    Done openSealed(const SecretKey256& key);

    BuyerOrder m_order;
    JobCrypto& m_crypto;
    State m_state = State::Idle;
    Effects m_effects;
    std::optional<UnixMillis> m_deadline;
    std::optional<UnixMillis> m_tellAt; // Resolving: the failure is told then
    UnixMillis m_holdDeadline {};
    bool m_holdAsked = false;
    bool m_accepted = false;
    bool m_channelOpen = false;
    bool m_relayUp = true;
    bool m_told = false;
    bool m_cancelled = false;
    std::string m_ticket;

    std::map<ValueName, SharedBytes> m_clear; // arrived and verified
    std::map<ValueName, SharedBytes> m_sealed; // arrived under a name that isn't theirs: sealed, or false
    std::int64_t m_receivedBytes = 0;
    std::set<SlotRef> m_delivered;
    Receipt m_receipt; // the last that was signed; increment 0: none
    Money m_paidClear; // signed for what was delivered in clear
    std::optional<protocol::peer::SealedResult> m_final;
    FragmentResult m_result;
    FragmentFailure m_failure;
    UnixMillis m_saidAlive {};
    bool m_granted = false; // the quote is held, or was
};

} // namespace weft
