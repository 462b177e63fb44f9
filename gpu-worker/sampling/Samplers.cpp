// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gpu-worker/sampling/SamplerStep.h"

#include <algorithm>
#include <array>

namespace weft {

namespace {

enum class Noise { Stream, Brownian };
/// What a sampler does to the sigmas before it starts.
enum class Sigmas0 { AsTheyAre, FlowBelowOne, EndAboveZero };

struct SamplerKind {
    const char* name;
    StepFunction step;
    Noise noise = Noise::Stream;
    Sigmas0 sigmas = Sigmas0::AsTheyAre;
    bool wantsUncond = false;
    bool ownEnd = false; // the function sets `finished`
    SamplerOptions options {};
};

SamplerOptions deterministic()
{
    return {.eta = 0, .noiseScale = 0};
}

SamplerOptions withOrder(int order, double eta)
{
    SamplerOptions options;
    options.order = order;
    options.eta = eta;
    return options;
}

SamplerOptions heunCorrected()
{
    SamplerOptions options;
    options.heun = true;
    return options;
}

SamplerOptions evaluatedTwice()
{
    SamplerOptions options;
    options.adams.evaluateTwice = true;
    return options;
}

constexpr auto kStream = Noise::Stream;
constexpr auto kTree = Noise::Brownian;
constexpr auto kAsIs = Sigmas0::AsTheyAre;
constexpr auto kSnr = Sigmas0::FlowBelowOne;

/// In ComfyUI's order; the last isn't in its list.
const std::vector<SamplerKind>& kinds()
{
    static const std::vector<SamplerKind> all {
        {"euler", eulerStep},
        {"euler_cfg_pp", eulerAncestralCfgPpStep, kStream, kAsIs, true, false, deterministic()},
        {"euler_ancestral", eulerAncestralStep},
        {"euler_ancestral_cfg_pp", eulerAncestralCfgPpStep, kStream, kAsIs, true},
        {"heun", heunStep},
        {"heunpp2", heunPp2Step},
        {"dpm_2", dpm2Step},
        {"dpm_2_ancestral", dpm2AncestralStep},
        {"lms", lmsStep, kStream, kAsIs, false, false, withOrder(4, 1)},
        {"dpm_fast", dpmFastStep, kStream, kAsIs, false, true},
        {"dpm_adaptive", dpmAdaptiveStep, kStream, kAsIs, false, true, withOrder(3, 0)},
        {"dpmpp_2s_ancestral", dpmpp2sAncestralStep},
        {"dpmpp_2s_ancestral_cfg_pp", dpmpp2sAncestralCfgPpStep, kStream, kAsIs, true},
        {"dpmpp_sde", dpmppSdeStep, kTree, kSnr},
        {"dpmpp_sde_gpu", dpmppSdeStep, kTree, kSnr},
        {"dpmpp_2m", dpmpp2mStep},
        {"dpmpp_2m_cfg_pp", dpmpp2mCfgPpStep, kStream, kAsIs, true},
        {"dpmpp_2m_sde", dpmpp2mSdeStep, kTree, kSnr},
        {"dpmpp_2m_sde_gpu", dpmpp2mSdeStep, kTree, kSnr},
        {"dpmpp_2m_sde_heun", dpmpp2mSdeStep, kTree, kSnr, false, false, heunCorrected()},
        {"dpmpp_2m_sde_heun_gpu", dpmpp2mSdeStep, kTree, kSnr, false, false, heunCorrected()},
        {"dpmpp_3m_sde", dpmpp3mSdeStep, kTree, kSnr},
        {"dpmpp_3m_sde_gpu", dpmpp3mSdeStep, kTree, kSnr},
        {"ddpm", ddpmStep},
        {"lcm", lcmStep},
        {"ipndm", ipndmStep},
        {"ipndm_v", ipndmVStep},
        {"deis", deisStep},
        {"res_multistep", resMultistepStep, kStream, kAsIs, false, false, deterministic()},
        {"res_multistep_cfg_pp", resMultistepCfgPpStep, kStream, kAsIs, true, false, deterministic()},
        {"res_multistep_ancestral", resMultistepStep},
        {"res_multistep_ancestral_cfg_pp", resMultistepCfgPpStep, kStream, kAsIs, true},
        {"gradient_estimation", gradientEstimationStep},
        {"gradient_estimation_cfg_pp", gradientEstimationCfgPpStep, kStream, kAsIs, true},
        {"er_sde", erSdeStep, kStream, kSnr},
        {"seeds_2", seeds2Step, kStream, kSnr},
        {"seeds_3", seeds3Step, kStream, kSnr},
        {"sa_solver", saSolverStep, kStream, kSnr},
        {"sa_solver_pece", saSolverStep, kStream, kSnr, false, false, evaluatedTwice()},
        {"ddim", eulerStep},
        {"uni_pc", uniPcStep, kStream, Sigmas0::EndAboveZero},
        {"uni_pc_bh2", uniPcBh2Step, kStream, Sigmas0::EndAboveZero},
        {"euler_pp", eulerCfgPpAlternativeStep, kStream, kAsIs, true},
    };
    return all;
}

constexpr std::string_view kUnlisted = "euler_pp";

const SamplerKind* find(std::string_view name)
{
    const auto found = std::ranges::find_if(kinds(), [name](const SamplerKind& kind) { return kind.name == name; });
    return found == kinds().end() ? nullptr : &*found;
}

Error unknown(std::string_view name)
{
    return Error {ErrorCode::SettingNotInList, "unknown sampler", {{"input", "sampler_name"}, {"received", std::string(name)}}};
}

/// The log-SNR of a flow at sigma 1 is infinite.
void adjust(SamplerRun& run, Sigmas0 how)
{
    constexpr double kSlightlyLater = 1e-4;
    constexpr float kAboveZero = 0.001F;
    if (how == Sigmas0::FlowBelowOne && run.isFlow() && run.sigmas.front() >= 1)
        run.sigmas.front() = static_cast<float>(run.schedule->sigmaAtPercent(kSlightlyLater));
    if (how == Sigmas0::EndAboveZero && run.sigmas.back() == 0)
        run.sigmas.back() = kAboveZero;
}

std::unique_ptr<BrownianNoise> brownianOver(const Sigmas& sigmas, const at::Tensor& x, std::uint64_t seed)
{
    float smallest = 0;
    for (const float sigma : sigmas) {
        if (sigma > 0 && (smallest == 0 || sigma < smallest))
            smallest = sigma;
    }
    return std::make_unique<BrownianNoise>(x.sizes().vec(), smallest, std::ranges::max(sigmas), seed);
}

class StepSampler final : public Sampler {
public:
    StepSampler(const SamplerKind& kind, SamplerRun run, at::Tensor x)
        : m_kind(kind)
        , m_run(std::move(run))
    {
        m_state.x = std::move(x);
    }

