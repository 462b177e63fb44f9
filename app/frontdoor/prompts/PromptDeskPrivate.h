// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/frontdoor/prompts/JobsView.h"
#include "app/frontdoor/prompts/LastResults.h"
#include "app/frontdoor/prompts/PromptDesk.h"
#include "app/frontdoor/prompts/RunMessages.h"
#include "app/frontdoor/prompts/UiOutput.h"

namespace weft {

class PromptDesk::Private {
public:
    Private(PromptDesk* owner, PromptRunner& runner, DeskSettings given);

    Answer post(Json& body, const QString& token);
    Answer take(Json& body, const QString& token);
    std::optional<Answer> refusal(QueuedPrompt& prompt, const Json& nodeErrors);
    void tellStatus();
    Json statusData() const;
    std::size_t remaining() const { return queue.pending().size() + (running ? 1 : 0); }
    JobSources sources() const { return {running, queue, history}; }
    bool hasInput(const InputSpec& input, const std::string& name) const;

    void startSoon();
    void startNext();
    void run();
    void onEvent(const RunEvent& event);
    void onStored(const StoredFile& file);
    void onLost(const StoredFile& file);
    void onFinished(const RunReport& report);
    void end(const std::optional<PromptFailure>& failure, Money charged);
    void applyFree();
    NodeType withFiles(NodeType type) const;

    PromptDesk* const q;
    PromptRunner& runner;
    const DeskSettings settings;
    PromptQueue queue;
    PromptHistory history;
    LastResults last;
    PromptSignatures knownSignatures;
    TempFiles temp;
    QueuedPromptPtr running;
    PictureTexts texts; // of it
    std::map<NodeId, Hash256> signatures; // of it
    std::unique_ptr<RunMessages> messages; // of it
    std::chrono::steady_clock::time_point startedAt; // it did
    bool isRunnerOurs = false;
    bool isStarting = false; // startNext() will be called
    bool mayStartNow = false; // only because of what was posted
    bool isInterrupted = false;
    bool unloads = false; // once nothing runs
    bool forgets = false;
    std::string infoText; // of this catalogue, with these files
    Catalogue infoCatalogue;
    std::vector<std::string> infoFiles;
};

} // namespace weft
