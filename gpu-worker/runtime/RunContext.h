// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gpu-worker/runtime/Context.h"
#include "gpu-worker/runtime/ModelFolders.h"

#include <atomic>
#include <chrono>

namespace weft::worker {

/// Told what happens, on the compute thread.
using FragmentEventSink = std::function<void(const FragmentEvent&)>;

/// What all nodes of one fragment share.
struct RunSettings {
    const ModelFolders& models;
    const FragmentEventSink& events;
    const std::atomic<bool>& cancelled;
    Precision precision = Precision::Auto;
    c10::Device device = c10::kCPU;
    std::uint64_t ancestralSeedOffset = 0;
    std::shared_ptr<WeightRoom> weightRoom {};
};

/// The Context of one node.
class RunContext : public Context {
public:
    RunContext(const RunSettings& settings, NodeId node)
        : m_settings(settings)
        , m_node(std::move(node))
    {
    }

    void progress(std::int64_t value, std::int64_t max) override;
    bool wantsPreview() override;
    void preview(const Image& image) override;
    bool isCancelled() const override { return m_settings.cancelled.load(std::memory_order_relaxed); }
    Result<std::string> openModel(const std::string& folder, const std::string& name) const override;
    void addFile(File file) override { m_files.push_back(std::move(file)); }
    Precision precision() const override { return m_settings.precision; }
    std::uint64_t ancestralSeedOffset() const override { return m_settings.ancestralSeedOffset; }
    c10::Device device() const override { return m_settings.device; }
    std::shared_ptr<WeightRoom> weightRoom() const override { return m_settings.weightRoom; }

    std::vector<File> takeFiles() { return std::move(m_files); }

private:
    using Clock = std::chrono::steady_clock;

    const RunSettings& m_settings;
    NodeId m_node;
    std::vector<File> m_files;
    Clock::time_point m_nextProgress {};
    Clock::time_point m_nextPreview {};
    std::optional<Clock::time_point> m_previewBegan;
};

} // namespace weft::worker
