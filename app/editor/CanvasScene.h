// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/editor/NodeItem.h"
#include "app/editor/RepaintTurns.h"
#include "app/editor/model/CanvasDocument.h"
#include "app/editor/model/GridHash.h"

#include <QGraphicsScene>

#include <memory>
#include <unordered_map>

namespace weft {

class GroupsItem;
class WiresItem;

/// Which ports of a node have a wire.
struct LinkedPorts {
    std::set<std::string> inputs;
    std::set<int> outputs;

    bool operator==(const LinkedPorts&) const = default;
};

/// A node as it is seen from far.
struct NodeBlock {
    QRectF rect; // in the scene
    QRgb color = 0;
};

/// What lies under a point of the canvas. Pointers are valid until the scene changes.
struct CanvasHit {
    enum class Part { Nothing, Node, Header, Port, Setting, Footer, Edge, Point, GroupCorner, GroupTitle, Wire };
    Part part = Part::Nothing;
    NodeItem* item = nullptr;
    const PortFace* port = nullptr;
    const SettingFace* setting = nullptr;
    LinkId link = 0; // off all nodes; also under a group's title
    RerouteId point = 0; // 0: none
    int group = -1; // the smallest one that holds the point; -1: none
    QPointF at; // the point asked for, in the scene
};

/// The canvas: mirrors a document, one item per node, one for all wires and one for all groups, and holds the selection.
/// Each level of subgraphs has its own selection, which comes back with it.
/// The document must outlive it.
class CanvasScene : public QGraphicsScene {
    Q_OBJECT
public:
    CanvasScene(CanvasDocument& document, const Theme& theme, QObject* parent = nullptr);
    ~CanvasScene() override;

    CanvasDocument& document() const { return m_document; }
    const Theme& theme() const { return *m_theme; }
    void setTheme(const Theme& theme);
    WiresItem& wires() const { return *m_wires; }
    GroupsItem& groups() const { return *m_groups; }

    NodeItem* item(std::string_view id) const;
    std::vector<NodeItem*> nodeItems() const;
    std::vector<NodeItem*> itemsTouching(const QRectF& area) const;
    QRectF nodesRect() const;
    QRectF rectOf(const NodeIds& ids) const;
    QRectF rectOfParts(const CanvasParts& parts) const;
    QRectF everything() const; // nodes and groups
    /// In no order.
    std::vector<NodeBlock> blocksTouching(const QRectF& area) const;

    /// `reach`: how near a port or wire must be, in scene units.
    CanvasHit hitTest(QPointF point, double reach, bool withSettingPorts = false) const;

    /// The selected nodes.
    const NodeIds& selection() const { return m_selection.nodes; }
    const CanvasParts& parts() const { return m_selection; }
    void select(NodeIds ids) { selectParts({std::move(ids), {}, {}}); }
    void selectParts(CanvasParts parts);
    /// What lies in an area: nodes that touch it, points and groups that are inside.
    CanvasParts partsIn(const QRectF& area) const;
    /// What stands in a group, its own rectangle not.
    CanvasParts membersOf(std::size_t group) const;
    /// Where parts are, and with `withMembers` what stands in their groups. Pinned ones are left out.
    PartPlaces placesOf(const CanvasParts& parts, bool withMembers) const;

    /// Shows the items that touch `area` and hides all others; far out the wires' item draws them as blocks.
    void showOnly(const QRectF& area, double scale);
    /// A drag: items move, the document follows when it ends.
    void movePreview(const PartPlaces& places);
    void setShowsSettingPorts(bool shows);
    /// An overlay: each node in the colour of the machine that it runs on.
    bool tintsMachines() const { return m_tintsMachines; }
    void setTintsMachines(bool tints);

    /// Looks at the whole document again (language, theme or catalogue changed).
    void refreshAll();

Q_SIGNALS:
    void selectionMoved(); // who is selected, changed
    void mirrored(); // items follow the document again
    void changedLook(); // another theme

protected:
    void drawForeground(QPainter* painter, const QRectF& exposed) override;

private:
    using Items = std::map<NodeId, NodeItem*, std::less<>>;

    void mirror();
    void mirrorGroups();
    void changeLevel();
    void mirrorAll();
    void mirrorNode(const NodeId& id);
    void mirrorNode(const Node& node, const LinkedPorts& links);
    Items::iterator drop(Items::iterator it);
    void refresh(NodeItem& item, const Node& node);
    std::optional<double> topSeen(const NodeId& id) const;
    void refreshStatus(const NodeId& id);
    QColor blockColor(const NodeItem& item) const;
    void setSelectedLook(NodeItem& item, bool selected);
    void forgetBlockColor(const NodeItem& item);

    CanvasDocument& m_document;
    const Theme* m_theme;
    WiresItem* m_wires; // owned by the QGraphicsScene
    Items m_items;
    std::vector<NodeItem*> m_byHandle; // null: free
    mutable std::vector<QRgb> m_blockColors; // by handle; 0: must be looked up again. From far, to ask each item costs most of a frame
    std::unordered_map<NodeId, std::pair<Node, LinkedPorts>> m_mirrored;
    GridHash m_grid;
    GroupsItem* m_groups;
    RepaintTurns m_repaints;
    CanvasParts m_selection;
    NodeId m_level; // the way to what is shown: "12:7:"
    std::map<NodeId, CanvasParts> m_selections; // of levels that aren't shown
    std::vector<NodeItem*> m_shown;
    bool m_mustRefresh = false;
    bool m_hasMoved = false; // a node takes another place than before
    bool m_showsSettingPorts = false;
    bool m_tintsMachines = false;
};

} // namespace weft
