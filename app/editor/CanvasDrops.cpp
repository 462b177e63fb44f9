// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/editor/CanvasView.h"

#include <QApplication>
#include <QClipboard>
#include <QDropEvent>
#include <QMimeData>

namespace weft {

void CanvasView::copySelection() const
{
    const NodeIds chosen = chosenNodes();
    if (chosen.empty())
        return;
    auto* data = new QMimeData; // the clipboard's
    data->setText(QString::fromUtf8(m_document.copy(chosen)));
    data->setHtml(QString::fromUtf8(m_document.copyForComfy(chosen)));
    QApplication::clipboard()->setMimeData(data);
}

void CanvasView::cutSelection()
{
    copySelection();
    CanvasParts parts = m_scene->parts();
    parts.nodes = chosenNodes();
    m_document.removeParts(parts);
}

void CanvasView::paste()
{
    const QMimeData* data = QApplication::clipboard()->mimeData();
    QString text = data ? data->text() : QString();
    const bool isWorkflow = text.contains(QLatin1String("\"nodes\""));
    if (data && data->hasHtml() && !isWorkflow)
        text = data->html(); // ComfyUI's front end hides nodes there
    if (data && data->hasImage() && !isWorkflow && !text.contains(QLatin1String("data-metadata"))) {
        pastePicture(qvariant_cast<QImage>(data->imageData()));
        return;
    }
    if (text.isEmpty())
        return;
    Result<NodeIds> pasted = m_document.paste(text.toUtf8(), mapToScene(cursorPoint()));
    if (pasted)
        m_scene->select(std::move(*pasted));
    else
        refuse(tr("The clipboard holds no nodes"));
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

} // namespace weft
