// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
// What is known of nodes and machines, and the status line.
#include "app/form/AppView.h"
#include "app/gallery/ResultsPanel.h"
#include "app/language/MoneyText.h"
#include "app/servers/ServerText.h"
#include "app/shell/LibraryPanel.h"
#include "app/shell/MachinesPanel.h"
#include "app/shell/MainWindow.h"
#include "app/shell/ReportImport.h"
#include "app/shell/RunPresenter.h"
#include "app/shell/StatusStrip.h"
#include "app/shell/TopBar.h"
#include "app/shell/WorkflowPage.h"

#include <QFileInfo>
#include <QStackedWidget>
#include <QTimer>

#include <algorithm>
#include <chrono>
#include <utility>

namespace weft {

namespace {

constexpr std::chrono::seconds kGoodNotice {10};

} // namespace

void MainWindow::showCatalogue()
{
    m_catalogue = m_runs.catalogue();
    m_sharedCatalogue.reset();
    m_library->setCatalogue(m_catalogue);
    for (int i = 0; i < pageCount(); ++i) {
        pageAt(i)->document().setCatalogue(m_catalogue);
        pageAt(i)->view().refreshNames();
        pageAt(i)->showInputPictures();
    }
    showMachines();
    noteTemplates();
    m_replan.start();
}

void MainWindow::showMachines()
{
    QList<MachineRow> rows {{QString::fromStdString(kHere), tr("This PC"), tr("free"), false, false}};
    std::vector<PlaceChoice> places;
    const QStringList trusted = m_settings.value(QStringLiteral("run/trusted")).toStringList();
    for (const EngineInfo& engine : m_runs.engines()) {
        if (engine.id == kHere)
            continue;
        const QString name = ServerText::name(engine);
        const QString id = QString::fromStdString(engine.id);
        const bool isOwn = engine.isOwnServer();
        rows.append({id, name, pricePerSecondText(engine.pricePerReferenceSecond), !isOwn || !engine.onThisComputer, false, trusted.contains(id), isOwn});
        places.push_back({engine.id, name});
    }
    for (const QString& name : m_reportMachines) {
        const bool isListed = std::ranges::any_of(rows, [&name](const MachineRow& row) { return row.name == name; });
        if (!isListed)
            rows.append({{}, name, tr("last run"), true, false});
    }
    m_machines->setMachines(rows);
    for (int i = 0; i < pageCount(); ++i)
        pageAt(i)->view().setPlaces(places);
}

/// Whether a node was told to run on another machine that nothing here can lead to.
bool MainWindow::needsRelay() const
{
    if (m_market || !page() || !m_reportMachines.isEmpty())
        return false;
    const auto isThere = [this](const std::string& place) {
        return std::ranges::any_of(m_runs.engines(), [&](const EngineInfo& engine) { return engine.id != kHere && (place == "elsewhere" || engine.id == place); });
    };
    const CanvasDocument& document = page()->document();
    return std::ranges::any_of(document.graph().nodes(), [&](const Node& node) {
        const std::string place = document.placeOf(node.id);
        return node.mode == NodeMode::Normal && !place.empty() && place != kHere && !isThere(place);
    });
}

void MainWindow::showNeeds()
{
    const bool needs = needsRelay();
    m_top->setNeedsRelay(needs);
    if (page() && page()->form())
        page()->form()->setNeedsRelay(needs);
}

void MainWindow::showStatus()
{
    showNeeds();
    if (!page())
        return;
    StatusStrip::State state;
    if (m_market) {
        state.relay = m_market->relayName();
        state.isOnline = m_market->isOnline();
    }
    state.needsRelay = needsRelay();
    state.isReport = !m_reportMachines.isEmpty();
    const CanvasDocument& document = page()->document();
    std::set<QString> machines;
    for (const Node& node : document.graph().nodes())
        for (const QString& machine : document.status(node.id).machines())
            machines.insert(machine);
    for (const Link& link : document.graph().links())
        state.crossings += document.status(link.to).receivesFrom(document.status(link.from)) ? 1 : 0;
    state.nodes = int(document.graph().nodes().size());
    state.machines = std::max<int>(1, int(machines.size()));
    state.isRunning = m_isRunOurs;
    state.held = m_presenter->held();
    state.charged = m_presenter->charged();
    state.zoom = page()->view().zoom();
    state.isGraph = !isPageShown() && !page()->isForm();
    m_status->show(state);
}

void MainWindow::notice(const QString& text)
{
    setNotice(text);
    m_status->setNotice(text);
}

void MainWindow::lastingNotice(const QString& text)
{
    notice(text);
    m_noticeLasts = true;
}

void MainWindow::goodNotice(const QString& text)
{
    setNotice(text);
    m_status->setGoodNotice(text);
    QTimer::singleShot(kGoodNotice, this, [this, number = m_noticeNumber, text] {
        if (number == m_noticeNumber && text == m_notice)
            notice({});
    });
}

void MainWindow::setNotice(const QString& text)
{
    m_notice = text;
    m_noticeAct = {};
    m_noticeLasts = false;
    m_noticeIsNew = true;
    QTimer::singleShot(0, this, [this, number = ++m_noticeNumber] {
        if (number == m_noticeNumber)
            m_noticeIsNew = false;
    });
}

/// Another page is shown: what was said of the one before goes, unless there is something to do about it. What was said in
/// coming here stays.
void MainWindow::endNotice()
{
    QWidget* shown = m_pages->currentWidget();
    if (std::exchange(m_noticedOn, shown) != shown && !m_notice.isEmpty() && !m_noticeIsNew && !m_noticeLasts && !m_noticeAct)
        notice({});
}

Done MainWindow::showReport(const QString& path)
{
    WEFT_TRY(const ImportedReport report, importReport(path, page()->document()));
    m_reportMachines = report.machines;
    for (const auto& [node, file] : report.pictures)
        m_results->add({QImage(file), QFileInfo(file).fileName(), file});
    m_presenter->setCharged(report.charged);
    m_replan.stop();
    ++m_planAsked; // what is under way comes too late
    showMachines();
    showStatus();
    page()->view().fitAll();
    if (AppView* form = page()->form()) {
        if (!report.pictures.empty())
            form->setResult(QImage(report.pictures.back().second));
        form->setFinished();
    }
    return {};
}

} // namespace weft
