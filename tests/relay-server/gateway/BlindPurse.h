// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/security/BlindTokens.h"
#include "tests/relay-server/gateway/RelayClient.h"

namespace weft::relay::test {

/// The other end of blind credits, by hand: makes what is signed, and tokens from what was signed.
class BlindPurse {
public:
    bool takeKeys(RelayClient& client)
    {
        client.send(AskBlindKeys {1, 0});
        auto keys = client.take<BlindKeys>(60'000); // the relay makes them now
        if (keys)
            m_keys = std::move(*keys);
        return keys.has_value();
    }
    const BlindKeys& keys() const { return m_keys; }

    std::vector<BlindedToken> prepare(const std::vector<int>& powers)
    {
        m_prepared.clear();
        std::vector<BlindedToken> blinded;
        for (const int power : powers) {
            BlindToken token {m_keys.epoch, power, randomId<Nonce32>(systemRandom()), randomId<Nonce32>(systemRandom()), {}};
            auto made = keyOf(power).blind(preparedOf(token).view(), systemRandom());
            blinded.push_back({power, made->message});
            m_prepared.push_back({token, made->inverse});
        }
        return blinded;
    }
    /// Of what was prepared last. Empty: a signature is wrong.
    std::vector<BlindToken> finish(const BlindSignatures& answer)
    {
        std::vector<BlindToken> tokens;
        for (std::size_t i = 0; i < m_prepared.size() && i < answer.signatures.size(); ++i) {
            BlindToken token = m_prepared[i].token;
            const auto signature = keyOf(token.power)
                                       .finalize(preparedOf(token).view(), answer.signatures[i].signature.view(),
                                           m_prepared[i].inverse.view());
            if (!signature)
                return {};
            token.signature = *signature;
            tokens.push_back(std::move(token));
        }
        return tokens;
    }
    /// Tokens from the credits of `client`. Empty: it was refused.
    std::vector<BlindToken> withdraw(RelayClient& client, const std::vector<int>& powers)
    {
        client.send(WithdrawBlind {2, randomId<TransferId>(systemRandom()), m_keys.epoch, prepare(powers)});
        const auto answer = client.take<BlindSignatures>();
        return answer ? finish(*answer) : std::vector<BlindToken> {};
    }

private:
    struct Prepared {
        BlindToken token;
        SharedBytes inverse;
    };
    BlindPublicKey keyOf(int power) const
    {
        return *BlindPublicKey::fromModulus(m_keys.keys.at(std::size_t(power)).modulus.view());
    }

    BlindKeys m_keys;
    std::vector<Prepared> m_prepared;
};

/// A connection without a login.
inline std::optional<BlindWelcome> loginBlind(RelayClient& client, const QUrl& url)
{
    if (!client.connectTo(url))
        return std::nullopt;
    client.send(RelayHello {1, 1, client.key().publicKey()});
    const auto challenge = client.take<Challenge>();
    if (!challenge)
        return std::nullopt;
    client.send(LoginBlind {signLogin(client.key(), challenge->nonce, challenge->relay)});
    return client.take<BlindWelcome>();
}

} // namespace weft::relay::test
