// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/market/TypicalJobs.h"

#include "app/market/MachineList.h"
#include "core/planning/CostTable.h"
#include "core/planning/Costs.h"

#include <algorithm>

namespace weft {

namespace {

ModelRef refOf(const ModelFile& model) { return {model.folder, model.name, model.sha256}; }

Fragment drawn(const ModelFile& checkpoint)
{
    Fragment job;
    job.models.push_back(refOf(checkpoint));
    job.nodes.push_back({"1", "CheckpointLoaderSimple", {{"ckpt_name", Json(checkpoint.name)}}});
    job.nodes.push_back({"2", "CLIPTextEncode", {{"clip", SlotRef {"1", 1}}, {"text", Json("a picture")}}});
    job.nodes.push_back({"3", "EmptyLatentImage", {{"width", Json(kTypicalSide)}, {"height", Json(kTypicalSide)}, {"batch_size", Json(1)}}});
    job.nodes.push_back({"4", "KSampler",
        {{"model", SlotRef {"1", 0}}, {"positive", SlotRef {"2", 0}}, {"negative", SlotRef {"2", 0}}, {"latent_image", SlotRef {"3", 0}},
            {"seed", Json(1)}, {"steps", Json(kTypicalSteps)}, {"cfg", Json(7.0)}, {"sampler_name", Json("euler")},
            {"scheduler", Json("normal")}, {"denoise", Json(1.0)}}});
    job.nodes.push_back({"5", "VAEDecode", {{"samples", SlotRef {"4", 0}}, {"vae", SlotRef {"1", 2}}}});
    return job;
}

Fragment withPicture()
{
    Fragment job;
    job.inputs.push_back({{"0", 0}, "IMAGE", false});
    return job;
}

Fragment enlarged(const ModelFile& upscaler)
{
    Fragment job = withPicture();
    job.models.push_back(refOf(upscaler));
    job.nodes.push_back({"1", "UpscaleModelLoader", {{"model_name", Json(upscaler.name)}}});
    job.nodes.push_back({"2", "ImageUpscaleWithModel", {{"upscale_model", SlotRef {"1", 0}}, {"image", BoundaryRef {0}}}});
    return job;
}

Fragment scaled()
{
    Fragment job = withPicture();
    job.nodes.push_back({"1", "ImageScaleBy", {{"image", BoundaryRef {0}}, {"upscale_method", Json("bicubic")}, {"scale_by", Json(0.5)}}});
    return job;
}

bool offersAll(const EngineInfo& machine, const Fragment& job)
{
    return std::ranges::all_of(job.nodes, [&](const FragmentNode& node) { return machine.catalogue.find(node.type) != nullptr; });
}

/// Collects the jobs that this machine can do.
class Collector {
public:
    explicit Collector(const EngineInfo& machine)
        : m_machine(machine)
    {
    }

    void add(TypicalJob::Kind kind, const std::string& model, const Fragment& job)
    {
        if (!offersAll(m_machine, job))
            return;
        std::vector<InputSize> sizes;
        if (!job.inputs.empty()) {
            const std::int64_t pixels = std::int64_t {kTypicalLargeSide} * kTypicalLargeSide;
            sizes.push_back({{CostTable::shipped().bytesOf("IMAGE", pixels) + encodedOverheadBytes("IMAGE")}});
        }
        const Result<ReferenceMillis> work = referenceWork(job, sizes);
        const Result<Quote> quote = work ? quoteFor(*work, m_machine.pricePerReferenceSecond) : Result<Quote>(work.error());
        if (quote)
            jobs.push_back({kind, model, *quote, timeOn(m_machine, quote->work)});
    }

    std::vector<TypicalJob> jobs;

private:
    const EngineInfo& m_machine;
};

} // namespace

std::vector<TypicalJob> typicalJobs(const EngineInfo& machine, int mostModels)
{
    Collector all(machine);
    int drawers = 0;
    int enlargers = 0;
    for (const ModelFile& model : machine.catalogue.models()) {
        if (model.folder == "checkpoints" && drawers++ < mostModels)
            all.add(TypicalJob::Kind::Picture, model.name, drawn(model));
        if (model.folder == "upscale_models" && enlargers++ < mostModels)
            all.add(TypicalJob::Kind::Enlarge, model.name, enlarged(model));
    }
    all.add(TypicalJob::Kind::Scale, {}, scaled());
    std::ranges::stable_sort(all.jobs, {}, &TypicalJob::kind);
    return std::move(all.jobs);
}

} // namespace weft
