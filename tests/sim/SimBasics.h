// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/network/JobMessages.h"

#include <functional>
#include <map>

namespace weft::sim {

using Millis = std::chrono::milliseconds;

/// splitmix64: the only source of chance in a simulation.
class Chance {
public:
    explicit Chance(std::uint64_t seed)
        : m_state(seed)
    {
    }
    std::uint64_t next();
    std::int64_t below(std::int64_t n) { return static_cast<std::int64_t>(next() % static_cast<std::uint64_t>(n)); }
    bool permille(int p) { return below(1000) < p; }
    Millis millis(std::int64_t from, std::int64_t to) { return Millis {from + below(to - from + 1)}; }
    template <typename Id>
    Id id()
    {
        Id value;
        for (auto& byte : value.bytes)
            byte = static_cast<std::uint8_t>(next());
        return value;
    }

private:
    std::uint64_t m_state;
};

/// What happens when. Things at the same time happen in the order in which they were planned.
class Schedule {
public:
    UnixMillis now() const { return m_now; }
    void at(UnixMillis when, std::function<void()> what);
    void in(Millis delay, std::function<void()> what) { at(m_now + delay, std::move(what)); }
    /// Until nothing is left, or `limit` events. -> whether everything was done.
    bool run(std::size_t limit);

private:
    UnixMillis m_now {Millis {1'800'000'000'000}};
    std::uint64_t m_count = 0;
    std::map<std::pair<UnixMillis, std::uint64_t>, std::function<void()>> m_events;
};

/// Toy cryptography with the real one's promises, as long as nobody computes what isn't theirs.
class ToyCrypto final : public JobCrypto {
public:
    explicit ToyCrypto(Chance& chance)
        : m_chance(chance)
    {
    }
    ValueName nameOf(const SecretKey256& runSecret, ByteView bytes) const override;
    Hash256 commitmentTo(const SecretKey256& key) const override;
    SecretKey256 freshKey() override { return m_chance.id<SecretKey256>(); }
    SharedBytes seal(const SecretKey256& key, const ValueName& name, const SharedBytes& bytes) override;
    Result<SharedBytes> open(const SecretKey256& key, const ValueName& name, const SharedBytes& sealed) const override;
    bool verify(const Receipt& receipt, const PublicKey& jobKey) const override;

    static Signature sign(const Receipt& receipt, const PublicKey& jobKey);
    static KeyHash hashOf(const PublicKey& key);

private:
    Chance& m_chance;
};

/// The same bytes with the last bit changed.
SharedBytes spoiled(const SharedBytes& bytes);

} // namespace weft::sim
