// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/engines/comfy/ComfyTracker.h"

#include <algorithm>
#include <utility>

namespace weft {

namespace {

constexpr std::size_t kMaxReason = 500;

std::string shortened(std::string text)
{
    while (!text.empty() && (text.back() == '\n' || text.back() == ' '))
        text.pop_back();
    if (text.size() > kMaxReason)
        text.resize(kMaxReason);
    return text;
}

bool isOutOfMemory(const std::string& type, const std::string& message)
{
    return type.find("OutOfMemory") != std::string::npos || type == "MemoryError"
        || message.find("out of memory") != std::string::npos
        || message.find("can't allocate memory") != std::string::npos;
}

ErrorCode codeOf(const std::string& type)
{
    static const std::map<std::string, ErrorCode, std::less<>> codes{
        {"required_input_missing", ErrorCode::InputMissing}, {"value_not_in_list", ErrorCode::SettingNotInList},
        {"value_smaller_than_min", ErrorCode::SettingInvalid}, {"value_bigger_than_max", ErrorCode::SettingInvalid},
        {"invalid_input_type", ErrorCode::SettingInvalid}, {"bad_linked_input", ErrorCode::LinkInvalid}};
    const auto found = codes.find(type);
    return found == codes.end() ? ErrorCode::NodeFailed : found->second;
}

} // namespace

ComfyTracker::ComfyTracker(std::string prompt, std::set<NodeId> nodes, std::map<std::string, NodeId> added)
    : m_prompt(std::move(prompt))
    , m_nodes(std::move(nodes))
    , m_added(std::move(added))
{
}

/// A node that another one has made while running stands for that one.
NodeId ComfyTracker::graphNode(const Json& data) const
{
    for (const char* key : {"display_node", "node", "node_id"}) {
        const std::string id = stringAt(data, key);
        if (m_nodes.contains(id))
            return id;
        if (const auto added = m_added.find(id); added != m_added.end())
            return added->second;
    }
    const std::string id = stringAt(data, "node_id", stringAt(data, "node"));
    const auto dot = id.find('.');
    return dot != std::string::npos && m_nodes.contains(id.substr(0, dot)) ? id.substr(0, dot) : NodeId();
}

void ComfyTracker::finishNode(Time now, std::vector<FragmentEvent>& events)
{
    if (m_current.empty())
        return;
    const auto took = std::chrono::duration_cast<std::chrono::microseconds>(now - m_since);
    m_seconds[m_current] += took;
    events.push_back(NodeFinished{std::exchange(m_current, {}), took, false});
}

void ComfyTracker::executing(const Json& data, Time now, std::vector<FragmentEvent>& events)
{
    const bool isEnd = !memberAt(data, "node").is_string();
    const NodeId node = isEnd || m_added.contains(stringAt(data, "node")) ? NodeId() : graphNode(data);
    if (node == m_current && !isEnd)
        return;
    finishNode(now, events);
    if (isEnd) {
        m_over = true;
    } else if (!node.empty()) {
        m_current = node;
        m_since = now;
        events.push_back(NodeStarted{node});
    }
}

void ComfyTracker::fail(const Json& data)
{
    FragmentFailure failure;
    failure.node = graphNode(data);
    const std::string type = stringAt(data, "exception_type");
    const std::string message = shortened(stringAt(data, "exception_message"));
    const bool memory = isOutOfMemory(type, message);
    failure.error = Error{memory ? ErrorCode::OutOfMemory : ErrorCode::NodeFailed, type, {{"node", failure.node}}};
    if (!memory) {
        failure.error.args["type"] = stringAt(data, "node_type");
        failure.error.args["reason"] = message.empty() ? type : message;
    }
    failure.retryElsewhere = memory;
    m_failure = std::move(failure);
}

std::vector<FragmentEvent> ComfyTracker::take(const ComfyEvent& event, Time now)
{
    std::vector<FragmentEvent> events;
    if (m_over)
        return events;
    if (event.preview) {
        const bool ours = event.preview->prompt.empty() ? m_started : event.preview->prompt == m_prompt;
        const NodeId node = event.preview->node.empty() ? m_current : event.preview->node;
        if (ours && m_nodes.contains(node))
            events.push_back(NodePreview{node, event.preview->mime, event.preview->picture});
        return events;
    }
    const Json& data = event.data;
    if (stringAt(data, "prompt_id") != m_prompt)
        return events;
    m_started = true;
    if (event.type == "executing") {
        executing(data, now, events);
    } else if (event.type == "progress") {
        if (const NodeId node = m_added.contains(stringAt(data, "node")) ? NodeId() : graphNode(data); !node.empty())
            events.push_back(NodeProgress{node, static_cast<std::int64_t>(numberAt(data, "value")),
                static_cast<std::int64_t>(numberAt(data, "max", 1))});
    } else if (event.type == "execution_cached") {
        const Json& nodes = memberAt(data, "nodes");
        for (const Json& node : nodes.is_array() ? nodes : Json::array()) {
            if (node.is_string() && m_nodes.contains(node.get<std::string>())
                && m_cached.insert(node.get<std::string>()).second)
                events.push_back(NodeFinished{node.get<std::string>(), {}, true});
        }
    } else if (event.type == "execution_success") {
        finishNode(now, events); // it is over when "executing" says so: only then the history has it
    } else if (event.type == "execution_error") {
        fail(data);
    } else if (event.type == "execution_interrupted") {
        FragmentFailure failure;
        failure.error = Error{ErrorCode::Cancelled, "interrupted"};
        m_failure = std::move(failure);
    }
    return events;
}

std::vector<FragmentEvent> ComfyTracker::takeHistory(const Json& entry, Time now)
{
    std::vector<FragmentEvent> events;
    const Json& status = memberAt(entry, "status");
    const Json& messages = memberAt(status, "messages");
    for (const Json& message : messages.is_array() ? messages : Json::array()) {
        if (!message.is_array() || message.size() < 2 || !message[0].is_string() || !message[1].is_object())
            continue;
        std::vector<FragmentEvent> some = take({message[0].get<std::string>(), message[1], {}}, now);
        std::move(some.begin(), some.end(), std::back_inserter(events));
    }
    if (!m_over) { // what is in the history has ended
        finishNode(now, events);
        m_over = true;
        if (stringAt(status, "status_str") == "error" && !m_failure) {
            m_failure = FragmentFailure{};
            m_failure->error =
                Error{ErrorCode::ProviderRefused, "it ended with an error that the history doesn't name"};
        }
    }
    return events;
}

FragmentFailure comfyRefusal(const Json& answer, const std::map<std::string, NodeId>& added)
{
    FragmentFailure failure;
    const Json& nodes = memberAt(answer, "node_errors");
    if (nodes.is_object()) {
        for (const auto& [id, entry] : nodes.items()) {
            const Json& errors = memberAt(entry, "errors");
            if (!errors.is_array() || errors.empty())
                continue;
            const Json& first = errors.front();
            const auto served = added.find(id);
            failure.node = served == added.end() ? id : served->second;
            const Json& extra = memberAt(first, "extra_info");
            const Json& received = memberAt(extra, "received_value");
            failure.error = Error{codeOf(stringAt(first, "type")), stringAt(first, "type"),
                {{"node", failure.node}, {"type", stringAt(entry, "class_type")},
                    {"input", stringAt(extra, "input_name")},
                    {"reason", shortened(stringAt(first, "message") + ": " + stringAt(first, "details"))}}};
            if (!received.is_null())
                failure.error.args["received"] =
                    shortened(received.is_string() ? received.get<std::string>() : toJsonText(received));
            return failure;
        }
    }
    const Json& error = memberAt(answer, "error");
    const std::string message = error.is_string() ? error.get<std::string>() : stringAt(error, "message");
    failure.error = Error{ErrorCode::ProviderRefused, stringAt(error, "type"),
        {{"reason", shortened(message + " " + stringAt(error, "details"))}}};
    return failure;
}

} // namespace weft
