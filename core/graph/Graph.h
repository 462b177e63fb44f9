// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Json.h"
#include "core/catalogue/Catalogue.h"

#include <map>
#include <optional>
#include <set>
#include <string>
#include <unordered_map>
#include <vector>

namespace weft {

/// ComfyUI's ids: numbers in workflow files, any string in API files ("12", "4:7" inside subgraphs).
using NodeId = std::string;
using LinkId = std::int64_t;
using RerouteId = std::int64_t;
/// A UUID. Empty where the workflow itself is meant.
using SubgraphId = std::string;

/// Inside a subgraph two nodes stand for its border: the outputs of the one are what comes in, the inputs of the other what
/// goes out. They are the subgraph's interface: each port has an id in `extra` that never changes (SubgraphEdit.h).
inline constexpr const char* kSubgraphInputs = "-10";
inline constexpr const char* kSubgraphOutputs = "-20";
/// Their type, which no catalogue has.
inline constexpr const char* kSubgraphBorder = "weft.border";

/// A wish for where a node runs, among its properties (in an API prompt in `_meta`): "here", "elsewhere", or a machine's key
/// hash in hex.
inline constexpr const char* kPlaceProperty = "weft.place";

enum class NodeMode { Normal, Muted, Bypassed };

/// A port as the file wrote it. Known types follow the catalogue; of unknown types this is all that is known.
struct NodePort {
    std::string name;
    TypeName type;
    Json extra = Json::object(); // every other key of the file's entry, kept

    bool operator==(const NodePort&) const = default;
};

struct Node {
    NodeId id;
    std::string type; // class_type
    std::string title; // empty: the type's display name
    std::map<std::string, Json> settings; // literal values, by input name
    std::vector<NodePort> inputs; // ports that can be linked, in display order
    std::vector<NodePort> outputs;
    double x = 0, y = 0, width = 0, height = 0;
    NodeMode mode = NodeMode::Normal;
    bool collapsed = false;
    Json extra = Json::object(); // whatever else the file said of this node (properties, flags, colours, widgets of unknown types)

    bool operator==(const Node&) const = default;
};

/// From an output (by position, as files do) to an input (by name).
struct Link {
    LinkId id = 0;
    NodeId from;
    int fromSlot = 0;
    NodeId to;
    std::string toInput;
    std::optional<RerouteId> reroute {}; // the last point that it bends at, before the input

    bool operator==(const Link&) const = default;
};

/// A point that links bend at; links that share it also share the way from the output to it.
struct Reroute {
    RerouteId id = 0;
    std::optional<RerouteId> parent; // the point before it
    double x = 0, y = 0;
    Json extra = Json::object();

    bool operator==(const Reroute&) const = default;
};

struct Group {
    std::string title;
    double x = 0, y = 0, width = 0, height = 0;
    Json extra = Json::object();

    bool operator==(const Group&) const = default;
};

/// What a file says of links that a graph can't hold, so that it is written again.
struct FileLeftovers {
    struct Stray { // a link to nothing, or a second one to the same input
        std::size_t position = 0; // among the links
        Json entry;

        bool operator==(const Stray&) const = default;
    };
    std::vector<Stray> links;
    std::set<LinkId> ids; // that ports and reroutes name although the graph has no such link

    bool operator==(const FileLeftovers&) const = default;
};

/// A workflow, or a subgraph of one: nodes in file order, links, groups, reroutes, and the subgraphs that it defines. A node
/// whose type is a subgraph's id is an instance of it. Edits go through core/graph/History.h so that they can be undone.
/// Invariants kept by the mutators: node ids are unique; at most one link per (to, toInput); links name existing nodes.
class Graph {
public:
    const std::vector<Node>& nodes() const { return m_nodes; }
    const std::vector<Link>& links() const { return m_links; }
    const std::vector<Group>& groups() const { return m_groups; }
    const std::vector<Reroute>& reroutes() const { return m_reroutes; }
    const Json& extra() const { return m_extra; } // version, config, viewport, ... of the file

