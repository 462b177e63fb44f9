// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/engines/language/LanguageCatalogue.h"
#include "app/engines/language/LanguageClient.h"

#include <memory>
#include <set>

namespace weft {

struct LanguageSettings {
    QUrl server; // of languageAddress()
    std::string key; // of languageKey(); empty: none
    LanguageLimits limits;
    std::optional<std::set<std::string>> only; // of its models, these alone; empty: all
    std::int64_t mostTokens = kMostTokens; // that one text may be asked for
    bool isForGuests = false; // errors say neither where the server is nor what it says: its words may name files
};

/// An OpenAI-compatible server (llama.cpp's, Ollama, vLLM) as an engine: its models are choices of TextGenerate and
/// Embed. Text streams as previews ("text/plain": all of it so far, or its last 4 KiB) and as progress in tokens;
/// NodeMade says how many tokens were made. A cancel closes the stream, which stops the server's work.
///
/// Errors of a run name their node. Those of callsOf and LanguageClient; NodeFailed (args: reason, the server's own
/// words); ProtocolViolation for what is no answer; ProviderLost where a text breaks off before its end.
class LanguageEngine : public Engine {
public:
    explicit LanguageEngine(LanguageSettings settings);
    ~LanguageEngine() override;

    std::string id() const override; // "language:127.0.0.1:8080"
    std::string displayName() const override; // "Language models (127.0.0.1:8080)"
    /// Asks the server anew. Errors: those of LanguageClient and languageModelsOf; ProviderRefused (args: reason) where
    /// it has no /v1/models.
    QCoro::Task<Result<Catalogue>> catalogue() override;
    QCoro::Task<FragmentReport> run(FragmentJob job, EventSink events, CancelToken cancel) override;

    /// Whether the server is on this computer, as far as its address tells.
    bool isOnThisComputer() const;

private:
    class State;
    std::shared_ptr<State> d;
};

} // namespace weft
