// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/editor/CanvasView.h"

#include "app/editor/CanvasGestures.h"
#include "app/editor/PickPopup.h"
#include "app/editor/SettingEditor.h"
#include "app/editor/WiresItem.h"
#include "app/runs/InputFiles.h"
#include "core/threads/OnThread.h"

#include <QApplication>
#include <QClipboard>
#include <QDir>
#include <QDropEvent>
#include <QFileInfo>
#include <QMimeData>
#include <QPainter>
#include <QScrollBar>
#include <QToolTip>
#include <QWheelEvent>

#include <cmath>

namespace weft {

namespace {

constexpr double kLeastZoom = 0.03;
constexpr double kMostZoom = 4.0;
constexpr double kGrid = 24;

} // namespace

CanvasView::CanvasView(CanvasDocument& document, const Theme& theme, QWidget* parent)
    : QGraphicsView(parent)
    , m_document(document)
    , m_scene(new CanvasScene(document, theme, this))
    , m_gestures(std::make_unique<CanvasGestures>(*this))
    , m_editor(new SettingEditor(*this))
    , m_search(std::make_unique<NodeSearch>(document.catalogue()))
{
    setScene(m_scene);
    setFrameShape(QFrame::NoFrame);
    setViewportUpdateMode(FullViewportUpdate);
    setTransformationAnchor(NoAnchor);
    setResizeAnchor(NoAnchor);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setOptimizationFlags(DontSavePainterState | DontAdjustForAntialiasing);
    setRenderHints(QPainter::Antialiasing | QPainter::TextAntialiasing);
    setFocusPolicy(Qt::StrongFocus);
    setMouseTracking(true);
    viewport()->setMouseTracking(true);
    setAcceptDrops(true);
    setAccessibleName(tr("Workflow"));
    connect(m_scene, &CanvasScene::mirrored, this, &CanvasView::viewChanged);
    connect(m_scene, &CanvasScene::selectionMoved, this, &CanvasView::viewMoved);
}

CanvasView::~CanvasView()
{
    m_editor->cancel();
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

void CanvasView::fitAll() { fit(m_scene->nodesRect()); }

void CanvasView::fitSelection() { fit(m_scene->selection().empty() ? m_scene->nodesRect() : m_scene->rectOf(m_scene->selection())); }

void CanvasView::setTheme(const Theme& theme)
{
    m_scene->setTheme(theme);
    viewport()->update();
}

void CanvasView::refreshNames()
{
    m_search = std::make_unique<NodeSearch>(m_document.catalogue());
    setAccessibleName(tr("Workflow"));
    m_scene->refreshAll();
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
    QGraphicsView::scrollContentsBy(dx, dy);
    viewChanged();
}

void CanvasView::resizeEvent(QResizeEvent* event)
{
    QGraphicsView::resizeEvent(event);
    viewChanged();
}

void CanvasView::drawBackground(QPainter* painter, const QRectF& rect)
{
    const Theme& theme = m_scene->theme();
    painter->fillRect(rect, theme.canvas);
    if (zoom() < detail::kNoText)
        return;
    std::vector<QPointF> dots;
    for (double y = std::floor(rect.top() / kGrid) * kGrid; y < rect.bottom(); y += kGrid) {
        for (double x = std::floor(rect.left() / kGrid) * kGrid; x < rect.right(); x += kGrid)
            dots.emplace_back(x, y);
    }
    QPen pen(theme.canvasDot, 2);
    pen.setCosmetic(true);
    painter->setPen(pen);
    painter->drawPoints(dots.data(), static_cast<int>(dots.size()));
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

void CanvasView::refuse(const QString& why)
{
    m_lastRefusal = why;
    m_refusedSince.start();
    QToolTip::showText(viewport()->mapToGlobal(m_gestures->lastPoint()) + QPoint(8, 8), why, this, {}, 4000);
}

void CanvasView::deleteSelection() { m_document.remove(m_scene->selection()); }

void CanvasView::duplicateSelection() { m_scene->select(m_document.duplicate(m_scene->selection())); }

void CanvasView::copySelection() const
{
    if (m_scene->selection().empty())
        return;
    QApplication::clipboard()->setText(QString::fromUtf8(m_document.copy(m_scene->selection())));
}

void CanvasView::paste()
{
    const QString text = QApplication::clipboard()->text();
    if (text.isEmpty())
        return;
    Result<NodeIds> pasted = m_document.paste(text.toUtf8(), mapToScene(cursorPoint()));
    if (pasted)
        m_scene->select(std::move(*pasted));
    else
        refuse(tr("The clipboard holds no nodes"));
}

void CanvasView::selectAll()
{
    NodeIds all;
    for (const Node& node : m_document.graph().nodes())
        all.insert(node.id);
    m_scene->select(std::move(all));
}

void CanvasView::setModeOfSelection(NodeMode mode)
{
    const NodeIds& ids = m_scene->selection();
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

void CanvasView::goTo(const NodeId& id)
{
    m_scene->select({id});
    fit(m_scene->rectOf({id}).adjusted(-200, -150, 200, 150));
}

QStringList CanvasView::inputPictures() const
{
    if (m_inputFolder.isEmpty())
        return {};
    return QDir(m_inputFolder)
        .entryList({QStringLiteral("*.png"), QStringLiteral("*.jpg"), QStringLiteral("*.jpeg"), QStringLiteral("*.webp")},
            QDir::Files, QDir::Name);
}

void CanvasView::usePicture(const NodeId& id, const std::string& setting, const QString& path)
{
    importPicture(this, id, setting, path);
}

QCoro::Task<void> CanvasView::importPicture(QPointer<CanvasView> self, NodeId id, std::string setting, QString path)
{
    const Node* asking = self->m_document.graph().findNode(id);
    const std::string type = asking ? asking->type : std::string();
    const QString folder = self->m_inputFolder.isEmpty() ? QFileInfo(path).absolutePath() : self->m_inputFolder;
    const std::function<Result<QString>()> copy = [folder, path] { return intoInputFolder(folder, path); };
    const Result<QString> name = co_await onThread<Result<QString>>(QThreadPool::globalInstance(), copy);
    if (!self)
        co_return;
    if (!name) {
        const QString why = tr("“%1” can't be copied into the input folder").arg(QFileInfo(path).fileName());
        self->refuse(why);
        Q_EMIT self->pictureRefused(why);
    } else if (const Node* node = self->m_document.graph().findNode(id); node && node->type == type) { // another workflow may be here now
        self->m_document.setSetting(id, setting, name->toStdString());
        Q_EMIT self->picturePicked(QString::fromStdString(id));
    }
}

void CanvasView::dragEnterEvent(QDragEnterEvent* event) { dragMoveEvent(event); }

void CanvasView::dragMoveEvent(QDragMoveEvent* event)
{
    if (event->mimeData()->hasFormat(QLatin1String(kNodeTypeMime)) || event->mimeData()->hasUrls())
        event->acceptProposedAction();
    else
        event->ignore();
}

void CanvasView::dropEvent(QDropEvent* event)
{
    const QPointF at = mapToScene(event->position().toPoint());
    if (event->mimeData()->hasFormat(QLatin1String(kNodeTypeMime))) {
        const QByteArray name = event->mimeData()->data(QLatin1String(kNodeTypeMime));
        if (const NodeType* type = m_document.catalogue().find(name.toStdString()))
            m_scene->select({m_document.add(*type, at)});
        event->acceptProposedAction();
        return;
    }
    QStringList paths;
    for (const QUrl& url : event->mimeData()->urls()) {
        if (url.isLocalFile())
            paths << url.toLocalFile();
    }
    event->acceptProposedAction();
    const CanvasHit hit = m_scene->hitTest(at, 4);
    if (paths.size() == 1 && hit.item) { // a picture dropped on a node that takes one
        for (const SettingFace& setting : hit.item->face().settings) {
            if (setting.kind == SettingKind::Picture) {
                usePicture(NodeId(hit.item->id()), std::string(setting.name), paths.first());
                return;
            }
        }
    }
    if (!paths.isEmpty())
        Q_EMIT filesDropped(paths, at);
}

void CanvasView::mousePressEvent(QMouseEvent* event) { m_gestures->press(*event); }
void CanvasView::mouseMoveEvent(QMouseEvent* event) { m_gestures->move(*event); }
void CanvasView::mouseReleaseEvent(QMouseEvent* event) { m_gestures->release(*event); }
void CanvasView::mouseDoubleClickEvent(QMouseEvent* event) { m_gestures->doubleClick(*event); }

} // namespace weft
