// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gpu-worker/models/LearnedChange.h"
#include "gpu-worker/models/WeightPatches.h"
#include "gpu-worker/models/WeightRoom.h"
#include "gpu-worker/models/Weights.h"

#include <c10/core/Device.h>

#include <functional>
#include <memory>

namespace weft {

/// Where a network computes, and in which type. Never float16 on a CPU.
struct Placement {
    at::Device device = at::kCPU;
    at::ScalarType dtype = at::kFloat;
    std::shared_ptr<WeightRoom> room {}; // null: every weight stays on the device once it is there
    std::uint64_t tenant = 0; // of the room
};

/// One weight of a network: as its file stores it, and as the network computes with it. The second is made when it is first
/// used, so that loading a model costs what its file's header costs; it is kept as far as the placement's room has place for
/// it, and shared by all networks that have the weight in common. Used from one thread at a time.
class Parameter final : public WeightHolder {
public:
    Parameter(at::Tensor stored, Placement placement, std::vector<WeightPatch> patches = {})
        : m_stored(std::move(stored))
        , m_placement(placement)
        , m_patches(std::move(patches))
    {
    }

    /// A weight of a network in training: `value` is used as it is now in every call, so it may be a leaf that is learned;
    /// `change`, or null, is learned beside it.
    Parameter(at::Tensor value, Placement placement, LearnedChangePtr change)
        : m_stored(std::move(value))
        , m_placement(placement)
        , m_inTraining(true)
        , m_change(std::move(change))
    {
    }

    ~Parameter() override
    {
        if (m_placement.room)
            m_placement.room->leave(*this);
    }
    Parameter(const Parameter&) = delete;
    Parameter& operator=(const Parameter&) = delete;

    at::IntArrayRef shape() const { return m_stored.sizes(); }
    /// What is being learned beside this weight; null outside of training.
    const LearnedChange* change() const { return m_change.get(); }
    /// On the placement's device, in its type. The stored tensor itself where that is the same. Where the room is full, made
    /// for this one use: whoever asks drops it soon.
    at::Tensor value() const;
    /// The same for weights that are used once in a while and too large to keep: what has to be made for it isn't kept.
    at::Tensor fleeting() const { return m_value.defined() ? m_value : computed(); }
    /// The weight as `pack` lays it out for an input of this shape. Kept for the last few shapes; the plain value isn't kept.
    at::Tensor packedFor(at::IntArrayRef input, const std::function<at::Tensor(const at::Tensor&)>& pack) const;

    /// Some rows, float32 on the placement's device; of an unpatched table only these are read. ids [n] int64, CPU.
    at::Tensor rows(const at::Tensor& ids) const;

    /// float32 on the CPU, patched; not kept.
    at::Tensor asFloat() const;
    /// On the CPU, patched, in the type that the file stores it in: the file's own pages where nothing is patched.
    at::Tensor asStored() const;
    /// A copy with more patches, which run after those it has.
    std::shared_ptr<const Parameter> patched(const std::vector<WeightPatch>& patches) const;
    /// What the value holds, made or not.
    std::uint64_t sizeBytes() const;

    void letGo() const override;

private:
    at::Tensor computed() const;
    bool mayKeep(const at::Tensor& made) const;
    void used() const;

    struct Packed {
        std::vector<std::int64_t> input;
        at::Tensor weight;
    };

    at::Tensor m_stored;
    Placement m_placement;
    std::vector<WeightPatch> m_patches;
    bool m_inTraining = false;
    LearnedChangePtr m_change;
    mutable at::Tensor m_value;
    mutable at::Tensor m_patched; // what patches made of it, in main memory: of a patched weight that the room has no place for
    mutable std::vector<Packed> m_packed;
};

using ParameterPtr = std::shared_ptr<const Parameter>;

/// The weights of one network by name. A network takes what it needs from one; what is missing or has another shape gets an
/// error that says which.
class ParameterSet {
public:
    /// Every weight of `weights` that holds numbers with a fraction; nothing is read yet. Errors: TensorInvalid.
    static Result<ParameterSet> of(const Weights& weights, const Placement& placement);

    const Placement& placement() const { return m_placement; }
    bool has(std::string_view name) const { return m_parameters.contains(name); }
    /// {} when there is no such weight.
    at::IntArrayRef shapeOf(std::string_view name) const;
    /// Null when there is no such weight.
    ParameterPtr find(std::string_view name) const;
    /// Errors: ModelUnsupported (args: key).
    Result<ParameterPtr> take(std::string_view name, at::IntArrayRef shape) const;

    /// Parameter::asFloat and asStored; undefined when there is no such weight.
    at::Tensor floatOf(std::string_view name) const;
    at::Tensor storedOf(std::string_view name) const;

    /// A copy that shares every weight but the patched ones; names that it doesn't have are ignored.
    ParameterSet patched(const WeightPatches& patches) const;
    /// A copy to train: tensors of its own, which nothing else holds, with what is learned in and beside them.
    ParameterSet inTraining(const Learning& learning) const;
    std::vector<std::string> names() const;
    std::uint64_t sizeBytes() const;

private:
    Placement m_placement;
    std::map<std::string, ParameterPtr, std::less<>> m_parameters;
};

} // namespace weft
