// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/editor/CanvasScene.h"
#include "app/editor/layout/Align.h"
#include "app/editor/model/NodeSearch.h"

#include <QElapsedTimer>
#include <QGraphicsView>
#include <QCoroTask>
#include <QPointer>

#include <memory>
#include <optional>

QT_BEGIN_NAMESPACE
class QMenu;
QT_END_NAMESPACE

namespace weft {

class Breadcrumbs;
class CanvasGestures;
class HelpPopup;
class PickPopup;
class SettingEditor;
struct Pick;

/// A machine that a node can be sent to by hand.
struct PlaceChoice {
    std::string id; // key hash in hex
    QString name;
};

/// The canvas as the user handles it: zoom, pan, gestures, keys, search, editors, menus. One per open workflow.
class CanvasView : public QGraphicsView {
    Q_OBJECT
public:
    CanvasView(CanvasDocument& document, const Theme& theme, QWidget* parent = nullptr);
    ~CanvasView() override;

    CanvasDocument& document() const { return m_document; }
    CanvasScene& canvas() const { return *m_scene; }
    SettingEditor& editor() const { return *m_editor; }
    CanvasGestures& gestures() const { return *m_gestures; }

    double zoom() const { return transform().m11(); }
    void setZoom(double zoom, QPoint fixed);
    void fit(QRectF area, double largest = 1.0);
    void showAt(QPointF center, double zoom);
    /// All of it, or its beginning where all of it would be too small to be read.
    void fitFirst();
    void fitAll();
    void fitSelection();
    void pan(QPoint pixels);
    void setTheme(const Theme& theme);
    /// Names are looked up again: the language or the catalogue changed.
    void refreshNames();

    /// The node search at a point of the viewport; `from`: only what fits that port, and it gets wired.
    PickPopup* openSearch(QPoint at, std::optional<PortRef> from = {});
    /// Node types that a wire can go through; the one that is picked goes into it.
    PickPopup* openInsert(LinkId link, QPoint at);
    PickPopup* openConnect(); // keyboard: wires of the selected node
    PickPopup* openFind(); // finds a node of this workflow
    /// Types that the selected node can be swapped for: only those that keep all its wires.
    PickPopup* openSwap();
    /// What the selected node's type does.
    HelpPopup* openHelp();
    HelpPopup* showHelp(const NodeType& type, QPoint at);
    /// What happens to a seed after each run.
    PickPopup* openSeedControl(const NodeId& id, const std::string& setting);
    /// Favourites and uses, shared with other canvases.
    void setSearchMemory(std::shared_ptr<SearchMemory> memory);
    void deleteSelection();
    void duplicateSelection();
    void copySelection() const;
    void cutSelection();
    void paste();
    void selectAll();
    void setModeOfSelection(NodeMode mode); // the same again switches back to normal
    void collapseSelection();
    void pinSelection();
    void goTo(const NodeId& id);
    void goToGroup(std::size_t group);
    void renameNode(const NodeId& id);
    void renameSelection();
    void editFirstSetting();
    void selectNeighbour(QPointF direction);
    void followWires(bool forwards);
    void push(QPointF direction);
    void noteView(int key); // 1 to 9
    void goToView(int key);

    /// The selected nodes, or with fewer than two all of them, in layers: one step, computed on another thread. Ends with
    /// `arranged`.
    void arrange();
    bool isArranging() const { return m_isArranging; }
    void align(Alignment alignment);
    void distribute(Qt::Orientation direction);
    bool snapsToGrid() const { return m_snapsToGrid; }
    void setSnapsToGrid(bool snaps);
    void nextWireLook();

    /// Ends with publishAsked.
    void askPublish(const NodeIds& nodes);

    /// Paints a mask over the selected node's picture; it becomes a new picture of the input folder, its alpha the mask.
    void openMask();

    void setPlaces(std::vector<PlaceChoice> places) { m_places = std::move(places); }
    const std::vector<PlaceChoice>& places() const { return m_places; }
    void setInputFolder(const QString& folder) { m_inputFolder = folder; }
    const QString& inputFolder() const { return m_inputFolder; }
    QStringList inputPictures() const;
    /// Sets a picture setting to a file; one from elsewhere is copied into the input folder first, on another thread.
    /// Ends with picturePicked or pictureRefused.
    void usePicture(const NodeId& id, const std::string& setting, const QString& path);
    /// The same of a picture in memory, written there as PNG under a name that begins with `stem`.
    void usePicture(const NodeId& id, const std::string& setting, const QImage& picture, const QString& stem);

