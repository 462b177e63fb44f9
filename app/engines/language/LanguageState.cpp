// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
// A fragment, node by node.
#include "app/engines/language/LanguageState.h"
#include "app/engines/language/Embedding.h"
#include "app/engines/language/LanguageCatalogue.h"

#include <QTimer>

#include <algorithm>

namespace weft {

namespace {

constexpr int kFine = 200;

/// What another machine, or this one once it is back, may do better.
bool anotherMayHelp(ErrorCode code)
{
    return code == ErrorCode::ProviderLost || code == ErrorCode::TimedOut || code == ErrorCode::ProtocolViolation
        || code == ErrorCode::ProviderRefused;
}

FragmentFailure languageFailure(const Error& error)
{
    FragmentFailure failure;
    failure.error = error;
    failure.retryElsewhere = anotherMayHelp(error.code);
    if (const auto node = error.args.find("node"); node != error.args.end())
        failure.node = node->second;
    return failure;
}

Result<Json> jsonOfAnswer(const LanguageAnswer& answer)
{
    if (answer.status != kFine) {
        const std::string words = serverWords(answer.body);
        return Error{ErrorCode::NodeFailed, "status " + std::to_string(answer.status),
            {{"reason", words.empty() ? "HTTP " + std::to_string(answer.status) : words}}};
    }
    auto json = parseJson(answer.body, {.maxBytes = 16u << 20, .maxDepth = 32});
    if (!json)
        return Error{ErrorCode::ProtocolViolation, "an answer is no JSON"};
    return json;
}

std::string settingText(const NodeCall& call, const std::string& name)
{
    const auto found = call.settings.find(name);
    return found != call.settings.end() && found->second.is_string() ? found->second.get<std::string>() : std::string();
}

/// What no price could know before counts only so far.
std::int64_t mostTokensOf(const FragmentNode& node, const NodeCall& call)
{
    const auto given = node.inputs.find("max_tokens");
    const std::int64_t asked = call.settings.at("max_tokens").get<std::int64_t>();
    const bool isLiteral = given == node.inputs.end() || std::holds_alternative<Json>(given->second);
    return isLiteral ? asked : std::min(asked, kUnknownTokens);
}

Result<TextOrder> orderOf(const FragmentNode& node, const NodeCall& call)
{
    TextOrder order;
    order.model = settingText(call, "model");
    WEFT_TRY(order.messages, readMessages(settingText(call, "messages")));
    WEFT_TRY(order.stop, readStops(settingText(call, "stop")));
    if (std::string system = settingText(call, "system"); !system.empty())
        order.messages.insert(order.messages.begin(), {"system", std::move(system)});
    if (std::string prompt = settingText(call, "prompt"); !prompt.empty())
        order.messages.push_back({"user", std::move(prompt)});
    if (order.messages.empty())
        return Error{ErrorCode::InputMissing, "nothing to answer", {{"input", "prompt"}}};
    order.maxTokens = mostTokensOf(node, call);
    order.temperature = call.settings.at("temperature").get<double>();
    order.topP = call.settings.at("top_p").get<double>();
    order.seed = call.settings.at("seed").get<std::int64_t>();
    return order;
}

Result<ValueList> addMessage(const NodeCall& call)
{
    WEFT_TRY(std::vector<ChatMessage> messages, readMessages(settingText(call, "messages")));
    messages.push_back({settingText(call, "role"), settingText(call, "content")});
    return ValueList{literalValue("STRING", writeMessages(messages))};
}

Result<ValueList> compare(const NodeCall& call)
{
    WEFT_TRY(const double similarity, similarityOf(call.values.at("a"), call.values.at("b")));
    return ValueList{literalValue("FLOAT", similarity)};
}

} // namespace

LanguageEngine::State::State(LanguageSettings given)
    : client(std::move(given.server), std::move(given.key), given.limits)
    , m_only(std::move(given.only))
    , m_mostTokens(given.mostTokens)
    , m_isForGuests(given.isForGuests)
{
}

Error LanguageEngine::State::shownTo(Error error) const
{
    if (!m_isForGuests)
        return error.with("machine", client.name());
    error.args.erase("machine");
    if (error.code == ErrorCode::NodeFailed)
        error.args.erase("reason");
    return error;
}

QCoro::Task<Result<Catalogue>> LanguageEngine::State::describe()
{
    const auto self = shared_from_this();
    auto asking = client.ask(QStringLiteral("/v1/models"), {}, m_closed);
    const Result<LanguageAnswer> answer = co_await asking;
    if (!answer)
        co_return answer.error();
    if (answer->status != kFine) {
        co_return Error{ErrorCode::ProviderRefused, "/v1/models: status " + std::to_string(answer->status),
            {{"machine", client.name()}, {"reason", "language-models"}}};
    }
    const auto json = jsonOfAnswer(*answer);
    auto models = json ? languageModelsOf(*json) : Result<std::vector<std::string>>(json.error());
    if (!models)
        co_return models.error().with("machine", client.name());
    m_models = std::move(*models);
    if (m_only)
        std::erase_if(m_models, [this](const std::string& model) { return !m_only->contains(model); });
    m_described = true;
    co_return languageCatalogue(m_models, m_mostTokens);
}

/// The server is asked again where a model was named that it didn't have: it may have been fetched since.
QCoro::Task<Done> LanguageEngine::State::learnModels(RunningPtr running)
{
    const auto self = shared_from_this();
    const bool isKnown = std::ranges::all_of(running->job.fragment.nodes, [this](const FragmentNode& node) {
        const auto given = node.inputs.find("model");
        const auto* literal = given == node.inputs.end() ? nullptr : std::get_if<Json>(&given->second);
        return !literal || !literal->is_string()
            || std::ranges::find(m_models, literal->get_ref<const std::string&>()) != m_models.end();
    });
    if (!m_described || !isKnown) {
        auto describing = describe();
        const Result<Catalogue> described = co_await describing;
        if (!described)
            co_return described.error().with("node", running->job.fragment.nodes.front().id);
    }
    running->catalogue = languageCatalogue(m_models, m_mostTokens);
    co_return Done();
}

QCoro::Task<FragmentReport> LanguageEngine::State::run(FragmentJob job, EventSink events, CancelToken cancel)
{
    const auto self = shared_from_this();
    auto running = std::make_shared<Running>();
    running->job = std::move(job);
    running->events = events ? std::move(events) : [](const FragmentEvent&) {};
    CancelToken both; // whoever stops it
    running->cancel = both;
    const std::function<void()> stop = [both]() mutable { both.cancel(); };
    const auto byCaller = cancel.onCancel(stop);
    const auto byEnd = m_closed.onCancel(stop);
    auto working = runAll(running);
    const Done done = co_await working;
    if (both.isCancelled())
        co_return languageFailure(Error{ErrorCode::Cancelled});
    if (!done)
        co_return languageFailure(shownTo(done.error()));
    FragmentOutcome outcome;
    outcome.result = std::move(running->result);
    co_return outcome;
}

QCoro::Task<Done> LanguageEngine::State::runAll(RunningPtr running)
{
    const auto self = shared_from_this();
    if (running->job.fragment.nodes.empty())
        co_return Error{ErrorCode::NoOutputNode};
    auto learning = learnModels(running);
    const Done learned = co_await learning;
    if (!learned)
        co_return learned;
    for (const FragmentNode& node : running->job.fragment.nodes) {
        if (running->cancel.isCancelled())
            co_return Error{ErrorCode::Cancelled};
        auto working = runNode(running, node);
        const Done done = co_await working;
        if (!done)
            co_return done.error().with("node", node.id).with("type", node.type);
    }
    for (const SlotRef& slot : running->job.fragment.outputs) {
        const auto made = running->made.find(slot);
        if (made == running->made.end())
            co_return Error{ErrorCode::LinkInvalid, "no such output", {{"node", slot.node}}};
        running->result.outputs.insert(*made);
    }
    co_return Done();
}

QCoro::Task<Done> LanguageEngine::State::runNode(RunningPtr running, FragmentNode node)
{
    const auto self = shared_from_this();
    const NodeType* type = running->catalogue.find(node.type);
    if (!type)
        co_return Error{ErrorCode::NodeTypeUnknown, "", {{"node", node.id}, {"type", node.type}}};
    const auto calls = callsOf(node, *type, running->job, running->made);
    if (!calls)
        co_return calls.error();
    running->events(NodeStarted{node.id});
    const auto began = std::chrono::steady_clock::now();
    std::vector<ValueList> slots(type->outputs.size());
    std::int64_t tokens = 0;
    for (const NodeCall& one : *calls) {
        auto calling = call(running, node, one, &tokens);
        const Result<ValueList> values = co_await calling;
        if (!values)
            co_return values.error();
        for (std::size_t slot = 0; slot < slots.size(); ++slot)
            slots[slot].push_back((*values)[slot]);
    }
    if (node.type == "TextGenerate")
        running->events(NodeMade{node.id, tokens});
    for (std::size_t slot = 0; slot < slots.size(); ++slot) {
        const SlotRef ref{node.id, static_cast<int>(slot)};
        if (std::ranges::find(running->job.fragment.outputs, ref) != running->job.fragment.outputs.end())
            running->events(NodeOutput{node.id, ref.slot, slots[slot]});
        running->made[ref] = std::move(slots[slot]);
    }
    const auto took = std::chrono::duration_cast<std::chrono::microseconds>(std::chrono::steady_clock::now() - began);
    running->result.seconds[node.id] = took;
    running->events(NodeFinished{node.id, took, false});
    co_return Done();
}

/// One item for each of the node's outputs.
QCoro::Task<Result<ValueList>> LanguageEngine::State::call(
    RunningPtr running, FragmentNode node, NodeCall call, std::int64_t* tokens)
{
    const auto self = shared_from_this();
    if (node.type == "ChatMessages")
        co_return addMessage(call);
    if (node.type == "EmbeddingSimilarity")
        co_return compare(call);
    if (node.type == "Embed") {
        auto embedding = embed(running, std::move(call));
        co_return co_await embedding;
    }
    auto order = orderOf(node, call);
    if (!order)
        co_return order.error();
    const auto writing = std::make_shared<Writing>(running, node.id, CompletionLimits{order->maxTokens});
    auto working = write(writing, std::move(*order));
    const Done written = co_await working;
    if (!written)
        co_return written.error();
    *tokens += writing->reader.tokens();
    co_return ValueList{literalValue("STRING", writing->reader.text()), literalValue("INT", writing->reader.tokens())};
}

QCoro::Task<Result<ValueList>> LanguageEngine::State::embed(RunningPtr running, NodeCall call)
{
    const auto self = shared_from_this();
    const std::string model = settingText(call, "model");
    Json body = {{"model", model}, {"input", settingText(call, "text")}, {"encoding_format", "float"}};
    auto asking = client.ask(QStringLiteral("/v1/embeddings"), std::move(body), running->cancel);
    const Result<LanguageAnswer> answer = co_await asking;
    if (!answer)
        co_return answer.error();
    const Result<Json> json = jsonOfAnswer(*answer);
    if (!json)
        co_return json.error();
    auto value = embeddingOf(*json, model);
    if (!value)
        co_return value.error();
    co_return ValueList{std::move(*value)};
}

} // namespace weft
