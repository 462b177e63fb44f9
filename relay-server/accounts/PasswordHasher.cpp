// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "relay-server/accounts/PasswordHasher.h"

#include "core/security/Random.h"

#include <sodium.h>

namespace weft::relay {

namespace {

std::string hashOf(const std::string& password, const PasswordHasher::Cost& cost)
{
    std::string text(crypto_pwhash_STRBYTES, '\0');
    if (crypto_pwhash_str_alg(text.data(), password.data(), password.size(), cost.operations, cost.memoryBytes,
            crypto_pwhash_ALG_ARGON2ID13)
        != 0)
        return {};
    text.resize(text.find('\0'));
    return text;
}

void wipe(std::string& secret)
{
    sodium_memzero(secret.data(), secret.size());
}

} // namespace

PasswordHasher::PasswordHasher(QObject* context, Cost cost)
    : m_context(context)
    , m_cost(cost)
{
    weft::detail::initSodium();
    if (m_cost.operations == 0)
        m_cost.operations = crypto_pwhash_OPSLIMIT_INTERACTIVE;
    if (m_cost.memoryBytes == 0)
        m_cost.memoryBytes = crypto_pwhash_MEMLIMIT_INTERACTIVE;
    m_thread = std::thread([this] { run(); });
}

PasswordHasher::~PasswordHasher()
{
    {
        const std::lock_guard lock(m_mutex);
        m_stopping = true;
        m_queue.clear();
    }
    m_wake.notify_all();
    m_thread.join();
}

bool PasswordHasher::hash(std::string password, std::function<void(std::string)> done)
{
    return push([this, password = std::move(password), done = std::move(done)]() mutable {
        std::string made = hashOf(password, m_cost);
        wipe(password);
        callLater(m_context, [done = std::move(done), made = std::move(made)] { done(made); });
    });
}

bool PasswordHasher::verify(std::string hash, std::string password, std::function<void(bool)> done)
{
    return push([this, hash = std::move(hash), password = std::move(password), done = std::move(done)]() mutable {
        const std::string& against = hash.empty() ? m_nobodys : hash;
        const bool fits = crypto_pwhash_str_verify(against.c_str(), password.data(), password.size()) == 0;
        wipe(password);
        callLater(m_context, [done = std::move(done), fits = fits && !hash.empty()] { done(fits); });
    });
}

bool PasswordHasher::push(std::function<void()> work)
{
    {
        const std::lock_guard lock(m_mutex);
        if (m_queue.size() >= m_cost.maxQueued)
            return false;
        m_queue.push_back(std::move(work));
    }
    m_wake.notify_one();
    return true;
}

void PasswordHasher::run()
{
    const auto unknown = randomId<SecretKey256>(systemRandom());
    m_nobodys = hashOf(unknown.hex(), m_cost);
    for (;;) {
        std::function<void()> work;
        {
            std::unique_lock lock(m_mutex);
            m_wake.wait(lock, [this] { return m_stopping || !m_queue.empty(); });
            if (m_stopping)
                return;
            work = std::move(m_queue.front());
            m_queue.pop_front();
        }
        work();
    }
}

} // namespace weft::relay