    Done step() override
    {
        const auto index = static_cast<std::size_t>(m_state.step);
        const std::size_t last = m_run.sigmas.size() - 1;
        const SamplerStep one {
            m_run, m_state, index, m_run.sigmas[std::min(index, last)], m_run.sigmas[std::min(index + 1, last)]};
        WEFT_CHECK(m_kind.step(one));
        ++m_state.step;
        if (!m_kind.ownEnd)
            m_state.finished = index + 1 >= last;
        return {};
    }
    float lastSigma() const override { return m_run.sigmas.back(); }

private:
    const SamplerKind& m_kind;
    SamplerRun m_run;
};

} // namespace

Result<std::unique_ptr<Sampler>> startSampler(const SamplerChoice& choice, SamplerSetup setup, at::Tensor x)
{
    const SamplerKind* kind = find(choice.name);
    if (!kind)
        return unknown(choice.name);
    if (setup.sigmas.size() < 2)
        return Error {ErrorCode::SettingInvalid, "there is no step to take", {{"input", "sigmas"}}};
    SamplerRun run;
    run.options = choice.options;
    run.schedule = std::move(setup.schedule);
    run.denoise = std::move(setup.denoise);
    if (kind->noise == Noise::Brownian)
        run.brownian = brownianOver(setup.sigmas, x, setup.seed);
    else
        run.stream = std::make_unique<NoiseStream>(x.sizes().vec(), setup.seed + choice.options.noiseSeedOffset);
    run.sigmas = std::move(setup.sigmas);
    adjust(run, kind->sigmas);
    return std::unique_ptr<Sampler>(std::make_unique<StepSampler>(*kind, std::move(run), std::move(x)));
}

const std::vector<std::string>& samplerNames()
{
    static const std::vector<std::string> names = [] {
        std::vector<std::string> all;
        for (const SamplerKind& kind : kinds()) {
            if (kind.name != kUnlisted)
                all.emplace_back(kind.name);
        }
        return all;
    }();
    return names;
}

Result<SamplerChoice> samplerNamed(std::string_view name)
{
    const SamplerKind* kind = find(name);
    if (!kind)
        return unknown(name);
    SamplerChoice choice {kind->name, kind->options, false};
    choice.inpaintNoiseFromSeed = choice.name == "ddim";
    return choice;
}

bool wantsUncond(std::string_view name)
{
    const SamplerKind* kind = find(name);
    return kind && kind->wantsUncond;
}

} // namespace weft
