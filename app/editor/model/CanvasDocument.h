// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/editor/model/NodeStatus.h"
#include "core/catalogue/Catalogue.h"
#include "core/formats/SeedAdvance.h"
#include "core/graph/Graph.h"
#include "core/graph/History.h"
#include "core/graph/SubgraphEdit.h"

#include <QObject>
#include <QPointF>
#include <QRectF>

#include <map>
#include <memory>
#include <set>
#include <vector>

namespace weft {

class NodePresets;

using NodeIds = std::set<NodeId>;

/// One end of a wire: an output by slot, or an input by name.
struct PortRef {
    NodeId node;
    bool isOutput = true;
    int slot = 0;
    std::string input;

    bool operator==(const PortRef&) const = default;
};

/// What can be selected on a canvas; groups go by their place in Graph::groups().
struct CanvasParts {
    NodeIds nodes;
    std::set<RerouteId> points;
    std::set<std::size_t> groups;

    bool operator==(const CanvasParts&) const = default;
    bool empty() const { return nodes.empty() && points.empty() && groups.empty(); }
};

/// Where such parts are to be: the upper left corners of nodes and groups, the middles of points.
struct PartPlaces {
    std::map<NodeId, QPointF> nodes;
    std::map<RerouteId, QPointF> points;
    std::map<std::size_t, QPointF> groups;

    bool operator==(const PartPlaces&) const = default;
    bool empty() const { return nodes.empty() && points.empty() && groups.empty(); }
};

/// One step of the way from the workflow to the subgraph that is shown.
struct Crumb {
    NodeId instance; // the node that was entered; empty for the workflow itself
    SubgraphId subgraph;
    QString title; // empty for the workflow itself

    bool operator==(const Crumb&) const = default;
};

/// A view: the point in its middle, and the zoom.
struct ViewMark {
    QPointF center;
    double zoom = 1;

    bool operator==(const ViewMark&) const = default;
};

/// A workflow that is being edited: the graph, its history, and what runs said of its nodes. One of its graphs is shown: the
/// workflow itself, or a subgraph that was entered through an instance; ids of nodes, links and groups are those of the
/// graph that is shown. Every edit is one step of the history. Holds no widgets. The catalogue must outlive it.
class CanvasDocument : public QObject {
    Q_OBJECT
public:
    explicit CanvasDocument(const Catalogue& catalogue, QObject* parent = nullptr);

    /// What is shown.
    const Graph& graph() const { return *m_shown; }
    /// The whole, which is saved and run.
    const Graph& workflow() const { return m_workflow; }
    const Catalogue& catalogue() const { return *m_catalogue; }
    /// While graphChanged is emitted: the nodes that may have changed, gone ones and the ends of links among them. None: any.
    const std::optional<NodeIds>& changedNodes() const { return m_changedNodes; }
    /// Also of instances of subgraphs. Null: unknown. Good until the next edit.
    const NodeType* typeOf(const Node& node) const { return m_types->of(node); }
    void setCatalogue(const Catalogue& catalogue);
    /// What new nodes begin with; must outlive it. Null: the types' own defaults.
    void setPresets(NodePresets* presets) { m_presets = presets; }
    NodePresets* presets() const { return m_presets; }

    /// Replaces everything; the history starts anew.
    void open(Graph graph);

    /// The way to what is shown, the workflow first: never empty.
    std::vector<Crumb> breadcrumbs() const;
    SubgraphId shownSubgraph() const { return m_path.empty() ? SubgraphId() : m_path.back().subgraph; }
    bool isInstance(const NodeId& id) const;
    /// Shows the inside of an instance. Errors: NodeMissing.
    Done enter(const NodeId& instance);
    /// Shows a step of the breadcrumbs; 0 is the workflow.
    void leaveTo(std::size_t step);
    /// A node's id in a run: "12:7" for 7 where the inside of 12 is shown.
    NodeId idInRun(const NodeId& id) const { return m_prefix + id; }
    /// A run's node, wherever it is defined. Null: there is none.
    const Node* nodeInRun(const NodeId& idInRun) const;
    /// Shows the graph that holds a run's node, and returns its id there.
    std::optional<NodeId> reveal(const NodeId& idInRun);

    /// Makes a subgraph of nodes, and an instance in their place. Errors: those of toSubgraph().
    Result<NodeId> makeSubgraph(const NodeIds& ids, const QString& name);
    /// Puts what is inside of an instance in its place. Errors: NodeMissing.
    Result<NodeIds> unpack(const NodeId& instance);
    /// Other instances don't follow this one any more, nor it them. Errors: NodeMissing.
    Done makeIndependent(const NodeId& instance);
    /// Another instance of a subgraph of this workflow, wired to `from` by its first port that fits: one step.
    /// Errors: NodeMissing, GraphCycle (inside itself).
    Result<NodeId> addInstance(const SubgraphId& subgraph, QPointF at, const std::optional<PortRef>& from = {});
    /// Those that may stand in what is shown, with a port that fits `from`.
    std::vector<const Graph*> subgraphsThatFit(const std::optional<PortRef>& from = {}) const;
    Done renameSubgraph(const SubgraphId& subgraph, const QString& name);
    /// The interface, by ids; interfaceOf() reads it. Errors: NodeMissing.
    Done setInterface(const SubgraphId& subgraph, const SubgraphInterface& ports);
    Result<std::string> addPort(const SubgraphId& subgraph, bool isOutput, const std::string& name, const TypeName& type);
    Done removePort(const SubgraphId& subgraph, const std::string& port);
    Done renamePort(const SubgraphId& subgraph, const std::string& port, const QString& label);
    Done movePort(const SubgraphId& subgraph, const std::string& port, std::size_t place);
    /// A new port of the subgraph that is shown, wired to this end of a node in it: an output, an input or a setting.
    /// `instead` of a link, which goes. Errors: NodeMissing, LinkInvalid (no subgraph is shown).
    Done exposePort(const PortRef& end, LinkId instead = 0);

