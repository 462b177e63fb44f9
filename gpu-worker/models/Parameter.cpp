// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gpu-worker/models/Parameter.h"

#include <algorithm>

namespace weft {

namespace {

/// One guided step may run both sides together and one of them alone; more shapes than that don't alternate.
constexpr std::size_t kMaxPacked = 2;

/// Also of oneDNN's layouts, which have no storage to ask.
std::uint64_t packedBytes(const at::Tensor& packed)
{
    return static_cast<std::uint64_t>(packed.numel()) * c10::elementSize(packed.scalar_type());
}

} // namespace

at::Tensor Parameter::asFloat() const
{
    at::Tensor weight = m_stored.to(at::kFloat);
    for (const WeightPatch& patch : m_patches)
        weight = patch(weight);
    return weight;
}

at::Tensor Parameter::asStored() const
{
    return m_patches.empty() ? m_stored : asFloat().to(m_stored.scalar_type());
}

at::Tensor Parameter::computed() const
{
    if (m_patched.defined())
        return m_patched.to(m_placement.device);
    // libtorch turns float16 into bfloat16 number by number, but into float32, and that into bfloat16, by vectors.
    const bool half = m_stored.is_cpu() && m_stored.scalar_type() == at::kHalf && m_placement.dtype == at::kBFloat16;
    const at::Tensor from = m_patches.empty() && !half ? m_stored : asFloat();
    return from.to(m_placement.device, m_placement.dtype);
}

bool Parameter::mayKeep(const at::Tensor& made) const
{
    if (!m_placement.room || made.is_alias_of(m_stored)) // the file's own pages take no room
        return true;
    if (m_placement.room->admit(*this, m_placement.tenant, made.nbytes()))
        return true;
    if (!m_patches.empty() && !m_patched.defined()) // multiplying a LoRA anew in each step would take longer than the step
        m_patched = made.to(at::kCPU);
    return false;
}

void Parameter::used() const
{
    if (m_placement.room)
        m_placement.room->touch(*this);
}

void Parameter::letGo() const
{
    m_value = at::Tensor();
    m_packed.clear();
}

at::Tensor Parameter::value() const
{
    if (m_inTraining)
        return computed(); // as it is now
    used();
    if (m_value.defined())
        return m_value;
    at::Tensor made = computed();
    if (mayKeep(made))
        m_value = made;
    return made;
}

at::Tensor Parameter::rows(const at::Tensor& ids) const
{
    const at::Tensor table = m_patches.empty() ? m_stored : asFloat();
    return table.index_select(0, ids.to(table.device())).to(m_placement.device, at::kFloat);
}

at::Tensor Parameter::packedFor(
    at::IntArrayRef input, const std::function<at::Tensor(const at::Tensor&)>& pack) const
{
    const auto found = std::ranges::find_if(m_packed, [&](const Packed& packed) { return input == packed.input; });
    used();
    if (found != m_packed.end())
        return found->weight;
    if (m_packed.size() == kMaxPacked && m_placement.room) { // counted together
        m_placement.room->leave(*this);
        letGo();
    } else if (m_packed.size() == kMaxPacked) {
        m_packed.erase(m_packed.begin());
    }
    const at::Tensor plain = m_value.defined() ? m_value : computed();
    at::Tensor packed = pack(plain);
    if (m_placement.room && !m_placement.room->admit(*this, m_placement.tenant, packedBytes(packed))) {
        if (!m_patches.empty() && !m_patched.defined())
            m_patched = plain.to(at::kCPU);
        return packed;
    }
    m_packed.push_back({input.vec(), packed});
    return packed;
}

std::shared_ptr<const Parameter> Parameter::patched(const std::vector<WeightPatch>& patches) const
{
    std::vector<WeightPatch> all = m_patches;
    all.insert(all.end(), patches.begin(), patches.end());
    return std::make_shared<const Parameter>(m_stored, m_placement, std::move(all));
}

std::uint64_t Parameter::sizeBytes() const
{
    return static_cast<std::uint64_t>(m_stored.numel()) * c10::elementSize(m_placement.dtype);
}

Result<ParameterSet> ParameterSet::of(const Weights& weights, const Placement& placement)
{
    ParameterSet set;
    set.m_placement = placement;
    if (placement.room)
        set.m_placement.tenant = placement.room->newTenant();
    for (const auto& [name, tensor] : weights.file().tensors) {
        WEFT_TRY(at::Tensor stored, viewInTorch(tensor));
        if (!stored.is_floating_point() && (name.ends_with(".weight") || name.ends_with(".bias")))
            return weightError(name, "doesn't hold floating point numbers");
        if (stored.is_floating_point()) // tables of positions and counters aren't needed
            set.m_parameters.emplace(name, std::make_shared<const Parameter>(std::move(stored), set.m_placement));
    }
    return set;
}

ParameterPtr ParameterSet::find(std::string_view name) const
{
    const auto found = m_parameters.find(name);
    return found == m_parameters.end() ? nullptr : found->second;
}

at::IntArrayRef ParameterSet::shapeOf(std::string_view name) const
{
    const auto found = m_parameters.find(name);
    return found == m_parameters.end() ? at::IntArrayRef {} : found->second->shape();
}

Result<ParameterPtr> ParameterSet::take(std::string_view name, at::IntArrayRef shape) const
{
    const ParameterPtr found = find(name);
    if (!found)
        return weightError(name, "is missing");
    if (found->shape() != shape)
        return weightError(name, "has the shape " + shapeText(found->shape()) + ", not " + shapeText(shape));
    return found;
}

at::Tensor ParameterSet::floatOf(std::string_view name) const
{
    const ParameterPtr parameter = find(name);
    return parameter ? parameter->asFloat() : at::Tensor();
}

at::Tensor ParameterSet::storedOf(std::string_view name) const
{
    const ParameterPtr parameter = find(name);
    return parameter ? parameter->asStored() : at::Tensor();
}

ParameterSet ParameterSet::patched(const WeightPatches& patches) const
{
    ParameterSet copy = *this;
    for (const auto& [name, list] : patches) {
        const auto found = copy.m_parameters.find(name);
        if (found != copy.m_parameters.end())
            found->second = found->second->patched(list);
    }
    return copy;
}

ParameterSet ParameterSet::inTraining(const Learning& learning) const
{
    ParameterSet copy;
    copy.m_placement = {learning.device, learning.dtype};
    for (const auto& [name, parameter] : m_parameters) {
        const auto learned = learning.weights.find(name);
        const auto change = learning.changes.find(name);
        at::Tensor value;
        if (learned != learning.weights.end())
            value = learned->second;
        else
            value = parameter->asFloat().to(learning.device, learning.dtype, /*non_blocking=*/false, /*copy=*/true);
        copy.m_parameters.emplace(name,
            std::make_shared<const Parameter>(
                std::move(value), copy.m_placement, change == learning.changes.end() ? nullptr : change->second));
    }
    return copy;
}

std::vector<std::string> ParameterSet::names() const
{
    std::vector<std::string> names;
    for (const auto& [name, parameter] : m_parameters)
        names.push_back(name);
    return names;
}

std::uint64_t ParameterSet::sizeBytes() const
{
    std::uint64_t bytes = 0;
    for (const auto& [name, parameter] : m_parameters)
        bytes += parameter->sizeBytes();
    return bytes;
}

} // namespace weft
