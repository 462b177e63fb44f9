// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QMetaObject>
#include <QObject>
#include <QRunnable>

#include <functional>
#include <utility>

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

/// One call for an event loop, as Qt keeps it. The call is let go as soon as it was made, so that what it holds ends on the
/// loop's thread even where Qt lets the rest of it go on the thread that asked.
class LaterCall final {
public:
    explicit LaterCall(std::function<void()> call)
        : m_call(std::move(call))
    {
    }
    LaterCall(LaterCall&& from) noexcept
        : m_call(std::move(from.m_call))
    {
        handOver(this); // Qt's own object is the last that it is moved into
    }
    LaterCall(const LaterCall&) = delete;
    LaterCall& operator=(const LaterCall&) = delete;
    LaterCall& operator=(LaterCall&&) = delete;
    ~LaterCall() { takeOver(this); }

    void operator()()
    {
        takeOver(this);
        std::exchange(m_call, nullptr)();
        handOver(this);
    }

private:
    std::function<void()> m_call;
};

/// Runs `call` later on the event loop of `context`'s thread; not at all if `context` is gone by then.
inline void callLater(QObject* context, std::function<void()> call)
{
    QMetaObject::invokeMethod(context, LaterCall(std::move(call)), Qt::QueuedConnection);
}

} // namespace weft
