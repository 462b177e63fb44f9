// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gpu-worker/runtime/Registry.h"

namespace weft::worker {

/// A context without an executor: it counts what a node tells, and finds models in one folder.
class FakeContext : public Context {
public:
    void progress(std::int64_t value, std::int64_t max) override
    {
        lastProgress = {value, max};
        ++progressCalls;
    }
    void preview(const Image& image) override { previews.push_back(image); }
    bool isCancelled() const override { return cancelled; }
    Result<std::string> openModel(const std::string& folder, const std::string& name) const override
    {
        const auto found = models.find(name);
        if (found != models.end())
            return found->second;
        return Error {ErrorCode::ModelMissing, {}, {{"folder", folder}, {"name", name}}};
    }
    void addFile(File file) override { files.push_back(std::move(file)); }
    Precision precision() const override { return Precision::Fp32; }
    c10::Device device() const override { return c10::Device(c10::DeviceType::CPU); }

    std::map<std::string, std::string> models; // name -> path
    bool cancelled = false;
    std::pair<std::int64_t, std::int64_t> lastProgress;
    int progressCalls = 0;
    std::vector<Image> previews;
    std::vector<File> files;
};

} // namespace weft::worker
