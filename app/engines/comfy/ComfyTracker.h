// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/engines/comfy/ComfyMessages.h"
#include "core/engine/Engine.h"

#include <chrono>
#include <optional>
#include <set>

namespace weft {

/// Makes a run's events and its end out of a server's messages. No I/O; the time is passed in. What concerns other
/// prompts, or comes twice (by the WebSocket and from the history), changes nothing.
class ComfyTracker {
public:
    using Time = std::chrono::steady_clock::time_point;

    /// `added`: nodes of the prompt that aren't the graph's, and whom they serve.
    ComfyTracker(std::string prompt, std::set<NodeId> nodes, std::map<std::string, NodeId> added);

    /// What `event` means to whoever watches; mostly nothing.
    std::vector<FragmentEvent> take(const ComfyEvent& event, Time now);
    /// An entry of the history: its messages, and how it ended.
    std::vector<FragmentEvent> takeHistory(const Json& entry, Time now);

    bool isStarted() const { return m_started; }
    bool isOver() const { return m_over; }
    /// Why it ended badly; nothing where it ended well. Errors: NodeFailed (args: node, type, reason), OutOfMemory
    /// (node), Cancelled: interrupted, by whomever.
    const std::optional<FragmentFailure>& failure() const { return m_failure; }
    std::map<NodeId, std::chrono::microseconds> seconds() const { return m_seconds; }

private:
    NodeId graphNode(const Json& data) const;
    void executing(const Json& data, Time now, std::vector<FragmentEvent>& events);
    void finishNode(Time now, std::vector<FragmentEvent>& events);
    void fail(const Json& data);

    std::string m_prompt;
    std::set<NodeId> m_nodes;
    std::map<std::string, NodeId> m_added;
    NodeId m_current;
    Time m_since;
    std::map<NodeId, std::chrono::microseconds> m_seconds;
    std::set<NodeId> m_cached;
    std::optional<FragmentFailure> m_failure;
    bool m_started = false;
    bool m_over = false;
};

/// Why a server refused a prompt (the body of its 400), for the node that is to blame.
/// Errors: SettingNotInList, InputMissing, SettingInvalid, ... by ComfyUI's error types; ProviderRefused (args:
/// reason).
FragmentFailure comfyRefusal(const Json& answer, const std::map<std::string, NodeId>& added);

} // namespace weft
