// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gpu-worker/models/LoraModule.h"

#include <ATen/TensorOperators.h>
#include <ATen/ops/einsum.h>
#include <ATen/ops/kron.h>
#include <ATen/ops/mm.h>
#include <ATen/ops/norm.h>

#include <array>
#include <limits>

namespace weft {

namespace {

/// A change of a weight, not yet multiplied by strength and scale.
struct Change {
    std::function<at::Tensor()> delta; // float32, as many numbers as the weight
    std::int64_t count = 0;
    std::optional<double> rank; // alpha is divided by it; none: alpha doesn't count
};

/// Takes tensors of one module and remembers which.
class Reader {
public:
    Reader(const Weights& file, std::string name, std::set<std::string>& used)
        : m_file(file)
        , m_name(std::move(name))
        , m_used(used)
    {
    }

    bool has(std::string_view suffix) const { return m_file.has(m_name + std::string(suffix)); }
    std::string full(std::string_view suffix) const { return m_name + std::string(suffix); }
    /// As it is stored. Errors: ModelUnsupported.
    Result<at::Tensor> take(std::string_view suffix, std::int64_t leastSides) const
    {
        WEFT_TRY(at::Tensor tensor, m_file.stored(full(suffix)));
        m_used.insert(full(suffix));
        if (tensor.dim() < leastSides || tensor.numel() == 0)
            return weightError(full(suffix), "has the shape " + shapeText(tensor.sizes()));
        return tensor;
    }
    /// Undefined when it isn't there.
    Result<at::Tensor> takeOptional(std::string_view suffix, std::int64_t leastSides) const
    {
        if (!has(suffix))
            return at::Tensor();
        return take(suffix, leastSides);
    }

private:
    const Weights& m_file;
    std::string m_name;
    std::set<std::string>& m_used;
};

at::Tensor matrix(const at::Tensor& tensor)
{
    return tensor.to(at::kFloat).flatten(1);
}

at::Tensor product(const at::Tensor& a, const at::Tensor& b)
{
    return at::mm(matrix(a), matrix(b));
}

bool multiplies(const at::Tensor& a, const at::Tensor& b)
{
    return a.numel() / a.size(0) == b.size(0);
}

bool decomposes(const at::Tensor& core, const at::Tensor& a, const at::Tensor& b)
{
    return core.dim() == 4 && a.dim() == 2 && b.dim() == 2 && core.size(0) == a.size(0) && core.size(1) == b.size(0);
}

/// core [i, j, ...] with j replaced by the columns of b [j, r], and i by those of a [i, p]. LyCORIS' Tucker decomposition.
at::Tensor tucker(const at::Tensor& core, const at::Tensor& a, const at::Tensor& b)
{
    return at::einsum("ijkl,jr,ip->prkl", {core.to(at::kFloat), b.to(at::kFloat), a.to(at::kFloat)});
}

/// down [r, in, 1, 1] widened by mid [r, r, k, k] -> [r, in, k, k].
at::Tensor widened(const at::Tensor& down, const at::Tensor& mid)
{
    const at::Tensor wide = at::mm(matrix(down.transpose(0, 1)), matrix(mid.transpose(0, 1)));
    return wide.reshape({down.size(1), down.size(0), mid.size(2), mid.size(3)}).transpose(0, 1);
}

struct LoraForm {
    std::string_view up, down, mid;
};
constexpr std::array<LoraForm, 7> kLoraForms {{{".lora_up.weight", ".lora_down.weight", ".lora_mid.weight"},
    {"_lora.up.weight", "_lora.down.weight", {}}, {".lora_B.weight", ".lora_A.weight", {}},
    {".lora.up.weight", ".lora.down.weight", {}}, {".lora_B", ".lora_A", {}},
    {".lora_linear_layer.up.weight", ".lora_linear_layer.down.weight", {}},
    {".lora_B.default.weight", ".lora_A.default.weight", {}}}};

Result<Change> readLora(const Reader& reader, const LoraForm& form)
{
    WEFT_TRY(const at::Tensor up, reader.take(form.up, 2));
    WEFT_TRY(const at::Tensor down, reader.take(form.down, 2));
    at::Tensor mid;
    if (!form.mid.empty()) {
        WEFT_TRY(mid, reader.takeOptional(form.mid, 4));
    }
    if (!multiplies(up, down) || (mid.defined() && (mid.size(0) != down.size(0) || mid.size(1) != down.size(0))))
        return weightError(reader.full(form.up), "doesn't fit the matrix beside it");
    const std::int64_t spread = mid.defined() ? mid.size(2) * mid.size(3) : 1;
    return Change {[up, down, mid] { return product(up, mid.defined() ? widened(down, mid) : down); },
        up.size(0) * (down.numel() / down.size(0)) * spread, static_cast<double>(down.size(0))};
}

Result<Change> readLoha(const Reader& reader)
{
    WEFT_TRY(const at::Tensor a1, reader.take(".hada_w1_a", 2));
    WEFT_TRY(const at::Tensor b1, reader.take(".hada_w1_b", 2));
    WEFT_TRY(const at::Tensor a2, reader.take(".hada_w2_a", 2));
    WEFT_TRY(const at::Tensor b2, reader.take(".hada_w2_b", 2));
    const auto rank = static_cast<double>(b1.size(0));
    if (reader.has(".hada_t1")) {
        WEFT_TRY(const at::Tensor t1, reader.take(".hada_t1", 4));
        WEFT_TRY(const at::Tensor t2, reader.take(".hada_t2", 4));
        const bool alike = a1.size(1) == a2.size(1) && b1.size(1) == b2.size(1) && t1.sizes().slice(2) == t2.sizes().slice(2);
        if (!alike || !decomposes(t1, a1, b1) || !decomposes(t2, a2, b2))
            return weightError(reader.full(".hada_t1"), "doesn't fit the matrices beside it");
        return Change {[a1, b1, a2, b2, t1, t2] { return tucker(t1, a1, b1) * tucker(t2, a2, b2); },
            a1.size(1) * b1.size(1) * t1.size(2) * t1.size(3), rank};
    }
    if (!multiplies(a1, b1) || !multiplies(a2, b2) || a1.size(0) != a2.size(0) || b1.numel() != b2.numel())
        return weightError(reader.full(".hada_w1_a"), "doesn't fit the matrices beside it");
    return Change {
        [a1, b1, a2, b2] { return product(a1, b1) * product(a2, b2); }, a1.size(0) * (b1.numel() / b1.size(0)), rank};
}

/// One factor of LoKr: whole, or as a product, or (the second) with a Tucker core.
struct Factor {
    std::function<at::Tensor()> value;
    std::int64_t count = 0;
    bool hasFour = false; // sides
    std::optional<double> rank;
};

Result<Factor> readFactor(const Reader& reader, const std::string& name)
{
    WEFT_TRY(const at::Tensor whole, reader.takeOptional(name, 2));
    if (whole.defined())
        return Factor {[whole] { return whole.to(at::kFloat); }, whole.numel(), whole.dim() == 4, {}};
    WEFT_TRY(const at::Tensor a, reader.take(name + "_a", 2));
    WEFT_TRY(const at::Tensor b, reader.take(name + "_b", 2));
    const auto rank = static_cast<double>(b.size(0));
    at::Tensor core;
    if (name == ".lokr_w2") {
        WEFT_TRY(core, reader.takeOptional(".lokr_t2", 4));
    }
    if (core.defined() && !decomposes(core, a, b))
        return weightError(reader.full(".lokr_t2"), "doesn't fit the matrices beside it");
    if (core.defined())
        return Factor {[core, a, b] { return tucker(core, a, b); },
            a.size(1) * b.size(1) * core.size(2) * core.size(3), true, rank};
    if (!multiplies(a, b))
        return weightError(reader.full(name + "_a"), "doesn't fit the matrix beside it");
    return Factor {[a, b] { return product(a, b); }, a.size(0) * (b.numel() / b.size(0)), false, rank};
}

Result<Change> readLokr(const Reader& reader)
{
    WEFT_TRY(const Factor first, readFactor(reader, ".lokr_w1"));
    WEFT_TRY(const Factor second, readFactor(reader, ".lokr_w2"));
    const bool four = second.hasFour && !first.hasFour;
    const auto delta = [a = first.value, b = second.value, four] {
        const at::Tensor w1 = four ? a().unsqueeze(2).unsqueeze(3) : a();
        return at::kron(w1, b());
    };
    return Change {delta, first.count * second.count, second.rank ? second.rank : first.rank};
}

Result<std::optional<Change>> readChange(const Reader& reader)
{
    const auto some = [](Result<Change> change) -> Result<std::optional<Change>> {
        if (!change)
            return change.error();
        return std::optional(std::move(*change));
    };
    for (const LoraForm& form : kLoraForms) {
        if (reader.has(form.up))
            return some(readLora(reader, form));
    }
    if (reader.has(".hada_w1_a"))
        return some(readLoha(reader));
    if (reader.has(".lokr_w1") || reader.has(".lokr_w1_a") || reader.has(".lokr_w2") || reader.has(".lokr_w2_a"))
        return some(readLokr(reader));
    return std::optional<Change>();
}

/// Euclidean length of each row (first side), or of each column, as [rows, 1, ...] or [1, columns, ...].
at::Tensor lengths(const at::Tensor& weight, bool ofRows)
{
    const at::Tensor lines = ofRows ? weight : weight.transpose(0, 1);
    std::vector<std::int64_t> shape(static_cast<std::size_t>(weight.dim()), 1);
    shape[0] = lines.size(0);
    const at::Tensor found = lines.reshape({lines.size(0), -1}).norm(2, 1).reshape(shape);
    return ofRows ? found : found.transpose(0, 1);
}

/// DoRA: the changed weight brought to the trained magnitudes. Source: arXiv 2402.09353, ComfyUI `weight_decompose`.
at::Tensor decomposed(const at::Tensor& weight, const at::Tensor& delta, const at::Tensor& magnitudes, double strength)
{
    const at::Tensor changed = weight + delta;
    const bool ofRows = magnitudes.size(0) == weight.size(0);
    const at::Tensor length = lengths(ofRows ? weight : changed, ofRows) + std::numeric_limits<float>::epsilon();
    const at::Tensor result = changed * (magnitudes.to(at::kFloat) / length);
    return strength == 1.0 ? result : weight + (result - weight) * strength;
}

Result<double> readAlpha(const Reader& reader, double rank)
{
    if (!reader.has(".alpha"))
        return 1.0;
    WEFT_TRY(const at::Tensor alpha, reader.take(".alpha", 0));
    if (alpha.numel() != 1)
        return weightError(reader.full(".alpha"), "isn't one number");
    return alpha.item<double>() / rank;
}

WeightPatch patchOf(const Change& change, double scale, const at::Tensor& magnitudes, double strength)
{
    return [delta = change.delta, scale, magnitudes, strength](const at::Tensor& weight) {
        const at::Tensor change = delta().reshape(weight.sizes());
        if (magnitudes.defined())
            return decomposed(weight, change * scale, magnitudes, strength);
        return weight + change * (strength * scale);
    };
}

WeightPatch addition(const at::Tensor& difference, double strength)
{
    return [difference, strength](const at::Tensor& weight) {
        return weight + difference.to(at::kFloat).reshape(weight.sizes()) * strength;
    };
}

WeightPatch replacement(const at::Tensor& value)
{
    return [value](const at::Tensor& weight) { return value.to(at::kFloat).reshape(weight.sizes()); };
}

/// Differences of whole weights and biases.
Done readDifferences(const Reader& reader, double strength, LoraModule& module)
{
    for (const std::string_view name : {".w_norm", ".diff"}) {
        WEFT_TRY(const at::Tensor difference, reader.takeOptional(name, 0));
        if (difference.defined()) {
            module.weight = addition(difference, strength);
            module.weightCount = difference.numel();
        }
    }
    for (const std::string_view name : {".b_norm", ".diff_b"}) {
        WEFT_TRY(const at::Tensor difference, reader.takeOptional(name, 0));
        if (difference.defined()) {
            module.bias = addition(difference, strength);
            module.biasCount = difference.numel();
        }
    }
    WEFT_TRY(const at::Tensor value, reader.takeOptional(".set_weight", 0));
    if (value.defined()) {
        module.weight = replacement(value);
        module.weightCount = value.numel();
    }
    return {};
}

} // namespace

Result<LoraModule> readLoraModule(
    const Weights& file, const std::string& name, double strength, std::set<std::string>& used)
{
    const Reader reader(file, name, used);
    LoraModule module;
    WEFT_TRY(const std::optional<Change> change, readChange(reader));
    if (change) {
        WEFT_TRY(const double scale, readAlpha(reader, change->rank.value_or(0)));
        WEFT_TRY(const at::Tensor magnitudes, reader.takeOptional(".dora_scale", 1));
        module.weight = patchOf(*change, change->rank ? scale : 1.0, magnitudes, strength);
        module.weightCount = change->count;
        if (magnitudes.defined())
            module.magnitudes = magnitudes.sizes().vec();
    }
    WEFT_CHECK(readDifferences(reader, strength, module));
    return module;
}

} // namespace weft
