// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Error.h"
#include "core/job/Fragment.h"
#include "core/job/Market.h"
#include "core/protocol/Wires.h"

#include <optional>
#include <variant>

/// What the two job machines (BuyerJob, sharing/ProviderJob) take in and ask for. They do no I/O: a driver feeds them
/// decoded messages with the time, and carries out their effects in the order given.
namespace weft {

using BuyerMessage = std::variant<protocol::peer::OpenJob, protocol::peer::OfferJob, protocol::peer::SignReceipt,
    protocol::peer::CancelJob>;
using ProviderMessage
    = std::variant<protocol::peer::Ready, protocol::peer::Refused, protocol::peer::Accepted, protocol::peer::WantValues,
        protocol::peer::JobProgress, protocol::peer::JobPreview, protocol::peer::NodeDone, protocol::peer::Increment,
        protocol::peer::SealedResult, protocol::peer::JobFailed>;

/// Questions to the relay; their `id` is the driver's.
using RelayRequest = std::variant<protocol::relay::RequestHold, protocol::relay::OpenSession,
    protocol::relay::ReleaseHold, protocol::relay::Settle, protocol::relay::AskJob>;
/// Answers and pushes of this job.
using RelayNews = std::variant<protocol::relay::HoldGranted, protocol::relay::SessionOpened,
    protocol::relay::CloseSession, protocol::relay::Settled, protocol::relay::Released, protocol::relay::JobState>;
/// The part of what a relay sends that job machines take; nothing for all else.
std::optional<RelayNews> newsOf(const protocol::relay::ToMachine& message);
/// Which question was refused.
enum class RelayStep { Hold, Session, Release, Settle, Ask };
RelayStep stepOf(const RelayRequest& request);

/// A value as it travels: its name within the run, and its canonical bytes (sealed or not).
struct NamedValue {
    ValueName name;
    SharedBytes bytes;
};

/// Large values over a slow line take time: a host gives it, and a hold lasts for it, as long as this much comes through.
constexpr std::int64_t kSlowestBytesPerSecond = 50'000;

/// The cryptography and the chance of a job, passed in so that a simulator can replace them.
class JobCrypto {
public:
    virtual ~JobCrypto() = default;

    /// HMAC-SHA256(run secret, SHA-256 of the bytes).
    virtual ValueName nameOf(const SecretKey256& runSecret, ByteView bytes) const = 0;
    virtual Hash256 commitmentTo(const SecretKey256& key) const = 0;
    virtual SecretKey256 freshKey() = 0;
    /// Nonce + ciphertext; the name is authenticated with it.
    virtual SharedBytes seal(const SecretKey256& key, const ValueName& name, const SharedBytes& bytes) = 0;
    /// Errors: DecryptionFailed.
    virtual Result<SharedBytes> open(const SecretKey256& key, const ValueName& name, const SharedBytes& sealed) const = 0;
    virtual bool verify(const Receipt& receipt, const PublicKey& jobKey) const = 0;
};

/// Whether another machine may do better: lost machines, refusals and time-outs yes; a bad value or setting no.
bool mayRetryElsewhere(ErrorCode code);

/// How long after its deadline a hold may still be captured. Clocks differ, and a relay that was away over the deadline
/// gives its machines a minute to return (JobRules::restartGrace); while it is away it isn't known when that will be.
constexpr std::chrono::minutes holdMargin(bool relayUp)
{
    return std::chrono::minutes {relayUp ? 2 : 30};
}

} // namespace weft
