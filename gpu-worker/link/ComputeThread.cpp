// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gpu-worker/link/ComputeThread.h"

namespace weft::worker {

namespace {

constexpr std::size_t kMaxWaiting = 1000; // fragments; whoever sends more isn't waiting for answers

} // namespace

ComputeThread::ComputeThread()
    : m_thread([this] { loop(); })
{
}

ComputeThread::~ComputeThread()
{
    {
        const std::lock_guard lock(m_mutex);
        m_ending = true;
    }
    m_changed.notify_all();
    m_thread.join();
}

bool ComputeThread::post(std::function<void()> work)
{
    {
        const std::lock_guard lock(m_mutex);
        if (m_work.size() >= kMaxWaiting)
            return false;
        m_work.push_back(std::move(work));
    }
    m_changed.notify_all();
    return true;
}

void ComputeThread::loop()
{
    std::unique_lock lock(m_mutex);
    while (true) {
        m_changed.wait(lock, [this] { return m_ending || !m_work.empty(); });
        if (m_ending)
            return;
        const std::function<void()> work = std::move(m_work.front());
        m_work.pop_front();
        lock.unlock();
        work();
        lock.lock();
    }
}

} // namespace weft::worker
