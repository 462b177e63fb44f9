// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/frontdoor/prompts/PromptDeskPrivate.h"

#include "app/frontdoor/prompts/HandedPictures.h"
#include "app/frontdoor/prompts/PromptCheck.h"
#include "app/frontdoor/prompts/PythonText.h"
#include "app/language/ErrorText.h"
#include "app/runs/InputFiles.h"
#include "core/threads/HandOver.h"

#include <QRandomGenerator>
#include <QUuid>

#include <algorithm>

namespace weft {

namespace {

constexpr std::size_t kBytesOfJson = 48; // of a JSON value besides its text

QString fiveLetters()
{
    QString letters;
    for (int i = 0; i < 5; ++i)
        letters += QChar(QLatin1Char(static_cast<char>('a' + QRandomGenerator::global()->bounded(26))));
    return letters;
}

/// About what it takes in memory.
std::size_t roughBytes(const Json& json)
{
    std::size_t bytes = kBytesOfJson + (json.is_string() ? json.get_ref<const std::string&>().size() : 0);
    if (json.is_object()) {
        for (const auto& [key, value] : json.get_ref<const Json::object_t&>())
            bytes += key.size() + roughBytes(value);
    } else if (json.is_array()) {
        for (const Json& value : json)
            bytes += roughBytes(value);
    }
    return bytes;
}

Answer refused(int status, Json error, Json nodeErrors = Json::object())
{
    return {status, {{"error", std::move(error)}, {"node_errors", std::move(nodeErrors)}}};
}

/// With a token, what is available is the token's.
Error ofToken(const Error& error, const QString& token)
{
    if (token.isEmpty() || error.code != ErrorCode::CreditTooLow || !error.args.contains("needed"))
        return error;
    return {ErrorCode::BudgetExceeded, error.detail, {{"cap", error.args.at("needed")}, {"left", error.args.at("available")}}};
}

Answer refusalOf(const Error& error, const Json& nodeErrors)
{
    const std::string sentence = sentenceFor(error).toStdString();
    if (error.code == ErrorCode::NoMachine) // what it would cost isn't the question
        return refused(400, promptError("no_machine", sentence), nodeErrors);
    return refused(429, promptError("budget_exceeded", sentence), nodeErrors);
}

Json extraOf(const Json& body)
{
    Json extra = memberAt(body, "extra_data");
    if (!extra.is_object() && (extra.is_null() || body.contains("client_id")))
        extra = Json::object();
    if (body.contains("client_id"))
        extra["client_id"] = memberAt(body, "client_id");
    return extra;
}

PromptFailure failureOf(const std::vector<std::pair<NodeId, Error>>& errors)
{
    const auto cancelled = std::ranges::find_if(errors, [](const auto& error) { return error.second.code == ErrorCode::Cancelled; });
    if (cancelled != errors.end())
        return {{}, {}, {}, true};
    const auto named = std::ranges::find_if(errors, [](const auto& error) { return !error.first.empty(); });
    const auto& [node, error] = named == errors.end() ? errors.front() : *named;
    const auto arg = error.args.find("node");
    return {node.empty() && arg != error.args.end() ? arg->second : node, "weft." + std::string(nameOf(error.code)),
        sentenceFor(error).toStdString(), false};
}

std::set<NodeId> idsOf(const Prompt& prompt)
{
    std::set<NodeId> ids;
    for (const auto& [id, node] : prompt.nodes)
        ids.insert(ids.end(), id);
    return ids;
}

} // namespace

PromptDesk::Private::Private(PromptDesk* owner, PromptRunner& given, DeskSettings wanted)
    : q(owner)
    , runner(given)
    , settings([&] {
        if (!wanted.clock)
            wanted.clock = [] { return QDateTime::currentMSecsSinceEpoch(); };
        if (!wanted.freshId)
            wanted.freshId = [] { return QUuid::createUuid().toString(QUuid::WithoutBraces); };
        return std::move(wanted);
    }())
    , history(settings.mostHistory, settings.mostBytes)
    , temp(settings.temp, fiveLetters())
{
}

Answer PromptDesk::Private::post(Json& body, const QString& token)
{
    Q_EMIT q->noted(QStringLiteral("got prompt"));
    Answer answer = take(body, token);
    if (const Json& error = memberAt(answer.body, "error"); !error.is_null())
        Q_EMIT q->noted(QStringLiteral("invalid prompt: ") + QString::fromStdString(stringAt(error, "message")));
    return answer;
}

Answer PromptDesk::Private::take(Json& body, const QString& token)
{
    auto number = queue.numberFor(body);
    if (!number)
        return refused(400, promptError("invalid_number", "The number of a prompt must be a number", python::str(memberAt(body, "number"))));
    if (!body.is_object() || !body.contains("prompt"))
        return refused(400, promptError("no_prompt", "No prompt provided", "No prompt provided"));
    auto prompt = std::make_shared<QueuedPrompt>();
    prompt->json = std::move(body["prompt"]);
    placeHanded(prompt->json);
    CheckedPrompt checked = checkPrompt(prompt->json, runner.catalogue(), memberAt(body, "partial_execution_targets"),
        [this](const InputSpec& input, const std::string& name) { return hasInput(input, name); });
    if (!checked.error.is_null())
        return refused(400, std::move(checked.error), std::move(checked.nodeErrors));
    prompt->number = std::move(*number);
    prompt->id = body.contains("prompt_id") ? python::str(body["prompt_id"]) : settings.freshId().toStdString();
    prompt->extra = extraOf(body);
    prompt->outputs = std::move(checked.outputs);
    prompt->prompt = std::move(checked.prompt);
    prompt->token = token;
    prompt->created = settings.clock();
    prompt->bytes = 3 * (roughBytes(prompt->json) + roughBytes(prompt->extra)); // as JSON, as a prompt, and some
    if (auto refusal_ = refusal(*prompt, checked.nodeErrors))
        return std::move(*refusal_);
    Json answer = {{"prompt_id", prompt->id}, {"number", prompt->number}, {"node_errors", std::move(checked.nodeErrors)}};
    queue.push(std::move(prompt));
    mayStartNow = !isStarting; // else somebody's end is being told, and whoever waited longer goes first
    startSoon(); // before anything is told, so that what the start tells goes out with it
    tellStatus();
    return {200, std::move(answer)};
}

std::optional<Answer> PromptDesk::Private::refusal(QueuedPrompt& prompt, const Json& nodeErrors)
{
    if (queue.pending().size() >= settings.mostPending || queue.bytes() + prompt.bytes > settings.mostBytes)
        return refused(429, promptError("queue_full", "The queue is full. Try again when some prompts have ended."), nodeErrors);
    if (!settings.admit)
        return {};
    RunOptions options = runner.options(prompt.token);
    options.targets = prompt.outputs;
    const auto cap = runner.capOf(prompt.prompt, options);
    Done admitted = cap ? settings.admit({prompt.token, QString::fromStdString(prompt.id), *cap}) : Done(cap.error());
    if (admitted) {
        prompt.cap = *cap;
        return {};
    }
    return refusalOf(settings.tokensHaveCredits ? ofToken(admitted.error(), prompt.token) : admitted.error(), nodeErrors);
}

Json PromptDesk::Private::statusData() const { return {{"exec_info", {{"queue_remaining", remaining()}}}}; }

void PromptDesk::Private::tellStatus()
{
    Q_EMIT q->message({}, {{"type", "status"}, {"data", {{"status", statusData()}}}});
    Q_EMIT q->queueChanged();
}

bool PromptDesk::Private::hasInput(const InputSpec& input, const std::string& name) const
{
    return settings.input.isEmpty() || pathOfInput(settings.input, name, input.picksInputFolder).hasValue();
}

void PromptDesk::Private::startSoon()
{
    if (!std::exchange(isStarting, true))
        callLater(q, [this] {
            isStarting = mayStartNow = false;
            startNext();
            history.shrink(queue.bytes()); // the answer is on its way
        });
}

void PromptDesk::Private::startNext()
{
    if (running || runner.isRunning()) // the end of either comes back here
        return;
    running = queue.pop();
    if (!running)
        return;
    tellStatus();
    isInterrupted = false;
    startedAt = std::chrono::steady_clock::now();
    MessageSinks sinks;
    sinks.send = [this](const QString& client, const Json& message) { Q_EMIT q->message(client, message); };
    sinks.preview = [this](const QString& client, const Json& metadata, const NodePreview& preview) {
        const QByteArray image(reinterpret_cast<const char*>(preview.picture.data()), qsizetype(preview.picture.size()));
        Q_EMIT q->preview(client, metadata, image, preview.mime == "image/png" ? 2 : 1);
    };
    sinks.clock = settings.clock;
    messages = std::make_unique<RunMessages>(running, runner.catalogue(), std::move(sinks));
    messages->start();
    run();
}

/// Runs the outputs whose results aren't known from the prompt before.
void PromptDesk::Private::run()
{
    signatures = settings.remembers ? knownSignatures.of(running->prompt, runner.catalogue(), settings.input) : std::map<NodeId, Hash256>();
    RunOptions options = runner.options(running->token);
    options.targets.clear();
    std::vector<NodeId> known;
    for (const NodeId& output : running->outputs) {
        const Json* shown = last.find(signatures, output);
        if (shown)
            messages->answer(output, *shown);
        (shown ? known : options.targets).push_back(output);
    }
    if (options.targets.empty()) {
        messages->know(idsOf(running->prompt));
        return end({}, {});
    }
    if (!known.empty())
        messages->know(idsOf(neededBy(running->prompt, known)));
    if (settings.admit)
        options.policy.cap = std::min(options.policy.cap, running->cap);
    if (settings.tokensHaveCredits && !running->token.isEmpty()) // its cap was set aside for it
        options.policy.available = std::max(options.policy.available, options.policy.cap);
    texts = {toJsonText(running->json), {}};
    if (const Json& workflow = memberAt(memberAt(running->extra, "extra_pnginfo"), "workflow"); !workflow.is_null())
        texts.workflow = toJsonText(workflow);
    isRunnerOurs = true;
    Prompt needed = known.empty() ? running->prompt : neededBy(running->prompt, options.targets);
    runner.start(std::move(needed), std::move(options), texts);
}

void PromptDesk::Private::onEvent(const RunEvent& event)
{
    if (isRunnerOurs && messages)
        messages->on(event);
}

void PromptDesk::Private::onStored(const StoredFile& file)
{
    if (!isRunnerOurs || !messages)
        return;
    if (const Tensor* bytes = boolAt(file.value.meta, "bySocket") ? file.value.tensor("bytes") : nullptr) {
        messages->handOver(file.node, bytes->data);
        return onLost(file); // nothing of it stays
    }
    const auto ui = file.path.isEmpty() ? temp.show(file.value, texts) : Result<UiItem>(uiOfSaved(file, settings.output));
    if (!ui)
        return onLost(file);
    messages->stored(file.node, ui->key, ui->item, ui->isMoving);
}

void PromptDesk::Private::onLost(const StoredFile& file)
{
    if (isRunnerOurs && messages)
        messages->stored(file.node, {}, {}, false);
}

void PromptDesk::Private::onFinished(const RunReport& report)
{
    if (!isRunnerOurs || !running)
        return startSoon(); // somebody else's run: the engines are free
    const auto failure = report.errors.empty() ? std::nullopt : std::optional(failureOf(report.errors));
    end(failure, report.charged);
}

void PromptDesk::Private::end(const std::optional<PromptFailure>& failure, Money charged)
{
    messages->end(failure);
    if (failure)
        Q_EMIT q->noted(failure->isInterrupt ? QStringLiteral("Processing interrupted") : QString::fromStdString(failure->message));
    const std::chrono::duration<double> took = std::chrono::steady_clock::now() - startedAt;
    Q_EMIT q->noted(QStringLiteral("Prompt executed in %1 seconds").arg(took.count(), 0, 'f', 2));
    std::vector<NodeId> done;
    std::ranges::copy_if(running->outputs, std::back_inserter(done), [this](const NodeId& output) { return messages->isDone(output); });
    if (settings.remembers)
        last.replace(signatures, done, messages->outputs());
    EndedPrompt ended = messages->takeEnded();
    ended.bytes = running->bytes + roughBytes(ended.outputs) + roughBytes(ended.status) + roughBytes(ended.meta);
    history.add(std::move(ended));
    const QueuedPromptPtr prompt = std::exchange(running, nullptr);
    messages.reset();
    isRunnerOurs = false;
    tellStatus();
    if (const auto client = prompt->client(); client && !client->isEmpty())
        Q_EMIT q->message(*client, {{"type", "executing"}, {"data", {{"node", nullptr}, {"prompt_id", prompt->id}}}});
    Q_EMIT q->settled(prompt->token, QString::fromStdString(prompt->id), charged);
    applyFree();
    startSoon();
}

void PromptDesk::Private::applyFree()
{
    if (std::exchange(forgets, false)) {
        last.clear();
        knownSignatures.clear();
    }
    if (std::exchange(unloads, false) && !runner.isRunning())
        runner.rest();
}

} // namespace weft
