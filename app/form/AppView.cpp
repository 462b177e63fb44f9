// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/form/AppView.h"

#include "app/editor/model/SettingValues.h"
#include "app/editor/model/StatusText.h"
#include "app/form/FormField.h"
#include "app/form/PictureStage.h"
#include "app/form/RunProgress.h"
#include "app/theme/Theme.h"

#include <QContextMenuEvent>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QMenu>
#include <QProgressBar>
#include <QPushButton>
#include <QScrollArea>
#include <QStyle>
#include <QVBoxLayout>

#include <algorithm>

namespace weft {

namespace {

constexpr int kPanel = 380; // px
constexpr int kBurst = 900; // ms of silence that end a step of the history
constexpr int kBarSteps = 1000;

/// All that a result follows from: where nodes lie and what they are called isn't in it.
std::optional<Prompt> whatCounts(const CanvasDocument& document)
{
    Result<Prompt> prompt = toPrompt(document.workflow(), document.catalogue());
    if (!prompt)
        return {};
    for (auto& [id, node] : prompt->nodes)
        node.title.clear();
    return std::move(*prompt);
}

} // namespace

AppView::AppView(CanvasDocument& document, QString inputFolder, QWidget* parent)
    : QWidget(parent)
    , m_document(document)
    , m_inputFolder(std::move(inputFolder))
    , m_stage(new PictureStage(this))
{
    setObjectName(QStringLiteral("appView"));
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(0);
    row->addWidget(makePanel());
    row->addWidget(m_stage, 1);
    m_burst.setSingleShot(true);
    m_burst.setInterval(kBurst);
    connect(&m_burst, &QTimer::timeout, this, [this] { m_gesture = 0; });
    connect(m_stage, &PictureStage::opened, this, [this] { Q_EMIT pictureOpened(m_stage->picture(), m_stage->caption()); });
    connectDocument();
    retranslate();
    if (const QImage before = resultOf(m_document); !before.isNull())
        m_stage->setPicture(before);
}

QWidget* AppView::makePanel()
{
    auto* panel = new QWidget;
    panel->setObjectName(QStringLiteral("formPanel"));
    auto* column = new QVBoxLayout(panel);
    column->setContentsMargins(space::kHuge, space::kHuge, space::kHuge, space::kHuge);
    column->setSpacing(space::kLarge);
    m_name = new QLabel(panel);
    m_name->setFont(uiFont(20, QFont::DemiBold));
    m_name->setWordWrap(true);
    m_name->setTextFormat(Qt::PlainText);
    m_nothing = new QLabel(panel);
    m_nothing->setObjectName(QStringLiteral("fieldLabel"));
    m_nothing->setWordWrap(true);
    auto* rows = new QWidget(panel);
    m_rows = new QVBoxLayout(rows);
    m_rows->setContentsMargins(0, 0, 0, 0);
    m_rows->setSpacing(space::kLarge);
    column->addWidget(m_name);
    column->addWidget(m_nothing);
    column->addWidget(rows);
    makeBelowRun(*column);
    column->addStretch(1);
    auto* scroll = new QScrollArea(this);
    scroll->setObjectName(QStringLiteral("formScroll"));
    scroll->setWidget(panel);
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setFocusPolicy(Qt::NoFocus);
    scroll->setFixedWidth(kPanel);
    return scroll;
}

void AppView::makeBelowRun(QVBoxLayout& column)
{
    m_run = new QPushButton;
    m_run->setObjectName(QStringLiteral("formRun"));
    m_run->setFont(uiFont(15, QFont::DemiBold));
    m_run->setFixedHeight(44);
    m_run->setAutoDefault(true);
    m_run->setCursor(Qt::PointingHandCursor);
    connect(m_run, &QPushButton::clicked, this, [this] {
        if (m_isRunning)
            Q_EMIT cancelAsked();
        else
            start();
    });
    m_price = new QLabel;
    m_price->setTextFormat(Qt::PlainText);
    m_price->setObjectName(QStringLiteral("fieldLabel"));
    m_price->setWordWrap(true);
    m_bar = new QProgressBar;
    m_bar->setRange(0, kBarSteps);
    m_bar->setTextVisible(false);
    m_bar->setFixedHeight(6);
    m_what = new QLabel;
    m_what->setTextFormat(Qt::PlainText);
    m_what->setObjectName(QStringLiteral("fieldLabel"));
    m_error = new QLabel;
    m_error->setTextFormat(Qt::PlainText);
    m_error->setObjectName(QStringLiteral("formError"));
    m_error->setWordWrap(true);
    m_error->setTextInteractionFlags(Qt::TextSelectableByMouse);
    for (QWidget* widget : std::initializer_list<QWidget*> {m_run, m_price, m_bar, m_what, m_error})
        column.addWidget(widget);
    m_bar->hide();
    m_what->hide();
    m_error->hide();
}

void AppView::connectDocument()
{
    connect(&m_document, &CanvasDocument::graphChanged, this, &AppView::refresh);
    connect(&m_document, &CanvasDocument::statusChanged, this, &AppView::showStatus);
    refresh();
}

void AppView::edit(const FormField& field, const Json& value)
{
    if (m_gesture == 0 || m_burstField != &field)
        m_gesture = CanvasDocument::newGesture();
    m_burstField = &field;
    m_burst.start();
    m_document.setSettingInRun(field.field().node, field.field().input, value, m_gesture);
}

bool AppView::hasSeed() const
{
    return std::ranges::any_of(m_fields, [](const FormField* field) { return field->field().isSeed; });
}

bool AppView::isFresh() const { return m_shown && m_shown == whatCounts(m_document); }

void AppView::rollSeeds()
{
    const int gesture = CanvasDocument::newGesture();
    for (std::size_t i = 0; i < m_fields.size(); ++i) { // an edit may make new fields
        const AppField field = m_fields[i]->field();
        if (field.isSeed)
            m_document.setSettingInRun(field.node, field.input, randomSeed(m_fields[i]->spec()), gesture);
    }
}

void AppView::start()
{
    if (m_isRunning)
        return;
    m_gesture = 0;
    if (isFresh() && hasSeed())
        rollSeeds(); // the same again would be the same picture
    Q_EMIT runAsked();
}

void AppView::setRunning(bool running)
{
    if (running == m_isRunning)
        return;
    m_isRunning = running;
    if (running) {
        m_running = whatCounts(m_document);
        m_shown.reset();
        m_result = {};
        m_clock.start();
        m_seconds = -1;
        m_seen.clear();
        for (const Node& node : m_document.workflow().nodes())
            m_seen[node.id] = m_document.statusInRun(node.id).preview.whole().cacheKey();
        setError({});
        m_stage->setCaption({});
        m_bar->setValue(0);
        m_what->setText(tr("Starting…"));
    } else if (m_clock.isValid()) {
        m_seconds = double(m_clock.elapsed()) / 1000;
    }
    m_bar->setVisible(running);
    m_what->setVisible(running);
    showButton();
}

void AppView::setResult(const QImage& picture)
{
    m_result = picture;
    m_stage->setPicture(picture);
}

void AppView::setFinished()
{
    m_shown = m_running;
    if (const QImage result = m_result.isNull() ? resultOf(m_document) : m_result; !result.isNull())
        m_stage->setPicture(result);
    QStringList parts;
    if (!m_stage->picture().isNull())
        parts << QStringLiteral("%1 × %2").arg(m_stage->picture().width()).arg(m_stage->picture().height());
    if (m_seconds >= 0)
        parts << secondsText(m_seconds);
    parts << placesOf(m_document);
    m_stage->setCaption(parts.join(QStringLiteral(" · ")));
    showButton();
}

void AppView::setError(const QString& why)
{
    m_error->setText(why);
    m_error->setVisible(!why.isEmpty());
}

void AppView::showStatus(const QString& id)
{
    if (!m_isRunning)
        return;
    const RunProgress progress = progressOf(m_document);
    m_bar->setValue(int(progress.share * kBarSteps));
    if (!progress.what.isEmpty())
        m_what->setText(progress.what);
    const Node* node = m_document.workflow().findNode(id.toStdString());
    const NodeType* type = node ? m_document.typeOf(*node) : nullptr;
    if (!type || type->readsFile)
        return; // its picture is what goes in
    const QImage picture = m_document.statusInRun(node->id).preview.whole();
    qint64& seen = m_seen[node->id];
    if (picture.isNull() || picture.cacheKey() == seen)
        return;
    seen = picture.cacheKey();
    m_stage->setPicture(picture, !type->isOutput);
}

void AppView::setName(const QString& name) { m_name->setText(name); }

void AppView::setPrice(std::optional<Money> estimate, std::optional<Money> cap, const QStringList& machines)
{
    m_estimate = estimate;
    m_cap = cap;
    m_machines = machines;
    showButton();
}

void AppView::setNeedsRelay(bool needs)
{
    if (std::exchange(m_needsRelay, needs) != needs)
        showButton();
}

/// With what it costs.
QString AppView::runText() const
{
    const QString text = hasSeed() && isFresh() ? tr("Make another") : tr("Run");
    const bool costs = m_estimate && m_estimate->micro > 0;
    return costs && !m_needsRelay ? tr("%1 · ≈ %2 credits").arg(text, creditsText(*m_estimate)) : text;
}

void AppView::showButton()
{
    m_run->setText(m_isRunning ? tr("Cancel") : runText());
    const bool isPrimary = !m_isRunning && !m_needsRelay;
    if (m_run->property("isPrimary") != QVariant(isPrimary)) {
        m_run->setProperty("isPrimary", isPrimary);
        m_run->style()->unpolish(m_run);
        m_run->style()->polish(m_run);
    }
    m_run->setToolTip(m_isRunning ? tr("Stop the run; what isn't delivered isn't charged") : tr("Enter"));
    const bool costs = m_estimate && m_estimate->micro > 0;
    m_price->setVisible(!m_isRunning && (m_estimate.has_value() || m_needsRelay));
    m_price->setText(m_needsRelay ? tr("Needs another machine: set a relay")
            : costs && m_cap      ? tr("At most %1 credits").arg(creditsText(*m_cap))
                                  : tr("Free, %1").arg(machinesText(m_machines)));
}

void AppView::retranslate()
{
    m_bar->setAccessibleName(tr("Progress"));
    m_stage->setAccessibleName(tr("Picture"));
    m_stage->setHint(tr("Your picture appears here."));
    m_nothing->setText(m_document.catalogue().types().empty()
            ? tr("This computer's engine is starting…")
            : tr("This workflow has no words, seeds or pictures to set. Its graph shows everything."));
    refresh(); // labels follow the language
    for (FormField* field : m_fields)
        field->retranslate();
    showButton();
}

void AppView::focusFirst()
{
    for (const FormField* field : m_fields) { // words before pictures
        if (field->field().kind == SettingKind::MultiLine) {
            field->editor()->setFocus();
            return;
        }
    }
    m_run->setFocus();
}

bool AppView::undoOrRedo(QKeyEvent& event)
{
    const bool redo = event.matches(QKeySequence::Redo) || (event.key() == Qt::Key_Y && event.modifiers() == Qt::ControlModifier);
    if (!redo && !event.matches(QKeySequence::Undo))
        return false;
    m_gesture = 0;
    if (redo)
        m_document.redo();
    else
        m_document.undo();
    event.accept();
    return true;
}

void AppView::contextMenuEvent(QContextMenuEvent* event)
{
    auto* menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    menu->addAction(tr("Publish as API…"), this, &AppView::publishAsked);
    menu->popup(event->globalPos());
}

void AppView::keyPressEvent(QKeyEvent* event)
{
    if (!undoOrRedo(*event))
        QWidget::keyPressEvent(event);
}

bool AppView::eventFilter(QObject* watched, QEvent* event)
{
    // A line's own undo would know nothing of the document's.
    if (event->type() == QEvent::KeyPress)
        return undoOrRedo(*static_cast<QKeyEvent*>(event));
    return QWidget::eventFilter(watched, event);
}

} // namespace weft
