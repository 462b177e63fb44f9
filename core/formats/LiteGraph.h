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
Json pairJson(Pair pair);
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
    std::optional<RerouteId> reroute {}; // 1.0 only; 0.4 keeps it in `extra.linkExtensions`
    bool operator==(const LinkEntry&) const = default;
};
std::optional<LinkEntry> readLink(const Json& entry);

std::optional<std::int64_t> idAt(const Json& object, std::string_view key);
/// The whole numbers of a list; nothing else.
std::vector<LinkId> idsIn(const Json& list);

/// Where a file of this form keeps its reroutes: in itself (1.0) or in its `extra` (0.4).
bool hasOwnReroutes(const Json& graph);

} // namespace weft::litegraph
