// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "relay-server/accounts/Handshake.h"

#include "core/protocol/Versions.h"

namespace weft::relay {

using namespace protocol::relay;

Result<Challenge> Handshake::hello(const RelayHello& hello)
{
    if (m_state != State::AwaitHello)
        return Error {ErrorCode::ProtocolViolation, "a second hello"};
    WEFT_TRY(const int version,
        protocol::negotiate(
            hello.minVersion, hello.maxVersion, protocol::kRelayVersionMin, protocol::kRelayVersionMax));
    m_state = State::AwaitLogin;
    m_machine = hello.machine;
    m_program = hello.program.value_or(ProgramId {});
    return Challenge {version, m_nonce, m_relay};
}

Result<PublicKey> Handshake::login(const Login& login)
{
    if (m_state != State::AwaitLogin)
        return Error {ErrorCode::ProtocolViolation, "a login without a challenge"};
    m_state = State::Spent; // one try per challenge
    WEFT_CHECK(m_check(m_machine, m_relay, m_nonce, login.signature));
    return m_machine;
}

} // namespace weft::relay
