// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gpu-worker/runtime/Executor.h"
#include "gpu-worker/runtime/ListCall.h"

namespace weft::worker {

/// One run of one fragment: which nodes are needed, which are done. Nodes are taken in the fragment's order; a lazy input
/// that is asked for sends the run back to the nodes before it.
class FragmentRun {
public:
    FragmentRun(const Fragment& fragment, const FragmentLinks& links, const std::vector<BoundaryItems>& inputs,
        const std::vector<Hash256>& signatures, const RunSettings& settings, MemoCache& cache);

    std::optional<FragmentFault> run();

private:
    struct State {
        bool needed = false;
        bool done = false;
        bool blocked = false; // waits for a boundary input that isn't there
        std::vector<bool> asked; // per input: a lazy one that the node asked for
        std::size_t readers = 0; // links that haven't been read yet
        std::shared_ptr<const CallOutputs> outputs; // dropped with the last reader
    };
    enum class Step { Go, Back };
    using Fault = std::optional<FragmentFault>;

    Fault needTargets();
    Fault need(std::size_t position);
    Fault advance(std::size_t position, Step& step);
    /// Marks the node blocked, and notes what it needs, when an input can't be had.
    Fault block(std::size_t position);
    Fault askLazy(std::size_t position, const std::vector<InputList>& lists, Step& step);
    /// A node that finds no memory gets a second try, once everything that is only kept for later has been let go of.
    Result<CallOutputs> called(std::size_t position, const std::vector<InputList>& lists);
    Result<CallOutputs> calledOnce(std::size_t position, const std::vector<InputList>& lists);
    bool makeRoom();
    Fault compute(std::size_t position, const std::vector<InputList>& lists);
    Fault finish(std::size_t position, std::shared_ptr<const CallOutputs> outputs, std::chrono::microseconds took, bool cached);
    Fault deliver(std::size_t position, const CallOutputs& outputs);

    bool isNeededInput(std::size_t position, std::size_t input) const;
    Result<InputList> listOf(std::size_t position, std::size_t input);
    Result<std::vector<InputList>> listsOf(std::size_t position);
    FragmentFault fault(std::size_t position, const Error& error) const;

    const Fragment& m_fragment;
    const FragmentLinks& m_links;
    const std::vector<BoundaryItems>& m_inputs;
    const std::vector<Hash256>& m_signatures;
    const RunSettings& m_settings;
    MemoCache& m_cache;
    std::vector<State> m_states;
    std::vector<std::vector<int>> m_askedSlots; // per node
    std::map<int, ItemList> m_entered; // boundary inputs, converted once
    std::vector<int> m_missing; // boundary inputs to ask for
};

} // namespace weft::worker
