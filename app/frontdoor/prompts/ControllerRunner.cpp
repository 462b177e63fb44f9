// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/frontdoor/prompts/ControllerRunner.h"

#include <algorithm>

namespace weft {

namespace {

/// Programs send thousands of small prompts: what takes less to make than a file takes to write is made again.
constexpr std::chrono::microseconds kKeptFrom {2000};

} // namespace

ControllerRunner::ControllerRunner(RunController& runs, OptionsOf options, QObject* parent)
    : PromptRunner(parent)
    , m_runs(runs)
    , m_options(std::move(options))
{
    connect(&runs, &RunController::catalogueChanged, this, &PromptRunner::catalogueChanged);
    connect(&runs, &RunController::runEvent, this, &PromptRunner::runEvent);
    connect(&runs, &RunController::fileStored, this, &PromptRunner::fileStored);
    connect(&runs, &RunController::fileLost, this, &PromptRunner::fileLost);
    connect(&runs, &RunController::finished, this, &PromptRunner::finished);
}

const Catalogue& ControllerRunner::catalogue() const { return m_runs.catalogue(); }
RunOptions ControllerRunner::options(const QString& token) const { return m_options ? m_options(token) : RunOptions {}; }
bool ControllerRunner::isRunning() const { return m_runs.isRunning(); }
void ControllerRunner::cancel() { m_runs.cancel(); }
void ControllerRunner::rest() { m_runs.rest(); }

/// Where nobody asks for credits there is nothing to plan.
Result<Money> ControllerRunner::capOf(const Prompt& prompt, const RunOptions& options) const
{
    const auto isFree = [](const EngineInfo& engine) { return engine.pricePerReferenceSecond == Money {}; };
    if (std::ranges::all_of(m_runs.engines(), isFree))
        return Money {};
    WEFT_TRY(const Plan plan, m_runs.planFor(prompt, options));
    return plan.cap;
}

void ControllerRunner::start(Prompt prompt, RunOptions options, PictureTexts texts)
{
    options.keptFrom = kKeptFrom;
    m_runs.startPrompt(std::move(prompt), std::move(options), std::move(texts));
}

} // namespace weft
