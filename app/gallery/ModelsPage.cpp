// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gallery/ModelsPage.h"

#include "app/gallery/ModelLine.h"
#include "app/models/ModelText.h"
#include "app/theme/Widgets.h"

#include <QComboBox>
#include <QEvent>
#include <QFileDialog>
#include <QGridLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QScrollArea>
#include <QVBoxLayout>

#include <algorithm>

namespace weft {

ModelsPage::ModelsPage(ModelsController& models, QWidget* parent)
    : QWidget(parent)
    , m_models(models)
{
    setObjectName(QStringLiteral("modelsPage"));
    setAttribute(Qt::WA_StyledBackground);
    QVBoxLayout* column = middleColumn(this, kWidestPage);
    column->addWidget(makeHeader());
    column->addWidget(makeList(), 1);
    column->addWidget(makeFooter());
    setFocusProxy(m_filter);
    connect(&models, &ModelsController::rowChanged, this, &ModelsPage::showLine);
    connect(&models, &ModelsController::settingsChanged, this, [this] {
        showFolders();
        showLines();
    });
    retranslate();
}

QWidget* ModelsPage::makeHeader()
{
    auto* header = new QWidget(this);
    auto* row = new QHBoxLayout(header);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(space::kMedium);
    m_title = new QLabel(header);
    m_title->setFont(uiFont(20, QFont::Bold));
    m_filter = new QLineEdit(header);
    m_filter->setObjectName(QStringLiteral("modelFilter"));
    m_filter->setClearButtonEnabled(true);
    m_filter->setFixedWidth(240);
    m_kind = new QComboBox(header);
    m_free = new QLabel(header);
    m_free->setObjectName(QStringLiteral("fieldLabel"));
    row->addWidget(m_title);
    row->addStretch(1);
    row->addWidget(m_free);
    row->addWidget(m_kind);
    row->addWidget(m_filter);
    connect(m_filter, &QLineEdit::textChanged, this, &ModelsPage::filter);
    connect(m_kind, &QComboBox::currentIndexChanged, this, &ModelsPage::filter);
    return header;
}

QWidget* ModelsPage::makeList()
{
    auto* scroll = new QScrollArea(this);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setWidgetResizable(true);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    auto* content = new QWidget(scroll);
    content->setObjectName(QStringLiteral("modelList"));
    auto* column = new QVBoxLayout(content);
    column->setContentsMargins(0, 0, space::kSmall, 0);
    column->setSpacing(2);
    for (const CuratedModel& model : m_models.catalogue().models()) {
        auto* line = new ModelLine(model, content);
        connect(line, &ModelLine::getAsked, &m_models, &ModelsController::get);
        connect(line, &ModelLine::cancelAsked, &m_models, &ModelsController::cancel);
        column->addWidget(line);
        m_lines[model.id] = line;
        m_inOrder << line;
    }
    m_nothing = new QLabel(content);
    m_nothing->setAlignment(Qt::AlignCenter);
    m_nothing->setObjectName(QStringLiteral("fieldLabel"));
    column->addWidget(m_nothing);
    column->addStretch(1);
    scroll->setWidget(content);
    return scroll;
}

QWidget* ModelsPage::makeFooter()
{
    auto* footer = new QWidget(this);
    auto* grid = new QGridLayout(footer);
    grid->setContentsMargins(0, 0, 0, 0);
    grid->setHorizontalSpacing(space::kMedium);
    grid->setColumnStretch(1, 1);
    m_mirrorLabel = new QLabel(footer);
    m_mirror = new QLineEdit(footer);
    m_mirror->setObjectName(QStringLiteral("mirrorField"));
    m_mirror->setPlaceholderText(QStringLiteral("huggingface.co=https://…"));
    m_mirrorLabel->setBuddy(m_mirror);
    m_foldersLabel = new QLabel(footer);
    m_folders = new QLabel(footer);
    m_folders->setTextFormat(Qt::RichText);
    m_folders->setWordWrap(true);
    m_addFolder = new QPushButton(footer);
    m_note = new QLabel(footer);
    m_note->setWordWrap(true);
    m_note->setObjectName(QStringLiteral("modelNote"));
    grid->addWidget(m_mirrorLabel, 0, 0);
    grid->addWidget(m_mirror, 0, 1, 1, 2);
    grid->addWidget(m_foldersLabel, 1, 0);
    grid->addWidget(m_folders, 1, 1);
    grid->addWidget(m_addFolder, 1, 2);
    grid->addWidget(m_note, 2, 1, 1, 2);
    m_note->hide();
    m_mirror->setText(m_models.settings().mirrors.join(u' '));
    connect(m_mirror, &QLineEdit::editingFinished, this, &ModelsPage::applyMirror);
    connect(m_addFolder, &QPushButton::clicked, this, &ModelsPage::addFolder);
    connect(m_folders, &QLabel::linkActivated, this, &ModelsPage::removeFolder);
    return footer;
}

void ModelsPage::retranslate()
{
    m_title->setText(tr("Models"));
    m_filter->setPlaceholderText(tr("Filter models"));
    m_filter->setAccessibleName(m_filter->placeholderText());
    m_kind->setAccessibleName(tr("Kind of model"));
    m_nothing->setText(tr("No model of the list is called that."));
    m_mirrorLabel->setText(tr("Mirrors"));
    m_mirror->setToolTip(tr("HOST=ADDRESS: what the host has is got from that address; several are separated by spaces."));
    m_foldersLabel->setText(tr("Folders"));
    m_addFolder->setText(tr("Add a folder…"));
    m_addFolder->setToolTip(tr("A folder of models, or the folder of ComfyUI, A1111 or InvokeAI: its models are used where they are."));
    const QString chosen = m_kind->currentData().toString();
    const QSignalBlocker quiet(m_kind);
    m_kind->clear();
    m_kind->addItem(tr("All kinds"), QString());
    for (const CuratedModel& model : m_models.catalogue().models()) {
        if (m_kind->findData(model.folder) < 0)
            m_kind->addItem(modelKindText(model.folder), model.folder);
    }
    m_kind->setCurrentIndex(std::max(0, m_kind->findData(chosen)));
    showFolders();
    showLines();
    filter();
}

void ModelsPage::showLine(const QString& id)
{
    if (ModelLine* line = m_lines.value(id))
        line->show(m_models.row(id));
}

void ModelsPage::showLines()
{
    for (ModelLine* line : m_inOrder)
        line->show(m_models.row(line->id()));
    m_free->setText(tr("%1 free").arg(modelSizeText(m_models.freeBytes())));
}

void ModelsPage::filter()
{
    int shown = 0;
    for (ModelLine* line : m_inOrder) {
        const bool fits = line->matches(m_filter->text(), m_kind->currentData().toString());
        line->setVisible(fits);
        shown += fits ? 1 : 0;
    }
    m_nothing->setVisible(shown == 0);
}

void ModelsPage::setFilter(const QString& text) { m_filter->setText(text); }

int ModelsPage::shownLines() const
{
    return int(std::ranges::count_if(m_inOrder, [](const ModelLine* line) { return !line->isHidden(); }));
}

void ModelsPage::showFolders()
{
    QStringList lines {tr("%1 (downloads)").arg(m_models.ownFolder().toHtmlEscaped())};
    for (const QString& folder : m_models.settings().folders) {
        lines << QStringLiteral("%1 <a href=\"%1\" style=\"color:%3\">%2</a>")
                     .arg(folder.toHtmlEscaped(), tr("remove"), Theme::of(this).accent.name());
    }
    m_folders->setText(lines.join(QStringLiteral("<br>")));
}

void ModelsPage::applyMirror()
{
    ModelSettings settings = m_models.settings();
    const QStringList mirrors = m_mirror->text().split(u' ', Qt::SkipEmptyParts);
    const auto bad = std::ranges::find_if(mirrors, [](const QString& text) { return !mirrorFrom(text).hasValue(); });
    m_note->setVisible(bad != mirrors.end());
    if (bad != mirrors.end()) {
        m_note->setText(tr("“%1” isn't a mirror. Write HOST=ADDRESS, the address with https. The mirrors are as they were.").arg(*bad));
        return;
    }
    if (settings.mirrors == mirrors)
        return;
    settings.mirrors = mirrors;
    m_models.setSettings(settings);
}

void ModelsPage::addFolder()
{
    auto* dialog = new QFileDialog(this, tr("Folder of models, or of ComfyUI, A1111 or InvokeAI"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::Directory);
    connect(dialog, &QFileDialog::fileSelected, this, [this](const QString& folder) {
        QStringList folders = m_models.settings().folders;
        if (!folders.contains(folder))
            changeFolders(folders << folder);
    });
    dialog->open();
}

void ModelsPage::removeFolder(const QString& folder)
{
    QStringList folders = m_models.settings().folders;
    folders.removeAll(folder);
    changeFolders(folders);
}

void ModelsPage::changeFolders(const QStringList& folders)
{
    ModelSettings settings = m_models.settings();
    settings.folders = folders;
    m_models.setSettings(settings);
    m_note->setText(tr("Workflows find models in these folders from the next start of Weft."));
    m_note->show();
}

void ModelsPage::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::StyleChange || event->type() == QEvent::PaletteChange)
        QMetaObject::invokeMethod(this, [this] { // the lines' colours are the theme's
            showFolders();
            showLines();
        }, Qt::QueuedConnection);
}

void ModelsPage::showEvent(QShowEvent* event)
{
    QWidget::showEvent(event);
    showLines();
}

} // namespace weft
