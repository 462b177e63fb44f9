// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/ProgressLine.h"
#include "app/cli/ReportJson.h"
#include "app/cli/RunArguments.h"
#include "app/engines/MarketLink.h"
#include "app/runs/RunController.h"

#include <QObject>
#include <QPointer>

namespace weft {

/// `weft run`: the files of one command line, one after another.
class RunCommand : public QObject {
    Q_OBJECT

public:
    explicit RunCommand(RunArguments arguments);

    /// What a word of the command line stands for, and the slots whose values are printed at the end, by a name.
    struct Opened {
        Graph graph;
        std::map<std::string, SlotRef> printed;
    };
    /// Instead of opening a file: asked when all machines are known.
    using Opener = std::function<Result<Opened>(RunController&, const QString&)>;
    void setOpener(Opener opener) { m_opener = std::move(opener); }

    void start();
    /// Asks the run to stop; the second time the program may end hard.
    void cancel();

Q_SIGNALS:
    void done(int status);

private:
    /// The machines of the relay that was named, then the runs. Without the relay it goes on here.
    static QCoro::Task<void> findMachines(QPointer<RunCommand> self);
    void keepTitles(const QString& home);
    void next();
    void onFinished(const RunReport& report);
    void onFile(const StoredFile& file);
    Result<Opened> open(const QString& path);
    Result<std::map<SlotRef, QString>> savedSlots(const Graph& graph) const;
    void saveSlots(FileRun& run);
    void printSlots(const FileRun& run) const;
    void fail(const QString& path, const Error& error);
    void finish();
    static QCoro::Task<void> leave(QPointer<RunCommand> self, int status);

    RunArguments m_arguments;
    RunController m_controller;
    std::unique_ptr<MarketLink> m_market; // goes first: its runs report to the controller's
    ProgressLine m_progress;
    std::vector<FileRun> m_runs;
    Opener m_opener;
    std::map<SlotRef, QString> m_saves; // of the run at work
    std::map<std::string, SlotRef> m_printed;
    qsizetype m_next = 0;
    bool m_cancelled = false;
    bool m_started = false;
};

} // namespace weft
