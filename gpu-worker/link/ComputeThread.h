// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>

namespace weft::worker {

/// One thread that does one thing after another.
class ComputeThread {
public:
    ComputeThread();
    /// Waits for what is running; what hasn't begun is left out.
    ~ComputeThread();

    /// False when too much waits already.
    bool post(std::function<void()> work);

private:
    void loop();

    std::mutex m_mutex;
    std::condition_variable m_changed;
    std::deque<std::function<void()>> m_work;
    bool m_ending = false;
    std::thread m_thread; // last: it starts when the others are there
};

} // namespace weft::worker