    /// Bends a link at a point, before the `place`th of its points (all of them: last). Errors: LinkInvalid.
    Result<RerouteId> addReroute(LinkId link, QPointF at, std::size_t place);
    void moveReroutes(const std::map<RerouteId, QPointF>& positions);
    /// The links go on without it.
    void removeReroutes(const std::set<RerouteId>& ids);

    /// Groups go by their place in graph().groups().
    std::size_t addGroup(const QRectF& rect, const QString& title, int gesture = 0);
    NodeIds groupMembers(std::size_t group) const;
    /// With what stands in it: nodes, points, smaller groups.
    void moveGroup(std::size_t group, QPointF to, bool withMembers = true);
    void resizeGroup(std::size_t group, const QRectF& rect);
    void renameGroup(std::size_t group, const QString& title, int gesture = 0);
    /// "#3f789e", as ComfyUI writes it; empty: the default.
    void setGroupColor(std::size_t group, const QString& color);
    void removeGroup(std::size_t group); // not its members
    /// A pinned group is neither moved nor resized by the mouse, as ComfyUI's flag of that name.
    void setGroupPinned(std::size_t group, bool pinned);
    static bool isPinned(const Group& group);
    static QString groupColor(const Group& group);

    /// What Weft alone keeps in the file, `extra.weft.KEY` of the workflow: bookmarks, the form's fields. Null: nothing.
    const Json& note(const std::string& key) const;
    void setNote(const std::string& key, Json value);

    /// Whether a setting shows its port also while no wire comes in.
    bool isExposed(const NodeId& id, const std::string& setting) const;
    /// Hidden again, its wire goes too.
    void setExposed(const NodeId& id, const std::string& setting, bool exposed);

    NodeId add(const NodeType& type, QPointF at);
    /// Adds a node and wires it to `from` by its first port that fits: one step.
    NodeId addWired(const NodeType& type, QPointF at, const PortRef& from);
    /// Puts a node into a wire: the wire's ends go to its first ports that fit. Errors: TypeMismatch.
    /// With `at` it moves there in the same step.
    Done splice(const NodeId& id, LinkId link, const std::optional<QPointF>& at = {});
    bool maySplice(const NodeId& id, LinkId link) const;
    /// A new node in a wire: one step. Errors: LinkInvalid, TypeMismatch.
    Result<NodeId> insert(const NodeType& type, QPointF at, LinkId link);
    bool mayInsert(const NodeType& type, LinkId link) const;

    /// Errors: TypeMismatch (args from, to), GraphCycle, NodeMissing.
    Done mayConnect(const NodeId& from, int slot, const NodeId& to, const std::string& input) const;
    /// `exposes`: a setting shows its port from now on, in the same step. `at`: the point of another wire of the output where
    /// this one leaves it.
    Done connectPorts(const NodeId& from, int slot, const NodeId& to, const std::string& input, bool exposes = false, std::optional<RerouteId> at = {});
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
    /// `straighten`: points that go in the same step; `frames`: groups that change their size, too.
    void moveParts(const PartPlaces& places, const std::set<RerouteId>& straighten = {}, const std::map<std::size_t, QRectF>& frames = {});
    void resize(const NodeId& id, double width, int gesture = 0);
    /// Values of one gesture (same `gesture`, not 0) melt into one step.
    void setSetting(const NodeId& id, const std::string& name, Json value, int gesture = 0);
    /// Several at once, a preset: one step.
    void setSettings(const NodeId& id, const std::map<std::string, Json>& values);
    /// Of any node, by its id in a run.
    void setSettingInRun(const NodeId& idInRun, const std::string& name, Json value, int gesture = 0);
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
    /// All at once; wires go on without the points, members without their group. `joins`: as remove().
    void removeParts(const CanvasParts& parts, bool joins = true);

    /// What happens to a seed after each run ("fixed", "increment", "decrement", "randomize"); empty: it is no seed.
    std::string seedControlOf(const NodeId& id, const std::string& setting) const;
    void setSeedControlOf(const NodeId& id, const std::string& setting, const std::string& word);
    /// The seeds of the next run, wherever they are: one step. Called when a run was queued.
    void setSeeds(const std::vector<AdvancedSeed>& seeds);

