// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Json.h"
#include "core/catalogue/Catalogue.h"

#include <map>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

namespace weft {

/// ComfyUI's ids: numbers in workflow files, any string in API files ("12", "4:7" inside subgraphs).
using NodeId = std::string;
using LinkId = std::int64_t;

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

    bool operator==(const Link&) const = default;
};

struct Group {
    std::string title;
    double x = 0, y = 0, width = 0, height = 0;
    Json extra = Json::object();

    bool operator==(const Group&) const = default;
};

/// A workflow: nodes in file order, links, groups. Edits go through core/graph/History.h so that they can be undone.
/// Invariants kept by the mutators: node ids are unique; at most one link per (to, toInput); links name existing nodes.
class Graph {
public:
    const std::vector<Node>& nodes() const { return m_nodes; }
    const std::vector<Link>& links() const { return m_links; }
    const std::vector<Group>& groups() const { return m_groups; }
    const Json& extra() const { return m_extra; } // version, config, viewport, ... of the file

    const Node* findNode(std::string_view id) const;
    Node* editNode(std::string_view id); // the id itself must not be changed
    const Link* findLink(LinkId id) const;
    const Link* linkInto(std::string_view node, std::string_view input) const;
    std::vector<Link> linksFrom(std::string_view node) const;
    std::vector<Link> linksOf(std::string_view node) const; // in and out

    /// Errors: LinkInvalid when the id is taken.
    Done addNode(Node node, std::optional<std::size_t> position = {});
    /// Removes its links too.
    void removeNode(std::string_view id);
    /// Replaces a link into the same input. Errors: NodeMissing, LinkInvalid (id taken).
    Done addLink(Link link, std::optional<std::size_t> position = {});
    void removeLink(LinkId id);
    void setGroups(std::vector<Group> groups) { m_groups = std::move(groups); }
    void setExtra(Json extra) { m_extra = std::move(extra); }

    NodeId freshNodeId() const; // larger than every number in use
    LinkId freshLinkId() const;
    std::size_t nodeIndex(std::string_view id) const; // nodes().size() when absent
    std::size_t linkIndex(LinkId id) const; // links().size() when absent

    bool operator==(const Graph& other) const
    {
        return m_nodes == other.m_nodes && m_links == other.m_links && m_groups == other.m_groups && m_extra == other.m_extra;
    }

private:
    void indexNodes(std::size_t from);
    void indexLinks(std::size_t from);
    void forgetEnd(const NodeId& node, LinkId link);

    std::vector<Node> m_nodes;
    std::vector<Link> m_links;
    std::vector<Group> m_groups;
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
