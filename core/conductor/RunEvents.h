// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/planning/Plan.h"

/// What a run tells whoever watches it: the canvas, the command line, the report.
namespace weft {

/// The plan is made; nothing has started.
struct RunPlanned {
    Plan plan;
};
/// A fragment starts on an engine (again, after a failure elsewhere: attempt 2, 3, ...).
struct FragmentStarted {
    int fragment = 0;
    std::string engine;
    std::string engineName;
    Quote quote;
    int attempt = 1;
};
/// Something happened inside a fragment.
struct FragmentProgressed {
    int fragment = 0;
    std::string engine;
    FragmentEvent event;
};
struct FragmentFinished {
    int fragment = 0;
    std::string engine;
    Money held;
    Money charged;
};
/// The attempt ended badly; `willRetry` says that another machine goes on.
struct FragmentFailedOn {
    int fragment = 0;
    std::string engine;
    FragmentFailure failure;
    Money released;
    bool willRetry = false;
};
/// A node was answered from the cache; nothing was computed or charged.
struct NodeAnswered {
    NodeId node;
};
/// A slot's items are here (for previews on the node and --save).
struct SlotReady {
    SlotRef slot;
    ValueList items;
};
/// An output node handed out files (FILE values); the watcher stores them.
struct FilesReady {
    NodeId node;
    ValueList files;
};

using RunEvent = std::variant<RunPlanned, FragmentStarted, FragmentProgressed, FragmentFinished, FragmentFailedOn,
    NodeAnswered, SlotReady, FilesReady>;
using RunSink = std::function<void(const RunEvent&)>;

/// One node's line in a report.
struct NodeReport {
    std::string type;
    std::vector<std::string> engines; // ids
    std::vector<std::string> machines; // the owners' names for them
    std::chrono::microseconds took {};
    bool cached = false;
    Money charged; // its share of its fragment's charge, by reference time; the shares add up exactly
};

struct RunReport {
    std::map<NodeId, NodeReport> nodes;
    std::map<NodeId, ValueList> files; // made by output nodes
    std::map<SlotRef, ValueList> slots; // asked for
    Money held; // sum of all holds
    Money charged; // at most: what isn't resolved when the run ends counts as charged
    Money released;
    std::vector<std::pair<NodeId, Error>> errors; // empty: every output was made
};

} // namespace weft