    /// ComfyUI's workflow JSON of these nodes, the links between them, the groups that hold nothing else, their subgraphs.
    QByteArray copy(const NodeIds& ids) const;
    /// The same as ComfyUI puts it on the clipboard, as HTML.
    QByteArray copyForComfy(const NodeIds& ids) const;
    /// Adds what the text holds, its top left corner at `at`: a workflow, a prompt, or what ComfyUI copies. Subgraphs that
    /// this workflow has already stay linked. Errors: those of openWorkflow; GraphCycle (inside itself).
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
    /// What is shown is in no file, whatever is undone.
    void markUnsaved();
    static int newGesture();

    /// Of any node, by its id in a run: what the form and the queue show.
    const NodeStatus& statusInRun(const NodeId& idInRun) const;
    std::vector<NodeId> nodesInRun() const; // all that have a status
    /// The links out of a node, with ids of a run, in the graph that it stands in.
    std::vector<Link> linksInRun(const NodeId& idInRun) const;
    /// Of a node that is shown. An instance shows what its insides do.
    const NodeStatus& status(const NodeId& id) const;
    void setStatus(const NodeId& idInRun, NodeStatus status);
    /// Forgets the last run, and shows what the next one plans for each node, by its id in the run; previews stay until there are new ones.
    void clearRun(std::map<NodeId, NodeStatus> planned);
    /// Bytes that went over a wire between two machines; the tag on it. Zero removes it.
    /// Ids of a run.
    void setTransfer(const NodeId& from, int slot, const NodeId& to, qint64 bytes);
    qint64 transfer(const Link& link) const;
    /// A wire of a run, by its output and the node that it leads to.
    using WireInRun = std::tuple<NodeId, int, NodeId>;
    /// What wires will carry, as the plan has it: instead of earlier estimates, until it is known.
    void estimateTransfers(const std::map<WireInRun, qint64>& bytes);
    bool isEstimated(const Link& link) const;

Q_SIGNALS:
    void opened(); // another workflow: nothing of before holds
    void graphChanged(); // nodes, links, settings: look again
    void shownChanged(); // another graph is shown: look at everything again, selection and place too
    void statusChanged(const QString& id); // of the graph that is shown
    void transfersChanged();
    void modifiedChanged(bool modified);

private:
    /// In the graph that is shown.
    bool perform(Commands commands, int gesture = 0);
    /// Wherever the commands say.
    bool performAnywhere(Commands commands, int gesture = 0);
    std::optional<Node> withExposed(const NodeId& id, const std::string& setting, bool exposed) const;
    Commands pointRemovals(const std::set<RerouteId>& ids) const;
    std::optional<std::vector<Reroute>> movedPoints(const std::map<RerouteId, QPointF>& places) const;
    bool editGroup(std::size_t group, const std::function<void(Group&)>& edit, int gesture = 0);
    void tidy(const std::set<SubgraphId>& used, const std::set<RerouteId>& points);
    void changed(bool isElsewhere = false);
    void lookAgain(bool isElsewhere = false);
    bool findShown();
    void show(std::vector<Crumb> path);
    /// The graph that a run's node stands in, and its id there.
    struct Place {
        SubgraphId in;
        const Graph* graph = nullptr;
        NodeId id;
    };
    std::optional<Place> placeInRun(const NodeId& idInRun) const;
    using IsKept = std::function<bool(const Node& instance, const PromotedSetting& setting)>;
    const Node* homeOf(Place& at, std::string& setting, const IsKept& isKept) const;
    std::optional<Command> settingCommand(Place at, const std::string& name, Json value) const;
    std::optional<Link> linkTo(const Graph& subgraph, const NodeId& instance, const PortRef& from) const;
    Result<SubgraphInterface> portsOf(const SubgraphId& subgraph) const;
    Node newNode(const NodeType& type, QPointF at);
    Graph partOf(const NodeIds& ids) const;
    NodeId freshNode();
    LinkId freshLink();
    void noteIds(const Commands& commands);
    template <typename Change> void changeNodes(const NodeIds& ids, Change change, int gesture = 0);
    NodeIds touchedBy(const Commands& commands) const;
    Commands bridgesFor(const NodeIds& ids);
    NodeIds insertCopies(const Graph& part, QPointF shift, bool keepInputs);
    void rollUp(const NodeId& idInRun);

    Graph m_workflow;
    const Graph* m_shown = &m_workflow;
    std::vector<Crumb> m_path; // without the workflow itself
    NodeId m_prefix; // "12:" inside of 12
    const Catalogue* m_catalogue;
    std::unique_ptr<SubgraphTypes> m_types;
    NodePresets* m_presets = nullptr;
    History m_history;
    std::map<NodeId, NodeStatus> m_statuses;
    std::map<WireInRun, qint64> m_transfers;
    std::map<WireInRun, qint64> m_estimates; // of those that aren't there
    std::optional<NodeIds> m_changedNodes;
    // The next ids, so that nobody has to look at all nodes for each; 0: to be found.
    std::int64_t m_nextNode = 0;
    LinkId m_nextLink = 0; // of the graph that is shown
    bool m_wasModified = false;
};

} // namespace weft
