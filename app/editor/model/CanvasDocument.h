// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/editor/model/NodeStatus.h"
#include "core/catalogue/Catalogue.h"
#include "core/graph/Graph.h"
#include "core/graph/History.h"

#include <QObject>
#include <QPointF>

#include <map>
#include <optional>
#include <set>
#include <vector>

namespace weft {

using NodeIds = std::set<NodeId>;

/// One end of a wire: an output by slot, or an input by name.
struct PortRef {
    NodeId node;
    bool isOutput = true;
    int slot = 0;
    std::string input;

    bool operator==(const PortRef&) const = default;
};

/// A view: the point in its middle, and the zoom.
struct ViewMark {
    QPointF center;
    double zoom = 1;

    bool operator==(const ViewMark&) const = default;
};

/// A workflow that is being edited: the graph, its history, and what runs said of its nodes.
/// Every edit is one step of the history. Holds no widgets. The catalogue must outlive it.
class CanvasDocument : public QObject {
    Q_OBJECT
public:
    explicit CanvasDocument(const Catalogue& catalogue, QObject* parent = nullptr);

    const Graph& graph() const { return m_graph; }
    const Catalogue& catalogue() const { return *m_catalogue; }
    /// While graphChanged is emitted: the nodes that may have changed, gone ones and the ends of links among them. None: any.
    const std::optional<NodeIds>& changedNodes() const { return m_changedNodes; }
    const NodeType* typeOf(const Node& node) const { return m_catalogue->find(node.type); }
    void setCatalogue(const Catalogue& catalogue);

    /// Replaces everything; the history starts anew.
    void open(Graph graph);

    NodeId add(const NodeType& type, QPointF at);
    /// Adds a node and wires it to `from` by its first port that fits: one step.
    NodeId addWired(const NodeType& type, QPointF at, const PortRef& from);
    /// Puts a node into a wire: the wire's ends go to its first ports that fit. Errors: TypeMismatch.
    /// With `at` it moves there in the same step.
    Done splice(const NodeId& id, LinkId link, const std::optional<QPointF>& at = {});
    bool maySplice(const NodeId& id, LinkId link) const;

    /// Errors: TypeMismatch (args from, to), GraphCycle, NodeMissing.
    Done mayConnect(const NodeId& from, int slot, const NodeId& to, const std::string& input) const;
    Done connectPorts(const NodeId& from, int slot, const NodeId& to, const std::string& input);
    /// Moves the end of a wire from one input to another: one step.
    Done moveLink(LinkId link, const NodeId& to, const std::string& input);
    void cut(const std::vector<LinkId>& links);
    /// All wires of one output leave another one instead: one step. Those that don't fit stay. Errors: TypeMismatch,
    /// GraphCycle, NodeMissing when none fits.
    Done moveLinks(const PortRef& from, const PortRef& to);
    /// The node becomes one of another type; wires go to the ports that fit best, settings of the same name stay.
    /// Errors: NodeMissing.
    Done swapType(const NodeId& id, const NodeType& type);
    /// The first input (or output) of `node` that the other end fits, a free one before a wired one.
    std::optional<PortRef> fittingPort(const NodeId& node, const PortRef& other) const;
    TypeName typeOfPort(const PortRef& port) const;

    void move(const std::map<NodeId, QPointF>& positions);
    void resize(const NodeId& id, double width, int gesture = 0);
    /// Values of one gesture (same `gesture`, not 0) melt into one step.
    void setSetting(const NodeId& id, const std::string& name, Json value, int gesture = 0);
    void setTitle(const NodeId& id, const std::string& title);
    void setMode(const NodeIds& ids, NodeMode mode);
    void setCollapsed(const NodeIds& ids, bool collapsed);
    /// A pinned node isn't moved, resized or laid out, as ComfyUI's flag of that name.
    void setPinned(const NodeIds& ids, bool pinned);
    bool isPinned(const NodeId& id) const;
    /// The header's colour, which ComfyUI's files keep with a darker one for the body; empty: the theme's.
    void setColor(const NodeIds& ids, const std::string& header, const std::string& body);
    /// "here", "elsewhere", a machine's key hash in hex; empty: wherever the plan puts it.
    void setPlace(const NodeIds& ids, const std::string& place);
    std::string placeOf(const NodeId& id) const;
    /// A wire that passed through a removed node is joined again where the types match.
    void remove(const NodeIds& ids);
    void removeWithWires(const NodeIds& ids);

    /// What happens to a seed after each run ("fixed", "increment", "decrement", "randomize"); empty: it is no seed.
    std::string seedControlOf(const NodeId& id, const std::string& setting) const;
    void setSeedControlOf(const NodeId& id, const std::string& setting, const std::string& word);
    /// Does to the seeds what their controls say: one step. Called when a run was queued.
    void advanceSeeds();

    /// ComfyUI's workflow JSON of these nodes and the links between them.
    QByteArray copy(const NodeIds& ids) const;
    /// Adds what the text holds, its top left corner at `at`. Errors: those of openWorkflow.
    Result<NodeIds> paste(const QByteArray& text, QPointF at);
    /// A copy beside the original that keeps the wires that come in.
    NodeIds duplicate(const NodeIds& ids, QPointF shift = {32, 32});

    /// Views that the user has noted under the keys 1 to 9. They belong to the workflow (`extra.weft.views`) but aren't
    /// steps of its history, like the viewport that ComfyUI keeps there.
    void setBookmark(int key, const ViewMark& mark);
    std::optional<ViewMark> bookmark(int key) const;

    bool canUndo() const;
    bool canRedo() const;
    void undo();
    void redo();
    bool isModified() const;
    void markSaved();
    static int newGesture();

    const NodeStatus& status(const NodeId& id) const;
    void setStatus(const NodeId& id, NodeStatus status);
    /// Forgets the last run; previews stay until there are new ones.
    void clearRun();
    /// Bytes that went over a wire between two machines; the tag on it. Zero removes it.
    void setTransfer(const NodeId& from, int slot, const NodeId& to, qint64 bytes);
    qint64 transfer(const Link& link) const;

Q_SIGNALS:
    void graphChanged(); // nodes, links, settings: look again
    void statusChanged(const QString& id);
    void transfersChanged();
    void modifiedChanged(bool modified);

private:
    bool perform(std::vector<Command> commands, int gesture = 0);
    void changed();
    NodeId freshNode();
    LinkId freshLink();
    template <typename Change>
    void changeNodes(const NodeIds& ids, Change change, int gesture = 0);
    NodeIds touchedBy(const std::vector<Command>& commands) const;
    std::vector<Command> bridgesFor(const NodeIds& ids);
    NodeIds insertCopies(const std::vector<Node>& nodes, const std::vector<Link>& links, QPointF shift, bool keepInputs);

    Graph m_graph;
    const Catalogue* m_catalogue;
    History m_history;
    std::map<NodeId, NodeStatus> m_statuses;
    std::map<std::tuple<NodeId, int, NodeId>, qint64> m_transfers;
    std::optional<NodeIds> m_changedNodes;
    // The next ids, so that nobody has to look at all nodes for each; 0: to be found.
    std::int64_t m_nextNode = 0;
    LinkId m_nextLink = 0;
    bool m_wasModified = false;
};

} // namespace weft
