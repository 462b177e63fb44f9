// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gpu-worker/models/RecordedSegment.h"

#include <torch/csrc/autograd/custom_function.h>

namespace weft {

namespace {

using torch::autograd::AutogradContext;
using torch::autograd::Variable;
using torch::autograd::variable_list;

constexpr const char* kKept = "segment";

struct Kept : torch::CustomClassHolder {
    Kept(Segment s, std::function<void()> f)
        : segment(std::move(s))
        , atBlock(std::move(f))
    {
    }
    Segment segment;
    std::function<void()> atBlock;
};

at::Tensor leafOf(const at::Tensor& tensor)
{
    return tensor.detach().requires_grad_(tensor.requires_grad());
}

/// Forward keeps only what flows in; backward runs the segment once more, recorded this time, and goes back through it.
class Recomputed : public torch::autograd::Function<Recomputed> {
public:
    static at::Tensor forward(AutogradContext* context, const c10::intrusive_ptr<Kept>& kept, const at::Tensor& x,
        const at::Tensor& embedding)
    {
        context->save_for_backward({x, embedding});
        context->saved_data[kKept] = c10::IValue::make_capsule(kept);
        return kept->segment(x, embedding);
    }

    static variable_list backward(AutogradContext* context, const variable_list& gradients)
    {
        const auto capsule = context->saved_data[kKept].toCapsule();
        const Kept& kept = static_cast<const Kept&>(*capsule);
        if (kept.atBlock)
            kept.atBlock();
        const variable_list saved = context->get_saved_variables();
        const at::Tensor x = leafOf(saved[0]);
        const at::Tensor embedding = leafOf(saved[1]);
        {
            const at::AutoGradMode recording(true);
            const at::Tensor out = kept.segment(x, embedding);
            // Leaves that the segment holds get their gradients here.
            out.backward(gradients[0], /*retain_graph=*/false);
        }
        return {Variable(), x.grad(), embedding.grad()};
    }
};

} // namespace

at::Tensor recorded(const Segment& segment, const at::Tensor& x, const at::Tensor& embedding, const GradientCall& call)
{
    if (call.atBlock)
        call.atBlock();
    if (call.recomputes) {
        // The first segment's input comes from nothing that is learned, but what the segment holds is.
        const bool flows = x.requires_grad() || embedding.requires_grad();
        const at::Tensor input = flows ? x : x.detach().requires_grad_(true);
        return Recomputed::apply(c10::make_intrusive<Kept>(segment, call.atBlock), input, embedding);
    }
    at::Tensor y = segment(x, embedding);
    if (call.atBlock && y.requires_grad())
        y.register_hook([atBlock = call.atBlock](const at::Tensor&) { atBlock(); });
    return y;
}

} // namespace weft
