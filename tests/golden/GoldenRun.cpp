// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/golden/GoldenRun.h"

#include "core/base/Limits.h"
#include "core/values/MappedFile.h"
#include "gpu-worker/models/TensorBytes.h"

#include <ATen/ops/isfinite.h>

namespace weft::golden {

namespace {

std::string shapeText(const std::vector<std::int64_t>& shape)
{
    std::string text = "[";
    for (const std::int64_t side : shape)
        text += (text.size() > 1 ? ", " : "") + std::to_string(side);
    return text + "]";
}

CaseReport failed(const Case& one, const Error& error)
{
    std::string why = std::string(nameOf(error.code)) + ": " + error.detail;
    for (const auto& [key, value] : error.args)
        why += " " + key + "=" + value;
    return {one.name, Outcome::Fail, 0, std::move(why)};
}

CaseReport faulted(const Case& one, const worker::FragmentFault& fault)
{
    const auto arg = [&fault](const char* key) {
        const auto it = fault.error.args.find(key);
        return it == fault.error.args.end() ? std::string("?") : it->second;
    };
    if (fault.error.code == ErrorCode::NodeTypeUnknown)
        return {one.name, Outcome::Skipped, 0, "no class " + arg("type")};
    if (fault.error.code == ErrorCode::ModelMissing)
        return {one.name, Outcome::Skipped, 0, "no model " + arg("folder") + "/" + arg("name")};
    return failed(one, fault.error);
}

} // namespace

double toleranceOf(const TypeName& type)
{
    if (type == "IMAGE")
        return 1e-3;
    if (type == "SIGMAS")
        return 1e-6;
    return 1e-4;
}

Result<double> relativeError(const Tensor& ours, const Tensor& theirs)
{
    if (ours.shape != theirs.shape)
        return Error{
            ErrorCode::TensorInvalid, "shape " + shapeText(ours.shape) + ", expected " + shapeText(theirs.shape)};
    WEFT_TRY(const at::Tensor a, viewInTorch(ours));
    WEFT_TRY(const at::Tensor b, viewInTorch(theirs));
    if (b.numel() == 0)
        return 0.0;
    if (!at::isfinite(a.to(c10::kDouble)).all().item<bool>())
        return Error{ErrorCode::TensorInvalid, "not a number"};
    const double largest = b.to(c10::kDouble).abs().max().item<double>();
    const double worst = a.to(c10::kDouble).sub(b.to(c10::kDouble)).abs().max().item<double>();
    return largest > 0 ? worst / largest : worst;
}

GoldenRun::GoldenRun(
    std::string directory, Precision precision, worker::Executor& executor, const worker::Registry& registry)
    : m_directory(std::move(directory))
    , m_precision(precision)
    , m_executor(executor)
    , m_registry(registry)
{
}

CaseReport GoldenRun::run(const Case& one)
{
    auto built = toFragment(one, m_registry);
    if (!built)
        return failed(one, built.error());
    built->fragment.precision = m_precision;
    const auto inputs = readInputs(*built);
    if (!inputs)
        return failed(one, inputs.error());
    std::map<SlotRef, ValueList> outputs;
    const worker::FragmentEventSink events = [&outputs](const FragmentEvent& event) {
        if (const auto* output = std::get_if<NodeOutput>(&event))
            outputs[{output->node, output->slot}] = output->items;
    };
    const std::atomic<bool> cancelled{false};
    m_executor.setAncestralSeedOffset(one.group == "seedplus1" ? 1 : 0);
    if (const auto fault = m_executor.run(built->fragment, *inputs, events, cancelled))
        return faulted(one, *fault);
    return compare(one, outputs);
}

Result<std::vector<worker::BoundaryItems>> GoldenRun::readInputs(const CaseFragment& built) const
{
    std::vector<worker::BoundaryItems> inputs;
    for (const std::string& file : built.files) {
        WEFT_TRY(SharedBytes bytes, readFile(m_directory + "/" + file, kMaxPictureFileBytes));
        inputs.push_back({{fileValue(file, "image/png", std::move(bytes))}, {}, true});
    }
    return inputs;
}

Result<const SafetensorsFile*> GoldenRun::open(const std::string& file)
{
    const auto known = m_files.find(file);
    if (known != m_files.end())
        return &known->second;
    WEFT_TRY(SafetensorsFile opened, openSafetensors(m_directory + "/" + file));
    return &m_files.emplace(file, std::move(opened)).first->second;
}

CaseReport GoldenRun::compare(const Case& one, const std::map<SlotRef, ValueList>& outputs)
{
    const auto file = open(one.file);
    if (!file)
        return failed(one, file.error());
    CaseReport report{one.name, Outcome::Pass, 0, {}};
    for (const Expected& expected : one.expected) {
        const std::string where = expected.slot.node + ":" + std::to_string(expected.slot.slot) + " " + expected.part;
        const auto theirs = (*file)->tensors.find(expected.key);
        const auto items = outputs.find(expected.slot);
        const Value* value = items == outputs.end() || items->second.empty() ? nullptr : &items->second.front();
        const Tensor* ours = value ? value->tensor(expected.part) : nullptr;
        if (theirs == (*file)->tensors.end() || !ours)
            return failed(one, Error{ErrorCode::ValueMissing, where});
        const auto error = relativeError(*ours, theirs->second);
        if (!error)
            return failed(one, Error{error.error().code, where + ": " + error.error().detail});
        report.worst = std::max(report.worst, *error);
        if (!(*error <= toleranceOf(value->type))) {
            report.outcome = Outcome::Fail;
            report.why += (report.why.empty() ? "" : ", ") + where;
        }
    }
    return report;
}

} // namespace weft::golden
