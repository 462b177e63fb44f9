// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/engines/comfy/ComfyClient.h"
#include "app/engines/comfy/ComfyGuard.h"
#include "core/engine/Engine.h"

#include <QUrl>

#include <chrono>
#include <optional>
#include <set>

namespace weft {

struct ComfySettings {
    QUrl server; // of comfyAddress()
    ComfyLimits limits;
    std::chrono::milliseconds cancelLimit{8'000}; // then a cancelled run is left to end by itself
    /// For others than the server's owner: only what ComfyGuard and the owner allow is described and run.
    std::optional<ComfyGuests> guests;
    std::function<std::string()> freshId; // letters, digits, hyphens, at least 8; never the same. Empty: UUIDs
};

/// A running ComfyUI server as an engine: nothing is installed in it. Its catalogue is its /object_info, a fragment
/// becomes a prompt in its queue behind its owner's (ComfyPrompt.h says how values cross). Only prompts of ours are
/// ever taken out or interrupted. What a run leaves there is one byte under each name that it used below "weft" in the
/// input and output folders, and its pictures in the temp folder, which ComfyUI empties at its start; its entry in the
/// history is deleted.
///
/// Errors of a run: those of toComfyPrompt, ComfyTracker and ComfyClient; ProviderLost (args: machine) where the server
/// went away or was started anew, which lost the prompt; ProviderRefused where its owner stopped the run.
class ComfyEngine : public Engine {
public:
    explicit ComfyEngine(ComfySettings settings);
    ~ComfyEngine() override;

    std::string id() const override; // "comfyui:127.0.0.1:8188"
    std::string displayName() const override; // "ComfyUI (127.0.0.1:8188)"
    /// Asks the server anew. Errors: those of ComfyClient and comfyCatalogue.
    QCoro::Task<Result<Catalogue>> catalogue() override;
    QCoro::Task<FragmentReport> run(FragmentJob job, EventSink events, CancelToken cancel) override;

    /// "0.3.64"; empty before the server was asked.
    std::string version() const;
    /// What ComfyGuard says of every class, for the server's owner; empty before the server was asked, and for guests.
    std::vector<ComfyJudgement> judgements() const;
    /// Whether the server is on this computer, as far as its address tells.
    bool isOnThisComputer() const;

private:
    class State;
    std::shared_ptr<State> d;
};

} // namespace weft