    const Node* findNode(std::string_view id) const;
    Node* editNode(std::string_view id); // the id itself must not be changed
    const Link* findLink(LinkId id) const;
    const Link* linkInto(std::string_view node, std::string_view input) const;
    std::vector<Link> linksFrom(std::string_view node) const;
    std::vector<Link> linksOf(std::string_view node) const; // in and out
    const Reroute* findReroute(RerouteId id) const;
    /// The points that a link bends at, from its output to its input.
    std::vector<const Reroute*> reroutesOf(const Link& link) const;

    /// The subgraphs defined here, in file order; a file may define some inside of others.
    const std::vector<Graph>& subgraphs() const { return m_subgraphs; }
    /// Also those defined inside of others. Null: there is none.
    const Graph* findSubgraph(std::string_view id) const;
    /// The same, to be changed; this graph itself for the empty id.
    Graph* editSubgraph(std::string_view id);
    /// Of a subgraph: its id, and what people call it.
    SubgraphId id() const { return stringAt(m_extra, "id"); }
    std::string name() const { return stringAt(m_extra, "name"); }

    /// Errors: LinkInvalid when the id is taken.
    Done addNode(Node node, std::optional<std::size_t> position = {});
    /// Removes its links too.
    void removeNode(std::string_view id);
    /// Replaces a link into the same input. Errors: NodeMissing, LinkInvalid (id taken).
    Done addLink(Link link, std::optional<std::size_t> position = {});
    void removeLink(LinkId id);
    /// Errors: LinkInvalid (no such link).
    Done setLinkReroute(LinkId id, std::optional<RerouteId> reroute);
    void setGroups(std::vector<Group> groups) { m_groups = std::move(groups); }
    void setReroutes(std::vector<Reroute> reroutes) { m_reroutes = std::move(reroutes); }
    void setExtra(Json extra) { m_extra = std::move(extra); }
    /// Errors: LinkInvalid when the id is taken or empty.
    Done addSubgraph(Graph subgraph, std::optional<std::size_t> position = {});
    void removeSubgraph(std::string_view id); // one defined here
    const FileLeftovers& leftovers() const { return m_leftovers; }
    void setLeftovers(FileLeftovers leftovers) { m_leftovers = std::move(leftovers); }

    NodeId freshNodeId() const; // larger than every number in use, here and in the subgraphs
    LinkId freshLinkId() const; // of this graph
    RerouteId freshRerouteId() const; // of this graph
    std::size_t nodeIndex(std::string_view id) const; // nodes().size() when absent
    std::size_t linkIndex(LinkId id) const; // links().size() when absent

    bool operator==(const Graph& other) const
    {
        return m_nodes == other.m_nodes && m_links == other.m_links && m_groups == other.m_groups && m_extra == other.m_extra
            && m_reroutes == other.m_reroutes && m_subgraphs == other.m_subgraphs && m_leftovers == other.m_leftovers;
    }

private:
    void indexNodes(std::size_t from);
    void indexLinks(std::size_t from);
    void forgetEnd(const NodeId& node, LinkId link);
    std::int64_t largestNodeNumber() const;
    bool hasNode(const NodeId& id) const; // here or in a subgraph
    std::int64_t lastIn(const char* name, const char* nameInState) const;

    std::vector<Node> m_nodes;
    std::vector<Link> m_links;
    std::vector<Group> m_groups;
    std::vector<Reroute> m_reroutes;
    std::vector<Graph> m_subgraphs;
    FileLeftovers m_leftovers;
    Json m_extra = Json::object();
    std::map<NodeId, std::size_t, std::less<>> m_index; // id -> position in m_nodes
    std::unordered_map<LinkId, std::size_t> m_linkIndex; // id -> position in m_links
    std::map<NodeId, std::vector<LinkId>, std::less<>> m_linksOf; // node -> links in and out, in the order of adding
};

/// What a setting holds before anybody touched it: its "default", else the first choice, else zero, false or "".
Json defaultSetting(const InputSpec& input);

/// A node of `type` with its ports (inputs without an editor, and all outputs), and every setting at its default.
Node makeNode(const NodeType& type, NodeId id, double x, double y);

} // namespace weft
