// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gpu-worker/nodes/ModelExport.h"
#include "gpu-worker/runtime/Context.h"
#include "gpu-worker/runtime/Node.h"

#include <ATen/TensorOperators.h>
#include <ATen/ops/cat.h>
#include <ATen/ops/linalg_svd.h>
#include <ATen/ops/topk.h>

#include <algorithm>
#include <cmath>

namespace weft::worker {

namespace {

using ModelPtr = std::shared_ptr<const DiffusionModel>;
using ClipPtr = std::shared_ptr<const Clip>;
using WeightOf = std::function<at::Tensor(const std::string& name)>;
using Renaming = std::function<std::string(const std::string& name)>;

constexpr double kQuantile = 0.99; // what lies further out is cut: single large numbers would cost float16 its precision

/// Two factors of a matrix or convolution, of a rank that both sides allow.
struct LowRank {
    at::Tensor up; // [out, rank] or [out, rank, 1, 1]
    at::Tensor down; // [rank, in] or [rank, in, k, k]
};

/// The value that a share `kQuantile` of the numbers lies below, between its neighbours in proportion.
double quantileOf(const at::Tensor& numbers)
{
    const auto place = kQuantile * static_cast<double>(numbers.numel() - 1);
    const auto below = static_cast<std::int64_t>(std::floor(place));
    const at::Tensor top = std::get<0>(at::topk(numbers, numbers.numel() - below));
    const auto at = [&top](std::int64_t fromEnd) { return top[fromEnd].item<double>(); };
    const std::int64_t last = top.numel() - 1;
    const double lower = at(last);
    const double upper = at(std::max<std::int64_t>(0, last - 1));
    return lower + (upper - lower) * (place - static_cast<double>(below));
}

/// By singular values: nothing of that rank is nearer.
LowRank factorised(const at::Tensor& difference, std::int64_t rank)
{
    const at::Tensor matrix = difference.flatten(1);
    const std::int64_t most = std::min({rank, difference.size(0), difference.size(1)});
    const auto [u, s, v] = at::linalg_svd(matrix, /*full_matrices=*/false);
    at::Tensor up = u.narrow(1, 0, most) * s.narrow(0, 0, most);
    at::Tensor down = v.narrow(0, 0, most);
    const double limit = quantileOf(at::cat({up.flatten(), down.flatten()}));
    up = up.clamp(-limit, limit);
    down = down.clamp(-limit, limit);
    if (difference.dim() == 4) {
        up = up.reshape({difference.size(0), most, 1, 1});
        down = down.reshape({most, difference.size(1), difference.size(2), difference.size(3)});
    }
    return {up, down};
}

/// How a LoRA is taken from weights that are differences.
class Extraction {
public:
    Extraction(Context& context, std::int64_t rank, bool whole, bool biases)
        : m_context(context)
        , m_rank(std::clamp<std::int64_t>(rank, 1, 4096))
        , m_whole(whole)
        , m_biases(biases)
    {
    }

    /// `names`: the weights. Errors: Cancelled.
    Done add(const std::vector<std::string>& names, const Renaming& nameInFile, const WeightOf& weightOf)
    {
        std::int64_t done = 0;
        for (const std::string& name : names) {
            WEFT_CHECK(m_context.checkCancelled());
            m_context.progress(++done, static_cast<std::int64_t>(names.size()));
            addOne(nameInFile(name), weightOf(name));
        }
        return {};
    }
    const NamedTensors& tensors() const { return m_tensors; }

private:
    void addOne(const std::string& name, const at::Tensor& difference)
    {
        constexpr std::string_view kWeight = ".weight";
        constexpr std::string_view kBias = ".bias";
        if (name.ends_with(kBias) && m_biases)
            keep(name.substr(0, name.size() - kBias.size()) + ".diff_b", difference);
        if (!name.ends_with(kWeight))
            return;
        const std::string module = name.substr(0, name.size() - kWeight.size());
        if (m_whole || difference.dim() < 2) {
            if (m_whole || m_biases)
                keep(module + ".diff", difference);
            return;
        }
        if (!difference.isfinite().all().item<bool>())
            return; // has no factors
        const LowRank factors = factorised(difference, m_rank);
        keep(module + ".lora_up.weight", factors.up);
        keep(module + ".lora_down.weight", factors.down);
    }
    void keep(const std::string& name, const at::Tensor& tensor) { m_tensors[name] = tensor.contiguous().to(at::kHalf); }

    Context& m_context;
    std::int64_t m_rank;
    bool m_whole;
    bool m_biases;
    NamedTensors m_tensors;
};

/// "clip_l.text_model. ..." -> "text_encoders.clip_l.transformer.text_model. ...".
std::string textEncoderName(const std::string& name)
{
    const std::size_t dot = std::min(name.find('.'), name.size() - 1) + 1;
    return "text_encoders." + name.substr(0, dot) + "transformer." + name.substr(dot);
}

/// The inputs are what ModelMergeSubtract and CLIPMergeSubtract give. Source: ComfyUI `LoraSave`.
const bool loraSave
    = node("LoraSave", "_for_testing")
          .title("Extract and Save Lora")
          .output()
          .experimental()
          .in<std::string>("filename_prefix", {.init = "loras/ComfyUI_extracted_lora"})
          .in<std::int64_t>("rank", {.init = 8, .min = 1, .max = 4096, .step = 1})
          .in<Choice>("lora_type", {.choices = {"standard", "full_diff"}})
          .in<bool>("bias_diff", {.init = true})
          .in<std::optional<ModelPtr>>("model_diff", {.tooltip = "The ModelSubtract output to be converted to a lora."})
          .in<std::optional<ClipPtr>>("text_encoder_diff", {.tooltip = "The CLIPSubtract output to be converted to a lora."})
          .run([](Context& context, const std::string& prefix, std::int64_t rank, const Choice& type, bool biases,
                   const std::optional<ModelPtr>& model, const std::optional<ClipPtr>& clip) -> Result<std::vector<File>> {
              Extraction extraction(context, rank, type == "full_diff", biases);
              if (!model && !clip)
                  return std::vector<File> {};
              if (model) {
                  const Denoiser& network = *(*model)->network;
                  WEFT_CHECK(extraction.add(
                      network.weightNames(), [](const std::string& name) { return "diffusion_model." + name; },
                      [&network](const std::string& name) { return network.weight(name); }));
              }
              if (clip) {
                  WEFT_CHECK(extraction.add((*clip)->weightNames(), textEncoderName,
                      [&clip](const std::string& name) { return (*clip)->weight(name); }));
              }
              return modelFile(prefix, extraction.tensors());
          });

} // namespace

} // namespace weft::worker
