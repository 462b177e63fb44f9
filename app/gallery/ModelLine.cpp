// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gallery/ModelLine.h"

#include "app/language/ErrorText.h"
#include "app/models/ModelText.h"
#include "app/theme/Theme.h"

#include <QGridLayout>
#include <QLabel>
#include <QProgressBar>
#include <QPushButton>
#include <QVBoxLayout>

namespace weft {

namespace {

constexpr int kStateWidth = 250;
constexpr int kButtonWidth = 96;
constexpr int kSteps = 1000; // of the bar

} // namespace

ModelLine::ModelLine(const CuratedModel& model, QWidget* parent)
    : QFrame(parent)
    , m_id(model.id)
    , m_folder(model.folder)
    , m_words(QStringList {model.id, model.name, model.file, model.licence}.join(u' '))
    , m_name(new QLabel(this))
    , m_detail(new QLabel(this))
    , m_state(new QLabel(this))
    , m_bar(new QProgressBar(this))
    , m_button(new QPushButton(this))
{
    setObjectName(QStringLiteral("model.") + model.id);
    m_name->setFont(uiFont(13, QFont::DemiBold));
    m_detail->setFont(uiFont(11));
    m_detail->setObjectName(QStringLiteral("fieldLabel"));
    m_detail->setOpenExternalLinks(true);
    m_detail->setTextFormat(Qt::RichText);
    m_detail->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    m_state->setFixedWidth(kStateWidth);
    m_state->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
    m_state->setFont(uiFont(11));
    m_state->setWordWrap(true);
    m_bar->setFixedSize(kStateWidth, 6);
    m_bar->setTextVisible(false);
    m_bar->setRange(0, kSteps);
    m_button->setFixedWidth(kButtonWidth);
    auto* grid = new QGridLayout(this);
    grid->setContentsMargins(space::kMedium, space::kSmall, space::kMedium, space::kSmall);
    grid->setHorizontalSpacing(space::kLarge);
    grid->setVerticalSpacing(2);
    grid->setColumnStretch(0, 1);
    grid->addWidget(m_name, 0, 0);
    grid->addWidget(m_detail, 1, 0);
    auto* state = new QVBoxLayout; // in the middle while there is no bar
    state->addStretch(1);
    state->addWidget(m_state);
    state->addWidget(m_bar);
    state->addStretch(1);
    grid->addLayout(state, 0, 1, 2, 1);
    grid->addWidget(m_button, 0, 2, 2, 1);
    connect(m_button, &QPushButton::clicked, this, [this] {
        if (m_isBusy)
            Q_EMIT cancelAsked(m_id);
        else
            Q_EMIT getAsked(m_id);
    });
}

void ModelLine::show(const ModelRow& row)
{
    const CuratedModel& model = *row.model;
    m_name->setText(QStringLiteral("%1   %2").arg(model.name, modelSizeText(model.sizeBytes)));
    m_name->setToolTip(tr("%1 in %2\nIts weights take about %3 while they are used.\n%4")
                           .arg(model.file, model.folder, modelSizeText(model.memoryBytes), modelHashText(model)));
    QString detail = QStringLiteral("%1 · %2 · <a href=\"%3\" style=\"color:%5\">%4</a>")
                         .arg(modelKindText(model.folder), model.file, model.licenceUrl.toString(QUrl::FullyEncoded).toHtmlEscaped(),
                             modelLicenceText(model).toHtmlEscaped(), Theme::of(this).accent.name());
    if (model.sha256.isNull())
        detail += QStringLiteral(" · ") + modelHashText(model);
    m_detail->setText(detail);
    m_isBusy = row.state == ModelRow::State::Downloading || row.state == ModelRow::State::Waiting;
    const bool isHere = row.state == ModelRow::State::Here;
    m_state->setText(row.error ? sentenceFor(*row.error) : modelStateText(row));
    m_state->setToolTip(row.error ? m_state->text() : row.path);
    const Theme& theme = Theme::of(this);
    const QColor color = row.error ? theme.error : isHere ? theme.ok : theme.secondary;
    m_state->setStyleSheet(QStringLiteral("color: %1").arg(color.name()));
    m_bar->setVisible(row.state == ModelRow::State::Downloading);
    if (row.progress.total.value_or(0) > 0)
        m_bar->setValue(int(kSteps * row.progress.received / *row.progress.total));
    m_button->setVisible(!isHere);
    m_button->setText(m_isBusy ? tr("Cancel") : row.hasPart ? tr("Go on") : tr("Get"));
    m_button->setAccessibleName(QStringLiteral("%1: %2").arg(m_button->text(), model.name));
}

bool ModelLine::matches(const QString& text, const QString& folder) const
{
    return (folder.isEmpty() || folder == m_folder) && m_words.contains(text.trimmed(), Qt::CaseInsensitive);
}

} // namespace weft
