// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/frontdoor/prompts/PromptHistory.h"
#include "core/conductor/RunEvents.h"

#include <deque>
#include <functional>
#include <set>

namespace weft {

/// Where messages go. `client` empty: to everybody.
struct MessageSinks {
    std::function<void(const QString& client, const Json& message)> send;
    std::function<void(const QString& client, const Json& metadata, const NodePreview& preview)> preview;
    std::function<std::int64_t()> clock; // milliseconds since 1970
};

/// Why a prompt didn't end well, in ComfyUI's words.
struct PromptFailure {
    NodeId node; // empty: no node's fault
    std::string type; // "weft.OutOfMemory"
    std::string message;
    bool isInterrupt = false;
};

/// One prompt's run as ComfyUI tells it: from Weft's events to messages {type, data} in ComfyUI's order, and to the entry of
/// the history. What comes after an output node's end is held back until its files are stored, for `executed` names
/// them. Pure: clock and sinks are passed in. Source: ComfyUI 0.3.64's WebSocket messages, docs/frontdoor.md.
class RunMessages {
public:
    RunMessages(QueuedPromptPtr prompt, const Catalogue& catalogue, MessageSinks sinks);

    void start();
    /// An output whose result is known from the prompt before, with what it showed then; null: nothing.
    void answer(const NodeId& output, const Json& ui);
    /// Nodes that needn't run.
    void know(std::set<NodeId> nodes) { m_cached.merge(nodes); }

    void on(const RunEvent& event);
    /// A file of an output node is stored: adds `item` to the list `key` of what it shows. An empty key: nothing to show.
    /// `isMoving`: it shows "animated" too.
    void stored(const NodeId& node, const std::string& key, const Json& item, bool isMoving);
    /// A whole picture (PNG) of an output node whose pictures travel as previews do; sent once the node's files are stored.
    void handOver(const NodeId& node, SharedBytes png);
    void end(const std::optional<PromptFailure>& failure);

    const NodeId& current() const { return m_current; } // at work; empty: none
    bool isDone(const NodeId& node) const { return m_done.contains(node); }
    const Json& outputs() const { return m_ended.outputs; }
    EndedPrompt takeEnded() { return std::move(m_ended); }

private:
    struct Files { // of an output node, to be stored
        NodeId node;
        std::size_t count = 0;
    };
    using Step = std::variant<NodeAnswered, NodeStarted, NodeProgress, NodePreview, NodeFinished, Files>;

    void push(Step step);
    void work();
    void take(const NodeAnswered& step);
    void take(const NodeStarted& step);
    void take(const NodeProgress& step);
    void take(const NodePreview& step);
    void take(const NodeFinished& step);
    void take(const Files& step);
    void filesAreStored(const NodeId& node);
    void endAwaited();

    bool isOutput(const NodeId& node) const;
    void begin(const NodeId& node);
    void finish(const NodeId& node);
    void sendExecuted(const NodeId& node);
    void sendCached();
    void setState(const NodeId& node, const char* state, const Json& value, const Json& max);
    void sendStates();
    void tell(const char* type, Json data); // to the client, if there is one
    void tellAll(const char* type, Json data); // to the client, or else to everybody
    void log(const char* type, Json data, bool isForAll = false); // into the history too, with a time
    Json failureData(const PromptFailure& failure) const;
    Json currentInputs(const NodeId& node) const;

    QueuedPromptPtr m_prompt;
    Catalogue m_catalogue;
    MessageSinks m_sinks;
    std::optional<QString> m_client;
    std::deque<Step> m_steps;
    std::map<NodeId, std::size_t> m_unstored; // files that were handed out
    std::map<NodeId, std::vector<SharedBytes>> m_handed; // pictures to send
    NodeId m_storing; // its files are waited for
    NodeId m_awaited; // an output node that has ended; its files may follow
    NodeId m_current;
    std::set<NodeId> m_cached;
    bool m_hasSentCached = false;
    std::vector<NodeId> m_executed;
    std::set<NodeId> m_done;
    std::set<NodeId> m_begun;
    std::deque<std::pair<NodeId, Json>> m_states; // of progress_state, in the order of their beginnings
    Json m_log = Json::array();
    EndedPrompt m_ended;
};

} // namespace weft
