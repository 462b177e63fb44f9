// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/runs/OutputStore.h"
#include "app/runs/RunOptions.h"

#include <QObject>

namespace weft {

/// What runs prompts, one at a time: RunController in the program, a fake in tests.
class PromptRunner : public QObject {
    Q_OBJECT
public:
    using QObject::QObject;

    /// What all engines offer together.
    virtual const Catalogue& catalogue() const = 0;
    /// Where a prompt of this token's may run and what it may cost, unless the token's budget says less.
    virtual RunOptions options(const QString& token) const = 0;
    /// What the prompt would be charged at most, fragment by fragment together. Errors: no machine does it.
    virtual Result<Money> capOf(const Prompt& prompt, const RunOptions& options) const = 0;
    /// Something else (the window) runs on the same engines; finished() of that run tells when not.
    virtual bool isRunning() const = 0;
    /// Runs the prompt's `options.targets`. Ends with finished(), always. Pictures that are saved carry `texts`.
    virtual void start(Prompt prompt, RunOptions options, PictureTexts texts) = 0;
    virtual void cancel() = 0;
    /// Gives back what is held between runs: processes, a card's memory.
    virtual void rest() = 0;

Q_SIGNALS:
    void catalogueChanged();
    void runEvent(const weft::RunEvent& event);
    void fileStored(const weft::StoredFile& file); // of an output node; its path is empty when it is only to be shown
    void fileLost(const weft::StoredFile& file); // it couldn't be stored; the report has the error
    void finished(const weft::RunReport& report);
};

} // namespace weft
