// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gpu-worker/sampling/SeedSequence.h"

#include <algorithm>

namespace weft {

namespace {

constexpr std::uint32_t kInitA = 0x43b0d7e5;
constexpr std::uint32_t kMultA = 0x931e8875;
constexpr std::uint32_t kInitB = 0x8b51f9dd;
constexpr std::uint32_t kMultB = 0x58f38ded;
constexpr std::uint32_t kMixLeft = 0xca01f9dd;
constexpr std::uint32_t kMixRight = 0x4973f715;

std::uint32_t folded(std::uint32_t x)
{
    return x ^ (x >> 16);
}

/// A hash whose constant moves on with every use.
class Hash {
public:
    Hash(std::uint32_t init, std::uint32_t multiplier)
        : m_constant(init)
        , m_multiplier(multiplier)
    {
    }
    std::uint32_t operator()(std::uint32_t value)
    {
        value ^= m_constant;
        m_constant *= m_multiplier;
        return folded(value * m_constant);
    }

private:
    std::uint32_t m_constant;
    std::uint32_t m_multiplier;
};

void stir(std::uint32_t& into, std::uint32_t hashed)
{
    into = folded(kMixLeft * into - kMixRight * hashed);
}

/// Little-endian words, at least one.
void appendWords(std::vector<std::uint32_t>& words, std::uint64_t number)
{
    words.push_back(static_cast<std::uint32_t>(number));
    if (number >> 32)
        words.push_back(static_cast<std::uint32_t>(number >> 32));
}

} // namespace

std::vector<std::uint32_t> seedSequence(
    std::uint64_t entropy, const std::vector<std::uint64_t>& spawnKey, std::size_t poolSize, std::size_t count)
{
    std::vector<std::uint32_t> words;
    appendWords(words, entropy);
    // The seed fills the pool before a branch's name follows, so that no branch is another seed's root.
    if (!spawnKey.empty())
        words.resize(std::max(words.size(), poolSize));
    for (const std::uint64_t part : spawnKey)
        appendWords(words, part);

    Hash hash(kInitA, kMultA);
    std::vector<std::uint32_t> pool(poolSize);
    for (std::size_t i = 0; i < poolSize; ++i)
        pool[i] = hash(i < words.size() ? words[i] : 0);
    for (std::size_t from = 0; from < poolSize; ++from) {
        for (std::size_t to = 0; to < poolSize; ++to) {
            if (from != to)
                stir(pool[to], hash(pool[from]));
        }
    }
    for (std::size_t from = poolSize; from < words.size(); ++from) {
        for (std::uint32_t& to : pool)
            stir(to, hash(words[from]));
    }

    Hash drawn(kInitB, kMultB);
    std::vector<std::uint32_t> state(count);
    for (std::size_t i = 0; i < count; ++i)
        state[i] = drawn(pool[i % poolSize]);
    return state;
}

} // namespace weft
