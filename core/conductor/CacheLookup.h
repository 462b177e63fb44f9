// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/cache/Signature.h"
#include "core/cache/ValueCache.h"
#include "core/graph/Prompt.h"

#include <set>

namespace weft {

/// What is asked of a run, and what was computed before.
struct CacheQuestion {
    Prompt prompt;
    Catalogue catalogue;
    FileHashes files; // of the files that settings name
    std::string salt; // what else the values depend on
    std::set<NodeId> targets;
    std::set<SlotRef> wanted;
};

struct CacheAnswers {
    std::map<NodeId, Hash256> signatures; // signaturesOf() the question
    std::map<NodeId, ValueList> files; // of output nodes that needn't run
    std::map<SlotRef, ValueList> slots; // wanted ones, and those that stand between what is known and what isn't
    std::set<NodeId> targetsLeft;
    std::set<SlotRef> wantedLeft;
};

/// Of the nodes that can be cached; empty where the prompt has none.
std::map<NodeId, Hash256> signaturesOf(const CacheQuestion& question);

/// Whether lookUp() is worth a thread's turn, which takes as long as a small prompt: some of what is known may be there, or there
/// is too much to look for.
bool mayAnswer(const ValueCache& cache, const CacheQuestion& question, const std::map<NodeId, Hash256>& signatures);

/// Walks back from what is asked for until everything is known or must be computed. Blocks on the disk.
CacheAnswers lookUp(ValueCache& cache, const CacheQuestion& question);

} // namespace weft
