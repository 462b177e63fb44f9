// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/frontdoor/prompts/PromptRunner.h"

#include <QByteArray>

#include <memory>
#include <optional>

namespace weft {

/// What a route answers: the HTTP status, and the JSON of its body; null: the body is empty.
struct Answer {
    int status = 200;
    Json body;
};

/// Who asks, and what it may cost: what a hook that keeps budgets is told of a prompt before it is queued.
struct PromptCost {
    QString token; // as given to post(); empty: nobody in particular
    QString promptId;
    Money cap; // what the prompt is charged at most; zero where all runs here
};

/// What a desk needs besides its runner. Times are milliseconds since 1970.
struct DeskSettings {
    QString input; // the folder that LoadImage reads; empty: whether files are there isn't checked
    QString output; // the folder of saved files, ComfyUI's type "output"
    QString temp; // the folder of previews, its type "temp": files called ComfyUI_temp_xxxxx_00001_.png are made in it
    std::function<std::int64_t()> clock; // empty: the computer's
    std::function<QString()> freshId; // of prompts; empty: random UUIDs
    /// Asked once for each prompt that is about to be queued; an error refuses it (429, `budget_exceeded`, its sentence).
    std::function<Done(const PromptCost&)> admit;
    bool tokensHaveCredits = false; // what is available to a run with a token is the token's own
    bool remembers = true; // what the last prompt made isn't made again; false: nobody gets what another one paid for
    std::size_t mostPending = 10'000;
    std::size_t mostHistory = 10'000; // the oldest go
    std::size_t mostBytes = 512u << 20; // of prompts in the queue and in the history together, about; the oldest history goes first
};

/// ComfyUI's prompts, queue, history and messages (0.3.64) over Weft's runs: what its routes mean, without a socket. It
/// checks prompts, queues them, runs one at a time and tells what happens in ComfyUI's messages. Nothing in here blocks
/// for long; lives on the event loop's thread. A body is taken as the route's JSON; anything is allowed in it.
/// Source: ComfyUI's HTTP and WebSocket API, docs/frontdoor.md.
class PromptDesk : public QObject {
    Q_OBJECT
public:
    PromptDesk(PromptRunner& runner, DeskSettings settings, QObject* parent = nullptr);
    ~PromptDesk() override;

    /// POST /prompt. 200 {prompt_id, number, node_errors}; 400 {error, node_errors}; 429 when the queue is full or a budget
    /// is spent (the same form). `token`: whose budget it is.
    Answer post(Json body, const QString& token = {});
    /// Starts what was posted, if nothing else runs or waits, before the event loop would: for a caller who needn't note the answer before the
    /// prompt may end. What a known prompt's end tells then reaches its client in one go with the answer, not after a pause.
    void startNow();
    /// Whose prompt runs now; empty: nobody's in particular, or none runs.
    QString runningToken() const;
    /// GET /prompt: {exec_info: {queue_remaining}}.
    Json execInfo() const;
    /// Whether one of its prompts is at work; and how many wait.
    bool isRunning() const;
    std::size_t waiting() const;
    /// GET /queue: {queue_running, queue_pending}.
    Json queue() const;
    /// POST /queue: {clear: true} and {delete: [ids]}. An empty answer.
    Answer editQueue(const Json& body);
    /// Of a token that lets nobody in any more: what waits is taken out, what runs is stopped.
    void drop(const QString& token);
    /// POST /interrupt: null or {} whatever runs of this desk's, {prompt_id} only that one. An empty answer.
    Answer interrupt(const Json& body);
    /// POST /free: {unload_models, free_memory}. An empty answer.
    Answer free(const Json& body);
    /// GET /history: id -> entry, the oldest first. `offset` negative: the last `max`.
    Json history(std::optional<std::int64_t> max = {}, std::int64_t offset = -1) const;
    /// GET /history/ID: {ID: entry}, or {}.
    Json historyOf(const QString& id) const;
    /// POST /history: {clear: true} and {delete: [ids]}. An empty answer.
    Answer editHistory(const Json& body);
    /// GET /api/jobs of newer releases. `query`: the URL's parameters as texts {status, workflow_id, sort_by, sort_order,
    /// limit, offset}. 200 {jobs, pagination}; 400 {error} where one makes no sense.
    Answer jobs(const Json& query) const;
    /// GET /api/jobs/ID: 200 the job with outputs and workflow, or 404 {error}.
    Answer job(const QString& id) const;
    /// GET /object_info as JSON text: it is large, and made once for each catalogue.
    const std::string& objectInfoText();
    /// GET /object_info/CLASS: {CLASS: entry}, or {}.
    Json objectInfo(const QString& type);

    /// The status message that a client gets first, {type: "status", data: {status, sid}}.
    Json welcome(const QString& clientId) const;
    /// The client is back: the messages that it gets after welcome() while its own prompt runs (executing); often none.
    std::vector<Json> reconnected(const QString& clientId) const;

Q_SIGNALS:
    /// A WebSocket message {type, data}. `clientId` empty: to everybody.
    void message(const QString& clientId, const weft::Json& message);
    /// A preview of a node at work. `metadata`: {node_id, prompt_id, display_node_id, parent_node_id, real_node_id,
    /// image_type}; `format`: 1 JPEG, 2 PNG. Binary event 4 where the client has the flag, else event 1.
    void preview(const QString& clientId, const weft::Json& metadata, const QByteArray& image, int format);
    /// Prompts were added to, taken from or ended in the queue; message() has told everybody.
    void queueChanged();
    /// A line for a log, as ComfyUI writes it: "got prompt", "Prompt executed in 0.12 seconds", what went wrong.
    void noted(const QString& line);
    /// A prompt has ended, well or not: what it was charged, for budgets. `charged` never exceeds what admit() was told.
    void settled(const QString& token, const QString& promptId, weft::Money charged);

private:
    class Private;
    std::unique_ptr<Private> d;
};

} // namespace weft
