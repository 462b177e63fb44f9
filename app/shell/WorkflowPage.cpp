// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/shell/WorkflowPage.h"

#include "app/editor/model/InputPreview.h"
#include "app/form/AppView.h"
#include "app/gallery/Templates.h"
#include "core/files/ReplaceFile.h"
#include "core/formats/WorkflowJson.h"

#include <QFileInfo>
#include <QStackedLayout>

namespace weft {

WorkflowPage::WorkflowPage(const Catalogue& catalogue, const Theme& theme, QWidget* parent)
    : QWidget(parent)
    , m_document(new CanvasDocument(catalogue, this))
    , m_stack(new QStackedLayout(this))
    , m_view(new CanvasView(*m_document, theme, this))
{
    m_stack->addWidget(m_view);
    m_view->viewport()->installEventFilter(this);
    setFocusProxy(m_view);
    connect(m_document, &CanvasDocument::modifiedChanged, this, &WorkflowPage::titleChanged);
    connect(m_view, &CanvasView::picturePicked, this, &WorkflowPage::showInputPictures);
    connect(m_view, &CanvasView::picturePicked, this, [this] {
        if (m_form)
            m_form->setError({});
    });
    connect(m_view, &CanvasView::pictureRefused, this, [this](const QString& why) { // the canvas says it at the mouse
        if (isForm())
            m_form->setError(why);
    });
}

QString WorkflowPage::plainTitle() const
{
    return !m_path.isEmpty() ? QFileInfo(m_path).completeBaseName() : m_name.isEmpty() ? tr("Untitled") : m_name;
}

QString WorkflowPage::title() const
{
    return m_document->isModified() ? plainTitle() + QStringLiteral(" ●") : plainTitle();
}

void WorkflowPage::nameForm()
{
    if (m_form)
        m_form->setName(plainTitle());
}

bool WorkflowPage::isUntouched() const
{
    return m_path.isEmpty() && !m_document->isModified() && m_document->workflow().nodes().empty();
}

void WorkflowPage::open(Graph graph, const QString& path, const QString& name)
{
    m_path = path;
    m_name = name;
    m_document->open(std::move(graph));
    nameForm();
    m_mustFit = true;
    m_wantedZoom = 0;
    showInputPictures();
    fitOnce();
    Q_EMIT titleChanged();
}

void WorkflowPage::becomeUnsaved(const QString& path, const QString& name, bool isModified)
{
    m_path = path;
    m_name = name;
    nameForm();
    if (isModified)
        m_document->markUnsaved();
    Q_EMIT titleChanged();
}

void WorkflowPage::showPart(QPointF center, double zoom)
{
    m_wantedCenter = center;
    m_wantedZoom = zoom;
    m_mustFit = true;
    fitOnce();
}

/// Until the page was seen: its size isn't known before.
void WorkflowPage::fitOnce()
{
    if (m_wantedZoom > 0)
        m_view->showAt(m_wantedCenter, m_wantedZoom);
    else
        m_view->fitFirst();
}

void WorkflowPage::showForm(bool form)
{
    if (form == isForm())
        return;
    if (form && !m_form) {
        m_form = new AppView(*m_document, m_view->inputFolder(), this);
        nameForm();
        connect(m_form, &AppView::pictureChosen, m_view, [this](const QString& node, const QString& input, const QString& path) {
            m_view->usePicture(node.toStdString(), input.toStdString(), path);
        });
        m_stack->addWidget(m_form);
        Q_EMIT formMade(m_form);
    }
    m_stack->setCurrentWidget(form ? static_cast<QWidget*>(m_form) : m_view);
    if (form) {
        setFocusProxy(m_form);
        m_form->focusFirst();
    } else {
        setFocusProxy(m_view);
        if (m_mustFit)
            fitOnce();
        m_view->setFocus();
    }
    Q_EMIT viewSwitched();
}

void WorkflowPage::retranslate()
{
    if (!m_templateId.isEmpty())
        m_name = templateOf(m_templateId).name;
    if (!m_form)
        return;
    nameForm();
    m_form->retranslate();
}

bool WorkflowPage::isForm() const { return m_form && m_stack->currentWidget() == m_form; }

void WorkflowPage::resizeEvent(QResizeEvent* event)
{
    QWidget::resizeEvent(event);
    if (m_mustFit && !m_document->workflow().nodes().empty())
        fitOnce();
}

bool WorkflowPage::eventFilter(QObject* watched, QEvent* event)
{
    if (event->type() == QEvent::Paint && watched == m_view->viewport() && m_mustFit) {
        fitOnce(); // its size is what it stays
        m_mustFit = false; // from now on the user decides what is seen
    }
    return QWidget::eventFilter(watched, event);
}

Done WorkflowPage::save(const QString& path)
{
    const std::string text = toJsonText(writeWorkflow(m_document->workflow(), m_document->catalogue()), 2) + "\n";
    WEFT_CHECK(replaceFile(path, text));
    m_path = path;
    m_document->markSaved();
    nameForm();
    Q_EMIT titleChanged();
    return {};
}

void WorkflowPage::showInputPictures()
{
    for (const Node& node : m_document->graph().nodes()) {
        const NodeType* type = m_document->typeOf(node);
        if (!type)
            continue;
        for (const InputSpec& input : type->inputs) {
            const auto it = node.settings.find(input.name);
            if (!input.picksInputFile || it == node.settings.end() || !it->second.is_string())
                continue;
            const QImage picture = inputPreview(m_view->inputFolder(), it->second.get<std::string>());
            NodeStatus status = m_document->status(node.id);
            if (picture.isNull() && status.preview.isNull())
                continue;
            status.preview = PreviewPicture(picture);
            m_document->setStatus(m_document->idInRun(node.id), std::move(status));
        }
    }
}

} // namespace weft
