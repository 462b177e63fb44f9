// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QMetaObject>
#include <QObject>
#include <QRunnable>

#include <functional>

// Qt's pool and Qt's event loop order what they carry from one thread to another with locks inside a library that isn't
// instrumented. ThreadSanitizer can't see those, so it is told; in other builds nothing of this is left.
#if defined(__SANITIZE_THREAD__)
extern "C" void __tsan_acquire(void* address);
extern "C" void __tsan_release(void* address);
#endif

namespace weft {

/// What this thread wrote until now is there for the thread that takes `token` over. Only the token's address counts.
inline void handOver([[maybe_unused]] const void* token)
{
#if defined(__SANITIZE_THREAD__)
    __tsan_release(const_cast<void*>(token));
#endif
}

/// The other end of handOver(token): comes before anything that was handed over is read.
inline void takeOver([[maybe_unused]] const void* token)
{
#if defined(__SANITIZE_THREAD__)
    __tsan_acquire(const_cast<void*>(token));
#endif
}

/// One call for a QThreadPool, which deletes it afterwards.
class PoolCall final : public QRunnable {
public:
    explicit PoolCall(std::function<void()> call)
        : m_call(std::move(call))
    {
        handOver(this);
    }
    void run() override
    {
        takeOver(this);
        m_call();
    }

private:
    std::function<void()> m_call;
};

/// Runs `call` later on the event loop of `context`'s thread; not at all if `context` is gone by then.
inline void callLater(QObject* context, std::function<void()> call)
{
    static const char loop = 0; // one token for all: Qt moves the functor, so it has no address of its own yet
    auto carried = [call = std::move(call)] {
        takeOver(&loop);
        call();
    };
    handOver(&loop);
    QMetaObject::invokeMethod(context, std::move(carried), Qt::QueuedConnection);
}

} // namespace weft
