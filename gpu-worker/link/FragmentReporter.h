// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/job/Fragment.h"
#include "gpu-worker/link/FrameOut.h"
#include "gpu-worker/runtime/Executor.h"

namespace weft::worker {

/// Turns what the executor says about one run into messages.
class FragmentReporter {
public:
    FragmentReporter(FrameOut& out, std::int64_t run)
        : m_out(out)
        , m_run(run)
    {
    }

    void event(const FragmentEvent& event);
    /// The last message of the run: FragmentEnded, or FragmentFailed.
    void end(const std::optional<FragmentFault>& fault);

private:
    void sendOutput(const NodeOutput& output);

    FrameOut& m_out;
    std::int64_t m_run;
    std::optional<FragmentFault> m_unsendable; // the first output that couldn't be sent
};

} // namespace weft::worker