    /// Says something at the mouse for a while.
    void say(const QString& text);
    /// Says why something can't be done, at the mouse.
    void refuse(const QString& why);
    static QString whyNot(const Error& error);
    /// "fixed", "increment", "decrement", "randomize", in words.
    static QString seedControlText(const std::string& control);
    /// A tooltip for what is under the mouse: a port's type, a node's error, why a host sees something.
    void showTip(const CanvasHit& hit, QPoint at);
    const QString& lastRefusal() const { return m_lastRefusal; }
    QPoint cursorPoint() const; // in the viewport, its middle when the mouse is elsewhere

Q_SIGNALS:
    void zoomChanged(double zoom);
    void filesDropped(const QStringList& paths, const QPointF& at);
    void picturePicked(const QString& node);
    void pictureRefused(const QString& why);
    void viewMoved();
    void arranged();
    /// These nodes, by their ids in a run, are to become an API; none: the whole workflow.
    void publishAsked(const QStringList& nodes);

protected:
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void keyReleaseEvent(QKeyEvent* event) override;
    void contextMenuEvent(QContextMenuEvent* event) override;
    void dragEnterEvent(QDragEnterEvent* event) override;
    void dragMoveEvent(QDragMoveEvent* event) override;
    void dropEvent(QDropEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void scrollContentsBy(int dx, int dy) override;
    bool viewportEvent(QEvent* event) override;
    bool focusNextPrevChild(bool next) override;
    void paintEvent(QPaintEvent* event) override;
    void drawBackground(QPainter* painter, const QRectF& exposed) override;

private:
    static QCoro::Task<void> importPicture(QPointer<CanvasView> self, NodeId id, std::string setting, QString path);
    static QCoro::Task<void> writePicture(
        QPointer<CanvasView> self, NodeId id, std::string setting, QImage picture, QString stem);
    static QCoro::Task<void> arrangeOnThread(QPointer<CanvasView> self);
    void takePicture(const NodeId& id, const std::string& type, const std::string& setting, const Result<QString>& name, const QString& shownName);
    void pastePicture(const QImage& picture);
    void viewChanged();
    /// The selected nodes, and those of selected groups.
    NodeIds chosenNodes() const;
    void menuByKey();
    void nodeMenu(const NodeId& id, QPoint globalPos, const CanvasHit& hit = {});
    void canvasMenu(QPoint at, QPoint globalPos, const CanvasHit& hit);
    void addInputMenu(QMenu& menu, const NodeId& id, const SettingFace* setting);
    void changeLevel();
    void addSeedMenu(QMenu& menu, const NodeId& id);
    void addColorMenu(QMenu& menu);
    void addArrangeMenu(QMenu& menu);
    void addPlaceMenu(QMenu& menu, const NodeId& id);
    QString tipFor(const CanvasHit& hit) const;
    QString settingTip(const CanvasHit& hit) const;
    QAction* addTo(QMenu& menu, const char* action);
    bool heldKey(QKeyEvent* event);
    bool bookmarkKey(QKeyEvent* event);
    void selectAndShow(const NodeId& id);
    std::vector<NodeItem*> movableItems() const;
    QList<Pick> subgraphPicks(const QString& text, const std::optional<PortRef>& from) const;
    void offerFavourites(PickPopup& popup);
    struct WireOffer {
        PortRef from, to;
        QString text, detail;
        QColor color;
        double distance;
    };
    std::vector<WireOffer> wireOffers(const NodeItem& self) const;
    void addFromSearch(const std::string& name, QPointF place, const std::optional<PortRef>& from);

    CanvasDocument& m_document;
    CanvasScene* m_scene;
    std::unique_ptr<CanvasGestures> m_gestures;
    SettingEditor* m_editor;
    Breadcrumbs* m_crumbs = nullptr;
    std::shared_ptr<SearchMemory> m_memory = std::make_shared<SearchMemory>();
    std::unique_ptr<NodeSearch> m_search;
    std::vector<PlaceChoice> m_places;
    QString m_inputFolder;
    QString m_lastRefusal;
    QElapsedTimer m_refusedSince; // a refusal's tip stays a while
    NodeId m_level; // the way to what is shown: "12:7:"
    std::map<NodeId, ViewMark> m_views; // of levels that aren't shown
    NodeId m_followedFrom; // where followWires last had a choice
    bool m_snapsToGrid = true;
    bool m_isArranging = false;
};

/// The MIME type of a node type dragged from the library.
inline constexpr const char* kNodeTypeMime = "application/x-weft-node-type";

} // namespace weft
