// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/security/BlindTokens.h"

#include <QString>

#include <functional>
#include <memory>

class QLockFile;

namespace weft {

/// A token whose signature is under way: what was sent, and the secret that opens the answer.
struct PreparedToken {
    int power = 0;
    Nonce32 randomizer;
    Nonce32 message;
    SharedBytes blinded;
    SharedBytes inverse;

    static constexpr auto fields()
    {
        using protocol::field;
        return std::tuple {
            field(1, "power", &PreparedToken::power, protocol::between(0, protocol::relay::kMaxBlindPower)),
            field(2, "randomizer", &PreparedToken::randomizer),
            field(3, "message", &PreparedToken::message),
            field(4, "blinded", &PreparedToken::blinded, protocol::exactly(protocol::relay::kBlindNumberBytes)),
            field(5, "inverse", &PreparedToken::inverse, protocol::exactly(protocol::relay::kBlindNumberBytes)),
        };
    }
};

/// What was written down before it was sent, so that it can be asked again after a crash of either side.
struct PurseRequest {
    enum class Kind : int { Withdrawal = 1, Payment = 2, Exchange = 3, Deposit = 4 };
    Kind kind = Kind::Withdrawal;
    TransferId id; // of a withdrawal or deposit at the relay; of the others only here
    JobId job; // of a payment
    SecretKey256 secret; // of a payment: claims its change
    std::int64_t epoch = 0; // of the keys that are to sign; 0: nothing is prepared yet
    std::vector<BlindToken> spent;
    std::vector<PreparedToken> prepared; // of a payment: its change

    static constexpr auto fields()
    {
        using protocol::field;
        return std::tuple {
            field(1, "kind", &PurseRequest::kind, protocol::between(1, 4)),
            field(2, "id", &PurseRequest::id),
            field(3, "job", &PurseRequest::job),
            field(4, "secret", &PurseRequest::secret),
            field(5, "epoch", &PurseRequest::epoch, protocol::between(0, 1'000'000)),
            field(6, "spent", &PurseRequest::spent, protocol::atMost(1000)),
            field(7, "prepared", &PurseRequest::prepared, protocol::atMost(1000)),
        };
    }
};

/// The blind credits of one relay, in one file that only its owner can read, encrypted under the device's key. Each change
/// is on the disk before its function returns; a copy of the file is a copy of the money.
class TokenPurse {
public:
    /// None yet: an empty one. Errors: FileUnreadable (args: path, reason: another program has it open, or its
    /// content is damaged), DecryptionFailed (another device's).
    static Result<TokenPurse> open(const QString& path, const DeviceKey& device, RandomSource random);
    /// Below `home`, by the relay's key.
    static QString pathFor(const QString& home, const PublicKey& relay);

    const std::vector<BlindToken>& tokens() const { return m_content.tokens; }
    const std::vector<PurseRequest>& requests() const { return m_content.requests; }
    Money worth() const { return worthOf(m_content.tokens); }
    /// Of payments and exchanges that wait for an answer: at most so much comes back.
    Money underWay() const;

    /// Errors of all that follow: FileUnwritable; nothing has changed then.
    /// Moves the tokens that the request spends out of the purse.
    Done begin(PurseRequest request);
    /// Replaces the request with this id.
    Done update(const PurseRequest& request);
    /// The request is done: it goes, these tokens come.
    Done finish(const TransferId& request, const std::vector<BlindToken>& tokens);
    /// It was never carried out: what it would have spent is there again.
    Done undo(const TransferId& request);

    /// The hash of an epoch's keys, as they were first seen. Errors: KeyMismatch when these are others.
    Done pinKeys(const BlindKeys& keys);
    /// Null: not seen yet.
    const BlindKeys* keys(std::int64_t epoch) const;
    const std::vector<BlindKeys>& allKeys() const { return m_content.keys; }

private:
    /// What the file holds.
    struct Content {
        static constexpr int type = 1;
        std::vector<BlindToken> tokens;
        std::vector<PurseRequest> requests;
        std::vector<BlindKeys> keys;

        static constexpr auto fields()
        {
            using protocol::field;
            return std::tuple {
                field(1, "tokens", &Content::tokens, protocol::atMost(20'000)),
                field(2, "requests", &Content::requests, protocol::atMost(2000)),
                field(3, "keys", &Content::keys, protocol::atMost(1000)),
            };
        }
    };

    TokenPurse(QString path, const DeviceKey& device, RandomSource random);
    Done read();
    Done change(const std::function<void(Content&)>& work);

    QString m_path;
    SecretKey256 m_sealing;
    RandomSource m_random;
    std::shared_ptr<QLockFile> m_lock;
    Content m_content;
};

} // namespace weft
