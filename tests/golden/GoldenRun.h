// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/values/Safetensors.h"
#include "gpu-worker/runtime/Executor.h"
#include "tests/golden/GoldenCase.h"

namespace weft::golden {

enum class Outcome { Pass, Fail, Skipped };

struct CaseReport {
    std::string name;
    Outcome outcome = Outcome::Pass;
    double worst = 0; // the largest error of all parts, relative to the part's largest value
    std::string why; // of a failure; the missing class or model of a skipped one
};

/// Runs cases through an executor in this process and compares what comes out.
class GoldenRun {
public:
    GoldenRun(std::string directory, Precision precision, worker::Executor& executor, const worker::Registry& registry);

    CaseReport run(const Case& one);

private:
    Result<std::vector<worker::BoundaryItems>> readInputs(const CaseFragment& built) const;
    CaseReport compare(const Case& one, const std::map<SlotRef, ValueList>& outputs);
    Result<const SafetensorsFile*> open(const std::string& file);

    std::string m_directory;
    Precision m_precision;
    worker::Executor& m_executor;
    const worker::Registry& m_registry;
    std::map<std::string, SafetensorsFile> m_files;
};

/// The largest |ours - theirs| / max |theirs|. Errors: TensorInvalid when the shapes differ or ours isn't a number.
Result<double> relativeError(const Tensor& ours, const Tensor& theirs);

/// Pictures 1e-3; latents, masks and conditioning 1e-4; sigmas 1e-6.
double toleranceOf(const TypeName& type);

} // namespace weft::golden
