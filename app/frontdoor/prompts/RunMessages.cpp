// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/frontdoor/prompts/RunMessages.h"

#include "app/frontdoor/prompts/PythonText.h"
#include "app/runs/OutputStore.h"

#include <algorithm>

namespace weft {

namespace {

constexpr std::size_t kMostStates = 256; // nodes in a progress_state: each message holds them all, so they'd grow with the square

const FragmentEvent* inner(const RunEvent& event)
{
    const auto* progressed = std::get_if<FragmentProgressed>(&event);
    return progressed ? &progressed->event : nullptr;
}

Json messageOf(const char* type, Json data) { return {{"type", type}, {"data", std::move(data)}}; }

} // namespace

RunMessages::RunMessages(QueuedPromptPtr prompt, const Catalogue& catalogue, MessageSinks sinks)
    : m_prompt(std::move(prompt))
    , m_catalogue(catalogue)
    , m_sinks(std::move(sinks))
    , m_client(m_prompt->client())
{
    m_ended.prompt = m_prompt;
}

void RunMessages::tell(const char* type, Json data)
{
    if (m_client && !m_client->isEmpty()) // an empty name is nobody's, and would be everybody
        m_sinks.send(*m_client, messageOf(type, std::move(data)));
}

void RunMessages::tellAll(const char* type, Json data)
{
    if (m_client)
        tell(type, std::move(data));
    else
        m_sinks.send({}, messageOf(type, std::move(data)));
}

void RunMessages::log(const char* type, Json data, bool isForAll)
{
    data["timestamp"] = m_sinks.clock();
    m_log.push_back(Json::array({type, data}));
    if (isForAll)
        tellAll(type, std::move(data));
    else
        tell(type, std::move(data));
}

void RunMessages::start() { log("execution_start", {{"prompt_id", m_prompt->id}}); }

void RunMessages::answer(const NodeId& output, const Json& ui)
{
    m_cached.insert(output);
    m_done.insert(output);
    if (!ui.is_null())
        m_ended.outputs[output] = ui;
}

void RunMessages::on(const RunEvent& event)
{
    if (const auto* answered = std::get_if<NodeAnswered>(&event))
        push(*answered);
    if (const auto* ready = std::get_if<FilesReady>(&event)) {
        const std::size_t count = filesOf(ready->files).size();
        m_unstored[ready->node] += count;
        push(Files {ready->node, count});
    }
    const FragmentEvent* happened = inner(event);
    if (!happened)
        return;
    if (const auto* started = std::get_if<NodeStarted>(happened))
        push(*started);
    else if (const auto* progress = std::get_if<NodeProgress>(happened))
        push(*progress);
    else if (const auto* preview = std::get_if<NodePreview>(happened))
        push(*preview);
    else if (const auto* finished = std::get_if<NodeFinished>(happened))
        push(*finished);
}

void RunMessages::push(Step step)
{
    m_steps.push_back(std::move(step));
    work();
}

void RunMessages::work()
{
    while (m_storing.empty() && !m_steps.empty()) {
        const Step step = std::move(m_steps.front());
        m_steps.pop_front();
        const auto* files = std::get_if<Files>(&step);
        if (!files || files->node != m_awaited)
            endAwaited();
        std::visit([this](const auto& what) { take(what); }, step);
    }
}

bool RunMessages::isOutput(const NodeId& node) const
{
    const auto it = m_prompt->prompt.nodes.find(node);
    const NodeType* type = it == m_prompt->prompt.nodes.end() ? nullptr : m_catalogue.find(it->second.type);
    return type && type->isOutput;
}

void RunMessages::take(const NodeAnswered& step)
{
    if (!isOutput(step.node)) // an output's files are stored anew: it counts as run
        m_cached.insert(step.node);
}

void RunMessages::take(const NodeStarted& step) { begin(step.node); }

void RunMessages::take(const NodeProgress& step)
{
    if (step.node.empty() || !m_begun.contains(step.node))
        return;
    setState(step.node, "running", step.value, step.max);
    sendStates();
    tellAll("progress", {{"value", step.value}, {"max", step.max}, {"prompt_id", m_prompt->id}, {"node", step.node}});
}

void RunMessages::take(const NodePreview& step)
{
    const Json metadata = {{"node_id", step.node}, {"prompt_id", m_prompt->id}, {"display_node_id", step.node},
        {"parent_node_id", nullptr}, {"real_node_id", step.node}, {"image_type", step.mime}};
    if (!m_client || !m_client->isEmpty())
        m_sinks.preview(m_client.value_or(QString()), metadata, step);
}

void RunMessages::take(const NodeFinished& step)
{
    if (isOutput(step.node))
        m_awaited = step.node;
    else if (m_begun.contains(step.node))
        finish(step.node);
    else
        m_cached.insert(step.node); // known to the engine
}

void RunMessages::take(const Files& step)
{
    if (step.count > 0 && m_unstored[step.node] > 0)
        m_storing = step.node;
    else if (step.count > 0 || step.node == m_awaited)
        filesAreStored(step.node);
}

/// An output node's end without files.
void RunMessages::endAwaited()
{
    const NodeId node = std::exchange(m_awaited, {});
    if (node.empty() || m_done.contains(node))
        return;
    if (m_begun.contains(node))
        finish(node);
    else
        m_cached.insert(node);
}

void RunMessages::filesAreStored(const NodeId& node)
{
    m_awaited.clear();
    if (m_done.contains(node))
        return sendExecuted(node); // files that came late
    if (!m_begun.contains(node))
        begin(node);
    for (SharedBytes& png : std::exchange(m_handed[node], {}))
        take(NodePreview {node, "image/png", std::move(png)});
    sendExecuted(node);
    finish(node);
}

void RunMessages::stored(const NodeId& node, const std::string& key, const Json& item, bool isMoving)
{
    if (!key.empty())
        m_ended.outputs[node][key].push_back(item);
    if (isMoving)
        m_ended.outputs[node]["animated"] = Json::array({true});
    std::size_t& left = m_unstored[node];
    left -= left > 0 ? 1 : 0;
    if (left > 0 || m_storing != node)
        return;
    m_storing.clear();
    filesAreStored(node);
    work();
}

void RunMessages::handOver(const NodeId& node, SharedBytes png) { m_handed[node].push_back(std::move(png)); }

void RunMessages::begin(const NodeId& node)
{
    sendCached();
    m_current = node;
    m_begun.insert(node);
    setState(node, "running", 0.0, 1.0);
    sendStates();
    tell("executing", {{"node", node}, {"display_node", node}, {"prompt_id", m_prompt->id}});
}

void RunMessages::finish(const NodeId& node)
{
    if (!m_done.insert(node).second)
        return;
    m_executed.push_back(node);
    if (m_current == node)
        m_current.clear();
    const auto state = std::ranges::find(m_states, node, &std::pair<NodeId, Json>::first);
    const Json max = state == m_states.end() ? Json(1.0) : memberAt(state->second, "max");
    setState(node, "finished", max, max);
    sendStates();
}

void RunMessages::sendExecuted(const NodeId& node)
{
    const Json& ui = memberAt(m_ended.outputs, node);
    if (!ui.is_null())
        tell("executed", {{"node", node}, {"display_node", node}, {"output", ui}, {"prompt_id", m_prompt->id}});
}

void RunMessages::sendCached()
{
    if (std::exchange(m_hasSentCached, true))
        return;
    Json nodes = Json::array();
    for (const auto& [id, node] : m_prompt->json.items()) {
        if (m_cached.contains(id))
            nodes.push_back(id);
    }
    log("execution_cached", {{"nodes", std::move(nodes)}, {"prompt_id", m_prompt->id}});
    for (const NodeId& output : m_prompt->outputs) {
        if (!m_done.contains(output))
            continue;
        sendExecuted(output);
        setState(output, "finished", 1, 1);
        sendStates();
    }
}

void RunMessages::setState(const NodeId& node, const char* state, const Json& value, const Json& max)
{
    Json data = {{"value", value}, {"max", max}, {"state", state}, {"node_id", node}, {"prompt_id", m_prompt->id},
        {"display_node_id", node}, {"parent_node_id", nullptr}, {"real_node_id", node}};
    const auto known = std::ranges::find(m_states, node, &std::pair<NodeId, Json>::first);
    if (known != m_states.end())
        known->second = std::move(data);
    else
        m_states.emplace_back(node, std::move(data));
    if (m_states.size() > kMostStates)
        m_states.pop_front();
}

void RunMessages::sendStates()
{
    Json nodes = Json::object();
    Json::object_t::Container& entries = nodes.get_ref<Json::object_t&>();
    for (const auto& [id, state] : m_states)
        entries.emplace_back(id, state);
    tellAll("progress_state", {{"prompt_id", m_prompt->id}, {"nodes", std::move(nodes)}});
}

void RunMessages::end(const std::optional<PromptFailure>& failure)
{
    m_unstored.clear();
    if (!m_storing.empty())
        filesAreStored(std::exchange(m_storing, {}));
    work();
    endAwaited();
    sendCached();
    if (!failure)
        log("execution_success", {{"prompt_id", m_prompt->id}});
    else
        log(failure->isInterrupt ? "execution_interrupted" : "execution_error", failureData(*failure), failure->isInterrupt);
    m_current.clear();
    m_ended.status = {{"status_str", failure ? "error" : "success"}, {"completed", !failure}, {"messages", std::move(m_log)}};
    for (const auto& [id, ui] : m_ended.outputs.items())
        m_ended.meta[id] = {{"node_id", id}, {"display_node", id}, {"parent_node", nullptr}, {"real_node_id", id}};
}

Json RunMessages::failureData(const PromptFailure& failure) const
{
    const NodeId& fallback = m_current.empty() ? m_prompt->outputs.front() : m_current;
    const NodeId& node = m_prompt->prompt.nodes.contains(failure.node) ? failure.node : fallback;
    Json data = {{"prompt_id", m_prompt->id}, {"node_id", node}, {"node_type", m_prompt->prompt.nodes.at(node).type}, {"executed", m_executed}};
    if (failure.isInterrupt)
        return data;
    std::vector<NodeId> outputs(m_cached.begin(), m_cached.end());
    outputs.insert(outputs.end(), m_executed.begin(), m_executed.end());
    data["exception_message"] = failure.message + "\n";
    data["exception_type"] = failure.type;
    data["traceback"] = Json::array();
    data["current_inputs"] = currentInputs(node);
    data["current_outputs"] = std::move(outputs);
    return data;
}

/// The literals: values of links may be anywhere.
Json RunMessages::currentInputs(const NodeId& node) const
{
    Json inputs = Json::object();
    for (const auto& [name, input] : m_prompt->prompt.nodes.at(node).inputs) {
        if (const auto* literal = std::get_if<Json>(&input))
            inputs[name] = Json::array({python::str(*literal)});
    }
    return inputs;
}

} // namespace weft
