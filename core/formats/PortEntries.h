// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/graph/Graph.h"

#include <unordered_map>

namespace weft {

/// Writes ports and points with what the file says of their links, which it repeats there. An entry stays as the file has
/// it, right or wrong, while its links are as they were. The graph must outlive it.
class PortEntries {
public:
    explicit PortEntries(const Graph& graph);

    std::vector<LinkId> linksFrom(const NodeId& node, int slot) const;
    /// By input name.
    const std::map<std::string, LinkId>& linksInto(const NodeId& node) const;
    /// The file's own entry of a link; null where it has none.
    const Json* oldLink(LinkId id) const;
    /// Whether ids are only named by the file: there never was such a link.
    bool isUnknown(LinkId id) const { return m_graph.leftovers().ids.contains(id); }

    Json input(const Node& node, const NodePort& port) const;
    Json output(const Node& node, std::size_t slot) const;
    /// A port of a subgraph's border.
    Json border(const Node& node, const NodePort& port, std::size_t place) const;
    Json reroute(const Reroute& point, const std::vector<LinkId>& links) const;

private:
    using BySlot = std::map<NodeId, std::map<int, std::vector<LinkId>>>;

    static std::vector<LinkId> idsAt(const BySlot& links, const NodeId& node, int slot);
    bool wentTo(LinkId id, const NodeId& node) const;
    void setIds(Json& entry, const char* key, const std::vector<LinkId>& links, std::vector<LinkId> before) const;

    const Graph& m_graph;
    BySlot m_from;
    BySlot m_oldFrom; // in the file, of links that are still there
    std::map<NodeId, std::map<std::string, LinkId>> m_into;
    std::unordered_map<LinkId, const Json*> m_oldLinks;
};

} // namespace weft
