// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/threads/HandOver.h"

#include <QObject>

#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <string>
#include <thread>

namespace weft::relay {

/// Argon2id (libsodium's crypto_pwhash_str) on a thread of its own: a hash takes a tenth of a second and 64 MiB, which
/// neither the event loop nor the ledger's writer may wait for. Its queue is bounded: a flood is refused, not stored.
class PasswordHasher {
public:
    struct Cost {
        unsigned long long operations = 0; // 0: libsodium's "interactive"
        std::size_t memoryBytes = 0;
        std::size_t maxQueued = 32;
    };

    /// Answers are given on `context`'s thread; it outlives the hasher.
    PasswordHasher(QObject* context, Cost cost);
    explicit PasswordHasher(QObject* context)
        : PasswordHasher(context, Cost{})
    {
    }
    /// What waits is dropped without an answer.
    ~PasswordHasher();

    /// false: the queue is full, and `done` isn't called. An empty hash: there wasn't enough memory.
    bool hash(std::string password, std::function<void(std::string hash)> done);
    /// An empty `hash` is never right, and takes as long as a real one: it doesn't show that there is no such account.
    bool verify(std::string hash, std::string password, std::function<void(bool fits)> done);

private:
    bool push(std::function<void()> work);
    void run();

    QObject* m_context;
    Cost m_cost;
    std::string m_nobodys; // a hash of a password that nobody knows
    std::mutex m_mutex;
    std::condition_variable m_wake;
    std::deque<std::function<void()>> m_queue;
    bool m_stopping = false;
    std::thread m_thread;
};

} // namespace weft::relay
