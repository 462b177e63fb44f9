// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
// The page of models, and what an opened workflow lacks.
#include "app/gallery/ModelsPage.h"
#include "app/gallery/StartPage.h"
#include "app/language/ErrorText.h"
#include "app/models/ModelsController.h"
#include "app/runs/MissingModels.h"
#include "app/shell/MainWindow.h"
#include "app/shell/MissingBanner.h"
#include "app/shell/TopBar.h"
#include "app/shell/WorkflowPage.h"

#include <QShortcut>
#include <QStackedWidget>

namespace weft {

namespace {

constexpr auto kDismissed = "missingModelsDismissed"; // a page's property

} // namespace

void MainWindow::useModels(ModelsController& models)
{
    m_models = &models;
    m_modelsPage = new ModelsPage(models, m_pages);
    m_pages->addWidget(m_modelsPage);
    connect(m_start, &StartPage::modelsAsked, this, [this] { showModels(); });
    auto* escape = new QShortcut(Qt::Key_Escape, m_modelsPage, nullptr, nullptr, Qt::WidgetWithChildrenShortcut);
    connect(escape, &QShortcut::activated, this, &MainWindow::leaveStart);
    connect(&models, &ModelsController::settingsChanged, this, [this] { m_models->settings().write(m_settings); });
    connect(&models, &ModelsController::got, this, [this](const QString& id) {
        notice(tr("%1 is here.").arg(m_models->catalogue().find(id)->name));
        m_runs.refreshModels();
        noteMissing();
    });
    connect(&models, &ModelsController::failed, this, [this](const QString&, const Error& error) {
        if (error.code != ErrorCode::Cancelled)
            notice(sentenceFor(error));
        noteMissing();
    });
    connect(m_missing, &MissingBanner::getAsked, this, &MainWindow::getMissing);
    connect(m_missing, &MissingBanner::elsewhereAsked, this, &MainWindow::runElsewhere);
    connect(m_missing, &MissingBanner::listAsked, this, [this](const QString& name) {
        const CuratedModel* known = m_models->catalogue().find(name.section(u'/', -1));
        showModels(known ? known->name : QString());
    });
    connect(m_missing, &MissingBanner::dismissed, this, [this] {
        if (page())
            page()->setProperty(kDismissed, true);
        noteMissing();
    });
}

bool MainWindow::isModelsShown() const { return m_modelsPage && m_pages->currentWidget() == m_modelsPage; }

void MainWindow::showModels(const QString& filter)
{
    if (!m_modelsPage)
        return;
    m_modelsPage->setFilter(filter);
    m_pages->setCurrentWidget(m_modelsPage);
    m_modelsPage->setFocus();
    showView();
    showStatus();
    retranslate();
}

void MainWindow::noteMissing()
{
    QList<LackedModel> lacked;
    const bool isAsked = m_models && page() && !isStartShown() && !isModelsShown() && !page()->property(kDismissed).toBool();
    const std::vector<MissingModel> missing
        = isAsked ? missingModels(page()->document().graph(), m_runs.catalogue(), m_runs.engines()) : std::vector<MissingModel>();
    for (const MissingModel& model : missing) {
        LackedModel one;
        one.name = QString::fromStdString(model.name);
        one.machines = model.machines;
        if (const CuratedModel* known = m_models->catalogue().findFile(QString::fromStdString(model.folder), one.name)) {
            one.known = *known;
            const auto state = m_models->row(known->id).state;
            one.isComing = state == ModelRow::State::Downloading || state == ModelRow::State::Waiting;
        }
        lacked << one;
    }
    std::optional<Money> estimate;
    if (!lacked.isEmpty() && !m_runs.isRunning()) {
        RunOptions anywhere = options();
        if (anywhere.policy.privacy == Privacy::OnlyHere)
            anywhere.policy.privacy = Privacy::AnyMachine;
        if (const Result<Plan> plan = m_runs.planFor(page()->document().graph(), anywhere))
            estimate = plan->estimate;
    }
    m_missing->show(lacked, estimate, m_top->privacy() == Privacy::OnlyHere);
}

void MainWindow::getMissing()
{
    for (const MissingModel& model : missingModels(page()->document().graph(), m_runs.catalogue(), m_runs.engines())) {
        const CuratedModel* known
            = m_models->catalogue().findFile(QString::fromStdString(model.folder), QString::fromStdString(model.name));
        if (known)
            m_models->get(known->id);
    }
    noteMissing();
}

/// The button says that it allows other machines, and the bar above shows it from then on.
void MainWindow::runElsewhere()
{
    if (m_top->privacy() == Privacy::OnlyHere) {
        m_top->setPrivacy(Privacy::AnyMachine);
        m_settings.setValue(QStringLiteral("run/privacy"), int(Privacy::AnyMachine));
    }
    run();
}

} // namespace weft
