// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/shell/MarketPages.h"

#include "app/editor/model/NodeNames.h"
#include "app/market/page/MarketPage.h"
#include "app/preferences/RelaySetup.h"
#include "app/sharing/page/SharingPage.h"
#include "app/shell/NoWalletPage.h"
#include "app/shell/WorkflowPage.h"

#include <QShortcut>
#include <QStackedWidget>

#include <algorithm>

namespace weft {

namespace {

std::optional<NodeWish> wishOf(WorkflowPage* page)
{
    if (!page)
        return {};
    const CanvasDocument& document = page->document();
    NodeWish wish;
    for (const NodeId& id : page->view().canvas().selection()) {
        const Node* node = document.graph().findNode(id);
        if (!node)
            continue;
        wish.title = titleOf(*node, document.typeOf(*node));
        wish.needs.emplace_back(node->type, wish.title);
    }
    if (wish.needs.empty())
        return {};
    if (wish.needs.size() > 1)
        wish.title = MarketPages::tr("%1 nodes").arg(wish.needs.size());
    return wish;
}

} // namespace

MarketPages::MarketPages(RunController& runs, MarketModel* market, QSettings& settings, QStackedWidget& stack, QObject* parent)
    : QObject(parent)
    , m_runs(runs)
    , m_market(market)
    , m_settings(settings)
    , m_marketPage(new MarketPage(&stack))
    , m_sharingPage(new SharingPage(&stack))
    , m_stack(stack)
{
    addPage(m_marketPage);
    addPage(m_sharingPage);
    connectPages();
    if (!market)
        offerRelays();
    connect(&runs, &RunController::catalogueChanged, this, &MarketPages::refresh);
    if (market) {
        m_sharingPage->useSharing(market->sharing());
        connect(market, &MarketModel::changed, this, &MarketPages::refresh);
    }
    refresh();
}

void MarketPages::addPage(QWidget* page)
{
    m_stack.addWidget(page);
    auto* escape = new QShortcut(Qt::Key_Escape, page, nullptr, nullptr, Qt::WidgetWithChildrenShortcut);
    connect(escape, &QShortcut::activated, this, &MarketPages::leaveAsked);
}

void MarketPages::connectPages()
{
    connect(m_marketPage, &MarketPage::useAsked, this, &MarketPages::useMachine);
    connect(m_marketPage, &MarketPage::trustAsked, this, &MarketPages::trustAsked);
    connect(m_marketPage, &MarketPage::refreshAsked, this, [this] {
        if (m_market)
            m_market->refresh();
    });
    connect(m_sharingPage, &SharingPage::walletAsked, this, &MarketPages::walletAsked);
}

/// Each of the pages asks for the address of a relay.
void MarketPages::offerRelays()
{
    for (RelaySetup*& setup : m_relaySetups) {
        setup = new RelaySetup(m_settings);
        connect(setup, &RelaySetup::restartAsked, this, &MarketPages::restartAsked);
    }
    m_relaySetups[0]->centre();
    m_marketPage->setRelaySetup(m_relaySetups[0]);
    m_sharingPage->setRelaySetup(m_relaySetups[1]);
    m_noWallet = new NoWalletPage(m_relaySetups[2], &m_stack);
    addPage(m_noWallet);
}

void MarketPages::useWallet(WalletController& wallet) { m_sharingPage->useWallet(wallet); }

void MarketPages::setWorkflow(WorkflowPage* page)
{
    m_workflow = page;
    m_marketPage->setWish(wishOf(page));
}

void MarketPages::refresh()
{
    std::set<std::string> trusted;
    for (const QString& id : m_settings.value(QStringLiteral("run/trusted")).toStringList())
        trusted.insert(id.toStdString());
    const bool isOnline = m_market && m_market->isOnline();
    const QString relay = m_market ? m_market->relayName() : QString();
    m_marketPage->setRelay({m_market != nullptr, isOnline, relay});
    m_marketPage->setMachines(m_runs.engines(), m_market ? m_market->listed() : std::vector<ListedMachine> {}, trusted);
    m_sharingPage->setRelay(isOnline, relay);
    const auto here = std::ranges::find(m_runs.engines(), kHere, &EngineInfo::id);
    if (here != m_runs.engines().end())
        m_sharingPage->setHere(QString::fromStdString(here->displayName), here->catalogue);
}

void MarketPages::useMachine(const QString& id)
{
    const std::optional<NodeWish> wish = wishOf(m_workflow);
    const auto machine = std::ranges::find(m_runs.engines(), id.toStdString(), &EngineInfo::id);
    if (!wish || machine == m_runs.engines().end())
        return;
    m_workflow->document().setPlace(m_workflow->view().canvas().selection(), machine->id);
    Q_EMIT leaveAsked();
    Q_EMIT placed(QString::fromStdString(machine->displayName));
}

void MarketPages::retranslate()
{
    m_marketPage->retranslate();
    m_marketPage->setWish(wishOf(m_workflow));
    m_sharingPage->retranslate();
    if (m_noWallet)
        m_noWallet->retranslate();
    for (RelaySetup* setup : m_relaySetups) {
        if (setup)
            setup->retranslate();
    }
}

} // namespace weft
