// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <ctime>
#include <functional>
#include <vector>

/// Milliseconds of this thread's processor time, which others on the machine don't spoil.
inline double processorMs()
{
    timespec now {};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return double(now.tv_sec) * 1e3 + double(now.tv_nsec) / 1e6;
}

inline double clockMs() { return std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now().time_since_epoch()).count(); }

/// Does something so many times and prints a row: best and median, of the processor's time and of the clock's.
inline void report(const char* what, int times, const std::function<void(int)>& work)
{
    std::vector<double> processor, clock;
    for (int i = 0; i < times; ++i) {
        const double startedAt = clockMs();
        const double started = processorMs();
        work(i);
        processor.push_back(processorMs() - started);
        clock.push_back(clockMs() - startedAt);
    }
    std::sort(processor.begin(), processor.end());
    std::sort(clock.begin(), clock.end());
    const auto middle = processor.size() / 2;
    std::printf("  %-24s processor best %8.2f  median %8.2f   clock best %8.2f  median %8.2f\n", what, processor.front(),
        processor[middle], clock.front(), clock[middle]);
    std::fflush(stdout);
}
