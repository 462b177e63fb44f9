// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/protocol/Relay.h"

#include <functional>

namespace weft::relay {

/// The login of one connection: hello, challenge, signature. No I/O; randomness and the check are passed in.
class Handshake {
public:
    /// SignatureInvalid unless `machine` signed this challenge for this relay (core/security).
    using Check = std::function<Done(
        const PublicKey& machine, const PublicKey& relay, const Nonce32& nonce, const Signature& signature)>;

    /// `nonce` is fresh for every connection, from the system's generator.
    Handshake(const PublicKey& relay, const Nonce32& nonce, Check check)
        : m_relay(relay)
        , m_nonce(nonce)
        , m_check(std::move(check))
    {
    }

    /// Errors: VersionUnsupported, ProtocolViolation (a second hello).
    Result<protocol::relay::Challenge> hello(const protocol::relay::RelayHello& hello);
    /// The key that was proved. Errors: SignatureInvalid, ProtocolViolation (before hello, or a second try).
    Result<PublicKey> login(const protocol::relay::Login& login);

    /// What its hello said; null: nothing.
    const protocol::relay::ProgramId& program() const { return m_program; }

private:
    enum class State { AwaitHello, AwaitLogin, Spent };

    PublicKey m_relay;
    Nonce32 m_nonce;
    Check m_check;
    State m_state = State::AwaitHello;
    PublicKey m_machine;
    protocol::relay::ProgramId m_program;
};

} // namespace weft::relay
