// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/frontdoor/prompts/ObjectInfo.h"
#include "app/frontdoor/prompts/PromptDeskPrivate.h"
#include "app/runs/InputFolder.h"

#include <set>
#include <utility>

namespace weft {

namespace {

constexpr std::size_t kMostFiles = 10'000; // of the input folder, in a type's choices

std::unordered_set<std::string> idsOf(const Json& body)
{
    std::unordered_set<std::string> ids;
    const Json& listed = memberAt(body, "delete");
    for (const Json& id : listed.is_array() ? listed : Json::array()) {
        if (id.is_string())
            ids.insert(id.get<std::string>());
    }
    return ids;
}

Json executing(const NodeId& node)
{
    return {{"type", "executing"}, {"data", {{"node", node}}}};
}

} // namespace

PromptDesk::PromptDesk(PromptRunner& runner, DeskSettings settings, QObject* parent)
    : QObject(parent)
    , d(std::make_unique<Private>(this, runner, std::move(settings)))
{
    connect(&runner, &PromptRunner::runEvent, this, [this](const RunEvent& event) { d->onEvent(event); });
    connect(&runner, &PromptRunner::fileStored, this, [this](const StoredFile& file) { d->onStored(file); });
    connect(&runner, &PromptRunner::fileLost, this, [this](const StoredFile& file) { d->onLost(file); });
    connect(&runner, &PromptRunner::finished, this, [this](const RunReport& report) { d->onFinished(report); });
}

PromptDesk::~PromptDesk() = default;

Answer PromptDesk::post(Json body, const QString& token) { return d->post(body, token); }

void PromptDesk::startNow()
{
    if (std::exchange(d->mayStartNow, false))
        d->startNext();
}

QString PromptDesk::runningToken() const { return d->running ? d->running->token : QString(); }

Json PromptDesk::execInfo() const { return d->statusData(); }

bool PromptDesk::isRunning() const { return d->running != nullptr; }

std::size_t PromptDesk::waiting() const { return d->queue.pending().size(); }

Json PromptDesk::queue() const
{
    Json running = Json::array();
    Json pending = Json::array();
    if (d->running)
        running.push_back(d->running->toJson());
    for (const QueuedPromptPtr& prompt : d->queue.pending())
        pending.push_back(prompt->toJson());
    return {{"queue_running", std::move(running)}, {"queue_pending", std::move(pending)}};
}

Answer PromptDesk::editQueue(const Json& body)
{
    const std::vector<QueuedPromptPtr> before = d->queue.pending();
    const bool clears = boolAt(body, "clear");
    if (clears)
        d->queue.clear();
    d->queue.remove(idsOf(body));
    const std::set<QueuedPromptPtr> left(d->queue.pending().begin(), d->queue.pending().end());
    if (clears || left.size() != before.size())
        d->tellStatus();
    for (const QueuedPromptPtr& prompt : before) { // what was set aside for them comes back
        if (!left.contains(prompt))
            Q_EMIT settled(prompt->token, QString::fromStdString(prompt->id), Money {});
    }
    return {};
}

void PromptDesk::drop(const QString& token)
{
    Json ids = Json::array();
    for (const QueuedPromptPtr& prompt : d->queue.pending()) {
        if (prompt->token == token)
            ids.push_back(prompt->id);
    }
    (void)editQueue({{"delete", std::move(ids)}});
    if (d->running && d->running->token == token)
        (void)interrupt(Json());
}

Answer PromptDesk::interrupt(const Json& body)
{
    const std::string id = stringAt(body, "prompt_id");
    if (!d->running || !d->isRunnerOurs || (!id.empty() && id != d->running->id))
        return {};
    d->isInterrupted = true;
    d->runner.cancel();
    return {};
}

Answer PromptDesk::free(const Json& body)
{
    d->unloads |= boolAt(body, "unload_models") || boolAt(body, "free_memory");
    d->forgets |= boolAt(body, "free_memory");
    if (!d->running)
        d->applyFree();
    return {};
}

Json PromptDesk::history(std::optional<std::int64_t> max, std::int64_t offset) const { return d->history.list(max, offset); }

Json PromptDesk::historyOf(const QString& id) const
{
    const EndedPrompt* ended = d->history.find(id.toStdString());
    return ended ? Json {{ended->prompt->id, ended->toJson()}} : Json::object();
}

Answer PromptDesk::editHistory(const Json& body)
{
    if (boolAt(body, "clear")) {
        d->history.clear();
        d->knownSignatures.clear();
    }
    for (const std::string& id : idsOf(body))
        d->history.remove(id);
    return {};
}

Answer PromptDesk::jobs(const Json& query) const
{
    auto listed = jobsOf(d->sources(), query);
    if (!listed)
        return {400, {{"error", listed.error().detail}}};
    return {200, std::move(*listed)};
}

Answer PromptDesk::job(const QString& id) const
{
    Json job = jobOf(d->sources(), id.toStdString());
    if (job.is_null())
        return {404, {{"error", "Job not found"}}};
    return {200, std::move(job)};
}

const std::string& PromptDesk::objectInfoText()
{
    const Catalogue& catalogue = d->runner.catalogue();
    std::vector<std::string> files;
    if (!d->settings.input.isEmpty())
        files = picturesIn(d->settings.input, kMostFiles);
    // Both share their types until one is changed, so comparing them is quick.
    if (!d->infoText.empty() && &d->infoCatalogue.types() == &catalogue.types() && d->infoFiles == files)
        return d->infoText;
    Catalogue shown;
    for (const auto& [name, type] : catalogue.types())
        shown.add(d->withFiles(type));
    d->infoText = comfyObjectInfoText(shown);
    d->infoCatalogue = catalogue;
    d->infoFiles = std::move(files);
    return d->infoText;
}

Json PromptDesk::objectInfo(const QString& type)
{
    const NodeType* found = d->runner.catalogue().find(type.toStdString());
    return found ? Json {{found->name, comfyObjectInfo(d->withFiles(*found))}} : Json::object();
}

Json PromptDesk::welcome(const QString& clientId) const
{
    return {{"type", "status"}, {"data", {{"status", d->statusData()}, {"sid", clientId.toStdString()}}}};
}

std::vector<Json> PromptDesk::reconnected(const QString& clientId) const
{
    if (!d->running || !d->messages || d->running->client() != clientId || d->messages->current().empty())
        return {};
    return {executing(d->messages->current())};
}

NodeType PromptDesk::Private::withFiles(NodeType type) const
{
    for (InputSpec& input : type.inputs) {
        if (input.picksInputFile && !settings.input.isEmpty())
            input.choices = picturesIn(settings.input, kMostFiles);
    }
    return type;
}

} // namespace weft
