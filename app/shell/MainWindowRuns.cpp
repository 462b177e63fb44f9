// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/form/AppView.h"
#include "app/gallery/StartPage.h"
#include "app/language/ErrorText.h"
#include "app/runs/RunQueue.h"
#include "app/shell/MainWindow.h"
#include "app/shell/RunPresenter.h"
#include "app/shell/StatusStrip.h"
#include "app/shell/TopBar.h"
#include "app/shell/Tray.h"
#include "app/shell/WorkflowPage.h"
#include "core/threads/HandOver.h"

namespace weft {

void MainWindow::connectRuns()
{
    connect(&m_runs, &RunController::catalogueChanged, this, &MainWindow::showCatalogue);
    connect(&m_runs, &RunController::engineFailed, this, [this](const Error& error) { lastingNotice(sentenceFor(error)); });
    connect(&m_runs, &RunController::ready, this, &MainWindow::noteTemplates);
    connect(&m_runs, &RunController::runStarted, this, [this] {
        m_isRunOurs = m_queue->current(); // else a program's, whose nodes aren't those of a tab
        if (!m_isRunOurs)
            return;
        m_top->setRunning(true);
        m_runClock.start();
        showRunOnForm();
        showStatus();
    });
    connect(&m_runs, &RunController::runEvent, this, [this](const RunEvent& event) {
        if (m_isRunOurs)
            m_presenter->onEvent(event);
    });
    connect(m_presenter, &RunPresenter::moneyMoved, this, [this] { // once for many: it looks at all nodes
        if (!m_statusSoon.isActive())
            m_statusSoon.start();
    });
    connect(&m_runs, &RunController::finished, this, [this](const RunReport& report) {
        if (!std::exchange(m_isRunOurs, false))
            return endProgramRun();
        m_presenter->onFinished(report);
        m_top->setRunning(false);
        endRunOnForm(report);
        showStatus();
        if (report.errors.empty()) {
            notice({});
        } else {
            noticeFailure(report);
        }
        if (m_market)
            m_market->refresh();
        if (page()) // another tab may have been chosen meanwhile
            m_presenter->follow(&page()->document());
        m_replan.start();
        Q_EMIT runEnded(report.errors.empty());
    });
}

void MainWindow::connectMarket()
{
    connect(m_top, &TopBar::shareToggled, this, [this] {
        if (m_market)
            m_market->toggleSharing();
    });
    if (m_market) {
        connect(m_market, &MarketModel::changed, this, &MainWindow::showMarket);
        connect(m_market, &MarketModel::failed, this, &MainWindow::notice);
    }
    showMarket();
}

void MainWindow::showMarket()
{
    m_top->setSharing(m_market ? m_market->isSharing() : std::nullopt, m_market ? m_market->sharingDetail() : QString());
    m_top->setBalance(m_market ? m_market->balance() : std::nullopt);
    if (m_tray)
        m_tray->setSharing(m_market ? m_market->isSharing() : std::nullopt, m_market ? m_market->sharingDetail() : QString());
    m_start->setSharing(m_market ? m_market->isSharing() : std::nullopt, m_market ? m_market->sharingDetail() : QString());
    showStatus();
}

RunOptions MainWindow::options() const
{
    RunOptions options;
    options.policy.privacy = m_top->privacy();
    const Result<Money> cap = parseCredits(m_settings.value(QStringLiteral("run/cap"), QStringLiteral("100")).toString().toStdString());
    if (cap && !cap->isNegative())
        options.policy.cap = *cap;
    for (const QString& id : m_settings.value(QStringLiteral("run/trusted")).toStringList())
        options.policy.trusted.insert(id.toStdString());
    if (m_market)
        options.policy.available = m_market->balance().value_or(options.policy.available);
    return options;
}

void MainWindow::replan()
{
    if (!page() || page()->document().workflow().nodes().empty()) {
        m_top->setPrice({}, {});
        noteMissing();
        return;
    }
    const int asked = ++m_planAsked;
    m_planPool.start(new PoolCall([this, asked, work = m_runs.planning(page()->document().workflow(), options()),
                                      shown = QPointer<WorkflowPage>(page())] {
        const auto plan = std::make_shared<const Result<Plan>>(work());
        callLater(this, [this, asked, plan, shown] {
            if (asked == m_planAsked && shown && shown == page())
                showPlan(*plan);
        });
    }));
}

void MainWindow::showPlan(const Result<Plan>& plan)
{
    CanvasDocument& document = page()->document();
    bool hasRun = false; // results of a run stay on the nodes until the next one
    for (const Node& node : document.workflow().nodes())
        hasRun = hasRun || document.statusInRun(node.id).state != NodeStatus::State::Idle;
    const auto price = [&](std::optional<Money> estimate, std::optional<Money> cap, const QStringList& machines) {
        m_top->setPrice(estimate, cap);
        if (AppView* form = page()->form())
            form->setPrice(estimate, cap, machines);
    };
    if (plan)
        price(plan->estimate, plan->cap, m_presenter->machinesOf(*plan));
    else
        price({}, {}, {}); // an unfinished graph isn't an error before Run is pressed
    noteMissing();
    showNeeds();
    if (hasRun || m_isRunOurs)
        return;
    if (plan)
        m_presenter->showPlan(*plan);
    else
        m_presenter->showWishes();
    showStatus();
}

} // namespace weft
