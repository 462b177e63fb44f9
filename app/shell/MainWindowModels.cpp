// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
// The pages of models and of the account, and what an opened workflow lacks.
#include "app/account/page/AccountPage.h"
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
    showPage(m_modelsPage);
}

void MainWindow::showPage(QWidget* page)
{
    m_pages->setCurrentWidget(page);
    page->setFocus();
    showView();
    showStatus();
    retranslate();
}

void MainWindow::useAccount(AccountController& account)
{
    m_accountPage = new AccountPage(account, m_pages);
    m_pages->addWidget(m_accountPage);
    auto* escape = new QShortcut(Qt::Key_Escape, m_accountPage, nullptr, nullptr, Qt::WidgetWithChildrenShortcut);
    connect(escape, &QShortcut::activated, this, &MainWindow::leaveStart);
}

bool MainWindow::isAccountShown() const { return m_accountPage && m_pages->currentWidget() == m_accountPage; }

void MainWindow::showAccount()
{
    if (m_accountPage)
        showPage(m_accountPage);
}

/// The narrowest policy under which the workflow can run, where a model is missing here; none while a run goes on.
std::optional<RunElsewhere> MainWindow::runElsewhereOf() const
{
    if (m_runs.isRunning())
        return {};
    RunOptions wider = options();
    std::vector<Privacy> tries {wider.policy.privacy};
    if (wider.policy.privacy == Privacy::OnlyHere)
        tries = {Privacy::TrustedMachines, Privacy::AnyMachine};
    for (const Privacy privacy : tries) {
        wider.policy.privacy = privacy;
        if (const Result<Plan> plan = m_runs.planFor(page()->document().workflow(), wider))
            return RunElsewhere {privacy, plan->estimate};
    }
    return {};
}

LackedModel MainWindow::lackedOf(const MissingModel& missing) const
{
    LackedModel lacked;
    lacked.name = QString::fromStdString(missing.name);
    lacked.machines = missing.machines;
    const CuratedModel* known = m_models->catalogue().findFile(QString::fromStdString(missing.folder), lacked.name);
    if (!known)
        return lacked;
    lacked.known = *known;
    const auto state = m_models->row(known->id).state;
    lacked.isComing = state == ModelRow::State::Downloading || state == ModelRow::State::Waiting;
    if (state == ModelRow::State::Here)
        lacked.here = known->file;
    return lacked;
}

void MainWindow::noteMissing()
{
    const bool isAsked = m_models && page() && !isPageShown() && !page()->property(kDismissed).toBool();
    QList<LackedModel> lacked;
    std::optional<RunElsewhere> elsewhere;
    if (isAsked) {
        const Graph& graph = page()->document().workflow();
        Policy policy = options().policy;
        if (!missingModels(graph, m_runs.catalogue(), m_runs.engines(), policy).empty()) {
            elsewhere = runElsewhereOf();
            policy.privacy = elsewhere ? elsewhere->privacy : policy.privacy;
        }
        for (const MissingModel& model : missingModels(graph, m_runs.catalogue(), m_runs.engines(), policy))
            lacked << lackedOf(model);
    }
    m_missing->show(lacked, elsewhere, m_top->privacy() == Privacy::OnlyHere);
}

void MainWindow::getMissing()
{
    for (const MissingModel& model : missingModels(page()->document().workflow(), m_runs.catalogue(), m_runs.engines(), options().policy)) {
        const LackedModel lacked = lackedOf(model);
        if (lacked.canBeGot())
            m_models->get(lacked.known->id);
    }
    noteMissing();
}

/// The button says what it allows, and the bar above shows it from then on.
void MainWindow::runElsewhere()
{
    const auto found = runElsewhereOf();
    if (found && found->privacy != m_top->privacy()) {
        m_top->setPrivacy(found->privacy);
        m_settings.setValue(QStringLiteral("run/privacy"), int(found->privacy));
    }
    run();
}

} // namespace weft
