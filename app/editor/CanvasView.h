// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/editor/CanvasScene.h"
#include "app/editor/model/NodeSearch.h"

#include <QElapsedTimer>
#include <QGraphicsView>
#include <QCoroTask>
#include <QPointer>

#include <memory>
#include <optional>

namespace weft {

class CanvasGestures;
class PickPopup;
class SettingEditor;

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
    void fitAll();
    void fitSelection();
    void pan(QPoint pixels);
    void setTheme(const Theme& theme);
    /// Names are looked up again: the language or the catalogue changed.
    void refreshNames();

    /// The node search at a point of the viewport; `from`: only what fits that port, and it gets wired.
    PickPopup* openSearch(QPoint at, std::optional<PortRef> from = {});
    PickPopup* openConnect(); // keyboard: wires of the selected node
    PickPopup* openFind(); // finds a node of this workflow
    void deleteSelection();
    void duplicateSelection();
    void copySelection() const;
    void paste();
    void selectAll();
    void setModeOfSelection(NodeMode mode); // the same again switches back to normal
    void collapseSelection();
    void goTo(const NodeId& id);
    void renameNode(const NodeId& id);

    void setPlaces(std::vector<PlaceChoice> places) { m_places = std::move(places); }
    const std::vector<PlaceChoice>& places() const { return m_places; }
    void setInputFolder(const QString& folder) { m_inputFolder = folder; }
    const QString& inputFolder() const { return m_inputFolder; }
    QStringList inputPictures() const;
    /// Sets a picture setting to a file; one from elsewhere is copied into the input folder first, on another thread.
    /// Ends with picturePicked or pictureRefused.
    void usePicture(const NodeId& id, const std::string& setting, const QString& path);

    /// Says why something can't be done, at the mouse.
    void refuse(const QString& why);
    static QString whyNot(const Error& error);
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
    void drawBackground(QPainter* painter, const QRectF& rect) override;

private:
    static QCoro::Task<void> importPicture(QPointer<CanvasView> self, NodeId id, std::string setting, QString path);
    void viewChanged();
    void nodeMenu(const NodeId& id, QPoint globalPos);
    void canvasMenu(QPoint at, QPoint globalPos);
    void selectNeighbour(int key);
    void editFirstSetting();
    bool plainKey(QKeyEvent* event);

    CanvasDocument& m_document;
    CanvasScene* m_scene;
    std::unique_ptr<CanvasGestures> m_gestures;
    SettingEditor* m_editor;
    std::unique_ptr<NodeSearch> m_search;
    std::vector<PlaceChoice> m_places;
    QString m_inputFolder;
    QString m_lastRefusal;
    QElapsedTimer m_refusedSince; // a refusal's tip stays a while
};

/// The MIME type of a node type dragged from the library.
inline constexpr const char* kNodeTypeMime = "application/x-weft-node-type";

} // namespace weft
