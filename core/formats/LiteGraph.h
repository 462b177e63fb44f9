// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/graph/Graph.h"

/// How LiteGraph's files write small things, shared by reader and writer: what the writer finds unchanged by these
/// functions it leaves in the file's own form.
namespace weft::litegraph {

struct Pair {
    double x = 0, y = 0;
    bool operator==(const Pair&) const = default;
};

/// "12" for 12 and "12"; empty when it is neither number nor text.
NodeId idText(const Json& id);
/// A number where the text is one, as the front end expects.
Json idJson(const NodeId& id);

/// [x, y] or {"0": x, "1": y}; zeros when it is neither.
Pair readPair(const Json& json);
/// Without ".0" where the number is whole.
Json number(double value);

/// 2 is muted, 4 bypassed, everything else runs.
NodeMode readMode(const Json& json);
int modeNumber(NodeMode mode);

/// A link in either form; nothing when the entry is neither.
struct LinkEntry {
    LinkId id = 0;
    NodeId from;
    int fromSlot = 0;
    NodeId to;
    int toSlot = 0;
    bool operator==(const LinkEntry&) const = default;
};
std::optional<LinkEntry> readLink(const Json& entry);

} // namespace weft::litegraph
