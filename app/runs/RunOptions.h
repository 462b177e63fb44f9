// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/conductor/RunEvents.h"

#include <QString>
#include <QStringList>

namespace weft {

/// Where this computer keeps what runs need. Empty texts mean the usual place.
struct RunFolders {
    QString input; // LoadImage reads here
    QString output; // SaveImage writes here
    QStringList models; // each with upscale_models/, checkpoints/, ... or with model files themselves
    QString cache; // values, the index of models
    QString worker; // the program weft-worker
    bool keepsValues = true; // what runs make answers later ones; false: every run computes all
};

/// What one run is asked for.
struct RunOptions {
    Policy policy; // where it may run, what it may cost
    Precision precision = Precision::Auto;
    std::vector<NodeId> targets; // output nodes; empty: all
    std::set<SlotRef> wanted; // slots whose values are asked for besides (--save)
    std::chrono::microseconds keptFrom {}; // what this computer makes faster isn't kept in the cache
    std::map<NodeId, std::string> places; // wishes for nodes of a prompt (kPlaceProperty); a graph has its own
};

/// A file that an output node made, once it is stored.
struct StoredFile {
    NodeId node;
    QString path; // empty for previews, which aren't stored
    Value value; // the FILE value
};

} // namespace weft
