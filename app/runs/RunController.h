// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/runs/OutputStore.h"
#include "app/runs/RunOptions.h"
#include "core/engine/Engine.h"

#include <QObject>

#include <memory>

namespace weft {

/// Opens workflows, plans and runs them, for the window and for the command line alike. No widgets. One run at a time;
/// lives on the event loop's thread; nothing in here blocks.
class RunController : public QObject {
    Q_OBJECT

public:
    explicit RunController(RunFolders folders, QObject* parent = nullptr);
    ~RunController() override;

    /// Starts the worker and asks it what it offers; ends with catalogueChanged() or engineFailed().
    void start();
    /// Model files have come or gone: asks the worker again. Ends with catalogueChanged().
    void refreshModels();
    /// Machines besides this one: those given before with other ids are forgotten. Ends with catalogueChanged() where
    /// something has changed.
    void setRemoteEngines(std::vector<std::shared_ptr<Engine>> engines, std::vector<EngineInfo> infos);

    /// Servers of the user's own (ComfyUIs: "comfyui", language models': "language"), instead of those of this kind that were
    /// given before. Ends like setRemoteEngines().
    void setOwnServers(const std::string& kind, std::vector<std::shared_ptr<Engine>> engines, std::vector<EngineInfo> infos);

    /// This computer's worker, for engines that stand on it.
    std::shared_ptr<Engine> worker() const;

    /// Reads workflow JSON, API JSON, or a picture that carries either. Errors: those of core/formats.
    Result<Graph> openFile(const QString& path);
    /// What openFile() read last.
    const Graph& graph() const;
    /// By id; else by a title or a type that only one node has. Lives as long as `graph`. Errors: NodeMissing (args: node).
    static Result<const Node*> nodeByWord(const Graph& graph, const std::string& word);
    /// "NODE.INPUT" = value, the text being JSON or else a plain string. NODE is an id or a unique title or type.
    /// Errors: NodeMissing, InputMissing, LinkInvalid (the input is linked).
    static Result<Graph> withSetting(Graph graph, const Catalogue& catalogue, const QString& target, const QString& text);

    /// What all engines offer together; this computer's word counts first.
    const Catalogue& catalogue() const;
    const std::vector<EngineInfo>& engines() const;

    /// What startRun() would do, without doing it: fragments, places, estimate and cap. Errors: the first problem.
    Result<Plan> planFor(const Graph& graph, const RunOptions& options) const;
    /// The same as work for any thread, with all that is known now.
    std::function<Result<Plan>()> planning(Graph graph, RunOptions options) const;
    /// Ends with finished(), always, also when nothing could start.
    void startRun(Graph graph, RunOptions options);
    /// The same for a prompt that was validated already: `options.targets` can run. Pictures that are saved carry `texts`.
    void startPrompt(Prompt prompt, RunOptions options, PictureTexts texts);
    /// What startPrompt() would do. Errors: those of makePlan.
    Result<Plan> planFor(const Prompt& prompt, const RunOptions& options) const;
    /// Gives back what the engines of this computer hold between runs; nothing while one is at work.
    void rest();
    bool isRunning() const;
    void cancel();

    const RunFolders& folders() const;

Q_SIGNALS:
    /// Once, after start(): everything that can be known of the engines is known, or couldn't be reached.
    void ready();
    void catalogueChanged();
    void engineFailed(const weft::Error& error);
    void runStarted();
    void runEvent(const weft::RunEvent& event);
    /// An output node's file, after it was stored (previews: not stored).
    void fileStored(const weft::StoredFile& file);
    /// One that couldn't be stored: all that is left of it is what is shown. The report has the error.
    void fileLost(const weft::StoredFile& file);
    void finished(const weft::RunReport& report);

private:
    class Private;
    std::shared_ptr<Private> d; // runs keep it
};

} // namespace weft
