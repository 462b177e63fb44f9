// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/editor/Breadcrumbs.h"
#include "app/editor/CanvasView.h"

#include "app/editor/CanvasAccessible.h"
#include "app/editor/CanvasGestures.h"
#include "app/editor/PickPopup.h"
#include "app/editor/SettingEditor.h"
#include "app/editor/TitleEdit.h"
#include "app/editor/WiresItem.h"

#include <QApplication>
#include <QPaintEvent>
#include <QPainter>
#include <QScrollBar>
#include <QToolTip>
#include <QWheelEvent>

#include <algorithm>
#include <cmath>

namespace weft {

namespace {

constexpr double kLeastZoom = 0.03;
constexpr double kMostZoom = 4.0;
constexpr double kGrid = 24;
constexpr double kLeastDotGap = 16; // pixels between two dots

} // namespace

CanvasView::CanvasView(CanvasDocument& document, const Theme& theme, QWidget* parent)
    : QGraphicsView(parent)
    , m_document(document)
    , m_scene(new CanvasScene(document, theme, this))
    , m_gestures(std::make_unique<CanvasGestures>(*this))
    , m_editor(new SettingEditor(*this))
    , m_search(std::make_unique<NodeSearch>(document.catalogue(), m_memory))
{
    setScene(m_scene);
    setFrameShape(QFrame::NoFrame);
    setViewportUpdateMode(SmartViewportUpdate); // a run changes a few nodes at a time; to paint all takes longer than the rest of it
    setTransformationAnchor(NoAnchor);
    setResizeAnchor(NoAnchor);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setOptimizationFlags(DontSavePainterState);
    setRenderHints(QPainter::Antialiasing | QPainter::TextAntialiasing);
    setFocusPolicy(Qt::StrongFocus);
    setMouseTracking(true);
    viewport()->setMouseTracking(true);
    viewport()->setAttribute(Qt::WA_OpaquePaintEvent); // drawBackground fills all of it
    viewport()->setAutoFillBackground(false);
    setAcceptDrops(true);
    setAccessibleName(tr("Workflow"));
    m_crumbs = new Breadcrumbs(document, this);
    connect(&document, &CanvasDocument::shownChanged, this, &CanvasView::changeLevel); // after its items
    connect(&document, &CanvasDocument::opened, this, [this] {
        m_views.clear();
        m_level.clear();
    });
    connect(m_scene, &CanvasScene::mirrored, this, &CanvasView::viewChanged);
    connect(m_scene, &CanvasScene::selectionMoved, this, &CanvasView::viewMoved);
    connect(m_scene, &CanvasScene::selectionMoved, this, [this] { announceSelection(*this); });
}

CanvasView::~CanvasView()
{
    m_editor->cancel();
    qDeleteAll(viewport()->findChildren<TitleEdit*>()); // else they lose the focus, and take over what was typed, when no view is left
}

void CanvasView::setZoom(double zoom, QPoint fixed)
{
    m_editor->commit();
    zoom = std::clamp(zoom, kLeastZoom, kMostZoom);
    const QPointF before = mapToScene(fixed);
    setTransform(QTransform::fromScale(zoom, zoom));
    const QPointF shift = viewportTransform().map(before) - QPointF(fixed);
    pan(-shift.toPoint());
    viewChanged();
    Q_EMIT zoomChanged(zoom);
}

void CanvasView::pan(QPoint pixels)
{
    horizontalScrollBar()->setValue(horizontalScrollBar()->value() - pixels.x());
    verticalScrollBar()->setValue(verticalScrollBar()->value() - pixels.y());
}

void CanvasView::fit(QRectF area, double largest)
{
    if (area.isEmpty())
        area = QRectF(-400, -300, 800, 600);
    area.adjust(-48, -48, 48, 48);
    const QSizeF room = viewport()->size();
    const double zoom = std::min({room.width() / area.width(), room.height() / area.height(), largest});
    setTransform(QTransform::fromScale(std::max(zoom, kLeastZoom), std::max(zoom, kLeastZoom)));
    centerOn(area.center());
    viewChanged();
    Q_EMIT zoomChanged(this->zoom());
}

void CanvasView::showAt(QPointF center, double zoom)
{
    zoom = std::clamp(zoom, kLeastZoom, kMostZoom);
    setTransform(QTransform::fromScale(zoom, zoom));
    centerOn(center);
    viewChanged();
    Q_EMIT zoomChanged(zoom);
}

/// Another graph is shown: as it was seen last, else all of it.
void CanvasView::changeLevel()
{
    m_editor->cancel();
    const NodeId level = m_document.idInRun({});
    if (level != m_level)
        m_views[m_level] = {mapToScene(viewport()->rect()).boundingRect().center(), zoom()};
    m_level = level;
    if (const auto known = m_views.find(level); known != m_views.end())
        showAt(known->second.center, known->second.zoom);
    else
        fitFirst();
}

void CanvasView::fitAll() { fit(m_scene->everything()); }

void CanvasView::fitFirst()
{
    fitAll();
    if (zoom() >= detail::kNoText)
        return;
    constexpr double kEdge = 24;
    const QRectF all = m_scene->everything().adjusted(-kEdge, -kEdge, kEdge, kEdge);
    const QSizeF seen = QSizeF(viewport()->size()) / detail::kNoText;
    const auto middle = [](double from, double length, double room) { return from + (length > room ? room : length) / 2; };
    showAt({middle(all.left(), all.width(), seen.width()), middle(all.top(), all.height(), seen.height())}, detail::kNoText);
}

void CanvasView::fitSelection() { fit(m_scene->parts().empty() ? m_scene->everything() : m_scene->rectOfParts(m_scene->parts())); }

void CanvasView::setTheme(const Theme& theme)
{
    m_scene->setTheme(theme);
    viewport()->update();
}

void CanvasView::refreshNames()
{
    m_crumbs->retranslate();
    m_search = std::make_unique<NodeSearch>(m_document.catalogue(), m_memory);
    setAccessibleName(tr("Workflow"));
    m_scene->refreshAll();
}

void CanvasView::setSearchMemory(std::shared_ptr<SearchMemory> memory)
{
    m_memory = std::move(memory);
    m_search = std::make_unique<NodeSearch>(m_document.catalogue(), m_memory);
}

void CanvasView::viewChanged()
{
    const QRectF seen = mapToScene(viewport()->rect()).boundingRect().adjusted(-16, -16, 16, 16);
    m_scene->showOnly(seen, zoom());
    viewport()->update();
    Q_EMIT viewMoved();
}

void CanvasView::scrollContentsBy(int dx, int dy)
{
    setViewportUpdateMode(FullViewportUpdate); // else it moves the pixels, and the open editor with them, before all is painted
    QGraphicsView::scrollContentsBy(dx, dy);
    setViewportUpdateMode(SmartViewportUpdate);
    viewChanged();
}

void CanvasView::resizeEvent(QResizeEvent* event)
{
    QGraphicsView::resizeEvent(event);
    viewChanged();
}

void CanvasView::paintEvent(QPaintEvent* event)
{
    m_scene->wires().setPainted(event->region());
    QGraphicsView::paintEvent(event);
    m_scene->wires().setPainted({});
}

void CanvasView::drawBackground(QPainter* painter, const QRectF& exposed)
{
    const double pixels = 2 / zoom(); // what is exposed may begin within a pixel, where the screen is scaled; half of one isn't enough
    const QRectF rect = exposed.adjusted(-pixels, -pixels, pixels, pixels);
    const Theme& theme = m_scene->theme();
    painter->fillRect(rect, theme.canvas);
    if (zoom() < detail::kNoText)
        return;
    double pitch = kGrid;
    while (pitch * zoom() < kLeastDotGap)
        pitch *= 2;
    // Little squares on whole pixels: round ones took as long as all the nodes.
    const QTransform toPixels = painter->worldTransform();
    const int side = std::max(1, int(std::lround(zoom() * 1.5)));
    std::vector<QRect> dots;
    for (double y = std::floor(rect.top() / pitch) * pitch; y < rect.bottom(); y += pitch) {
        for (double x = std::floor(rect.left() / pitch) * pitch; x < rect.right(); x += pitch) {
            const QPointF at = toPixels.map(QPointF(x, y));
            dots.emplace_back(int(std::lround(at.x())), int(std::lround(at.y())), side, side);
        }
    }
    painter->setWorldTransform({});
    painter->setRenderHint(QPainter::Antialiasing, false);
    painter->setPen(Qt::NoPen);
    painter->setBrush(theme.canvasDot);
    painter->drawRects(dots.data(), static_cast<int>(dots.size()));
    painter->setRenderHint(QPainter::Antialiasing, true);
    painter->setWorldTransform(toPixels);
}

void CanvasView::wheelEvent(QWheelEvent* event)
{
    const bool trackpad = event->phase() != Qt::NoScrollPhase || !event->pixelDelta().isNull();
    if (trackpad && !(event->modifiers() & Qt::ControlModifier)) {
        pan(event->pixelDelta().isNull() ? event->angleDelta() / 4 : event->pixelDelta());
    } else {
        const double turns = event->angleDelta().y() / 120.0;
        setZoom(zoom() * std::pow(1.15, turns), event->position().toPoint());
    }
    event->accept();
}

bool CanvasView::viewportEvent(QEvent* event)
{
    if (event->type() == QEvent::NativeGesture) {
        auto* gesture = static_cast<QNativeGestureEvent*>(event);
        if (gesture->gestureType() == Qt::ZoomNativeGesture) {
            setZoom(zoom() * (1 + gesture->value()), gesture->position().toPoint());
            return true;
        }
    }
    return QGraphicsView::viewportEvent(event);
}

QPoint CanvasView::cursorPoint() const
{
    const QPoint at = viewport()->mapFromGlobal(QCursor::pos());
    return viewport()->rect().contains(at) ? at : viewport()->rect().center();
}

void CanvasView::say(const QString& text)
{
    m_refusedSince.start();
    QToolTip::showText(viewport()->mapToGlobal(m_gestures->lastPoint()) + QPoint(8, 8), text, this, {}, 4000);
}

void CanvasView::refuse(const QString& why)
{
    m_lastRefusal = why;
    say(why);
}

void CanvasView::deleteSelection() { m_document.removeParts(m_scene->parts()); }

NodeIds CanvasView::chosenNodes() const
{
    NodeIds chosen = m_scene->selection();
    for (const std::size_t group : m_scene->parts().groups)
        chosen.merge(m_scene->membersOf(group).nodes);
    return chosen;
}

void CanvasView::duplicateSelection() { m_scene->select(m_document.duplicate(chosenNodes())); }

void CanvasView::selectAll()
{
    CanvasParts all = m_scene->partsIn(m_scene->everything().adjusted(-1, -1, 1, 1));
    for (const RerouteId point : m_scene->wires().pointIds())
        all.points.insert(point);
    m_scene->selectParts(std::move(all));
}

void CanvasView::setModeOfSelection(NodeMode mode)
{
    const NodeIds ids = chosenNodes();
    bool allHaveIt = !ids.empty();
    for (const NodeId& id : ids)
        allHaveIt = allHaveIt && m_document.graph().findNode(id)->mode == mode;
    m_document.setMode(ids, allHaveIt ? NodeMode::Normal : mode);
}

void CanvasView::collapseSelection()
{
    const NodeIds& ids = m_scene->selection();
    bool allAre = !ids.empty();
    for (const NodeId& id : ids)
        allAre = allAre && m_document.graph().findNode(id)->collapsed;
    m_document.setCollapsed(ids, !allAre);
}

void CanvasView::pinSelection()
{
    const NodeIds& ids = m_scene->selection();
    for (const std::size_t group : ids.empty() ? m_scene->parts().groups : std::set<std::size_t>())
        m_document.setGroupPinned(group, !CanvasDocument::isPinned(m_document.graph().groups()[group]));
    const bool allAre = !ids.empty() && std::ranges::all_of(ids, [this](const NodeId& id) { return m_document.isPinned(id); });
    m_document.setPinned(ids, !allAre);
}

void CanvasView::setSnapsToGrid(bool snaps)
{
    m_snapsToGrid = snaps;
    say(snaps ? tr("Nodes snap to the grid") : tr("Nodes move freely"));
}

void CanvasView::nextWireLook()
{
    WiresItem& wires = m_scene->wires();
    const WireLook next = wires.look() == WireLook::Shown ? WireLook::Dimmed
        : wires.look() == WireLook::Dimmed                ? WireLook::Hidden
                                                          : WireLook::Shown;
    wires.setLook(next);
    say(next == WireLook::Shown       ? tr("All wires are shown")
            : next == WireLook::Dimmed ? tr("Only the selection's wires stand out")
                                       : tr("Only the selection's wires are shown"));
}

void CanvasView::goTo(const NodeId& id)
{
    m_scene->select({id});
    fit(m_scene->rectOf({id}).adjusted(-200, -150, 200, 150));
}

void CanvasView::goToGroup(std::size_t group)
{
    if (group >= m_document.graph().groups().size())
        return;
    m_scene->selectParts({{}, {}, {group}});
    fit(m_scene->rectOfParts(m_scene->parts()));
}

void CanvasView::mousePressEvent(QMouseEvent* event) { m_gestures->press(*event); }
void CanvasView::mouseMoveEvent(QMouseEvent* event) { m_gestures->move(*event); }
void CanvasView::mouseReleaseEvent(QMouseEvent* event) { m_gestures->release(*event); }
void CanvasView::mouseDoubleClickEvent(QMouseEvent* event) { m_gestures->doubleClick(*event); }

} // namespace weft
