// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/frontdoor/prompts/PromptRunner.h"
#include "app/runs/RunController.h"

namespace weft {

/// Runs prompts over the program's RunController, which the window may use as well: one run at a time.
class ControllerRunner : public PromptRunner {
    Q_OBJECT
public:
    /// `options`: asked anew for each prompt, by its token: where it may run, what it may cost. `runs` must outlive this.
    using OptionsOf = std::function<RunOptions(const QString& token)>;
    ControllerRunner(RunController& runs, OptionsOf options, QObject* parent = nullptr);

    const Catalogue& catalogue() const override;
    RunOptions options(const QString& token) const override;
    Result<Money> capOf(const Prompt& prompt, const RunOptions& options) const override;
    bool isRunning() const override;
    void start(Prompt prompt, RunOptions options, PictureTexts texts) override;
    void cancel() override;
    void rest() override;

private:
    RunController& m_runs;
    OptionsOf m_options;
};

} // namespace weft
