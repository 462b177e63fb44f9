// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/job/Fragment.h"
#include "gpu-worker/models/WeightRoom.h"
#include "gpu-worker/runtime/Ports.h"

#include <c10/core/Device.h>

#include <functional>
#include <memory>

namespace weft::worker {

/// What a node may ask of the worker while it runs. A node whose function takes `Context&` first gets it.
/// Used on the compute thread only.
class Context {
public:
    virtual ~Context() = default;

    /// Steps done of `max`; forwarded at most a few times a second.
    virtual void progress(std::int64_t value, std::int64_t max) = 0;
    /// Whether a preview would be shown now. Making one takes time, so ask first; the time from the question to the
    /// picture counts as its cost.
    virtual bool wantsPreview() { return true; }
    /// A small picture of what is being made, on any device; the first of the batch is shown.
    virtual void preview(const Image& image) = 0;
    /// Asked to stop: a loop that takes long looks now and then, and returns checkCancelled()'s error.
    virtual bool isCancelled() const = 0;
    /// Errors: ModelMissing (args: folder, name) when no model folder has it; the name can't lead out of the folders.
    virtual Result<std::string> openModel(const std::string& folder, const std::string& name) const = 0;
    Result<std::string> openModel(const ModelChoice& model) const { return openModel(model.folder, model.name); }
    /// A file shown or saved by an output node that also has outputs; others return std::vector<File>.
    virtual void addFile(File file) = 0;

    virtual Precision precision() const = 0;
    /// What is added to the seed of the noise that ancestral samplers draw: 0 as ComfyUI 0.3.64, 1 as later releases.
    virtual std::uint64_t ancestralSeedOffset() const { return 0; }
    virtual c10::Device device() const = 0;
    /// What weights may hold on the device; null: whatever they need.
    virtual std::shared_ptr<WeightRoom> weightRoom() const { return nullptr; }

    /// Errors: Cancelled.
    Done checkCancelled() const
    {
        if (isCancelled())
            return Error {ErrorCode::Cancelled};
        return {};
    }
};

} // namespace weft::worker
