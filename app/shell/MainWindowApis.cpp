// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Workflows and nodes as APIs: published, listed, withdrawn.
#include "app/apis/AddApis.h"
#include "app/apis/ApiCost.h"
#include "app/apis/ApiShelf.h"
#include "app/apis/page/ApisDialog.h"
#include "app/apis/page/FindDoor.h"
#include "app/apis/page/PublishDialog.h"
#include "app/editor/model/NodeNames.h"
#include "app/form/AppView.h"
#include "app/language/ErrorText.h"
#include "app/sharing/page/SharingPage.h"
#include "app/shell/CommandList.h"
#include "app/shell/MainWindow.h"
#include "app/shell/MarketPages.h"
#include "app/shell/WorkflowPage.h"
#include "app/wallet/WalletController.h"

namespace weft {

namespace {

const QUrl kUsualDoor(QStringLiteral("http://127.0.0.1:8188"));

} // namespace

void MainWindow::addApiCommands()
{
    m_commands->add({"api.publish", QT_TRANSLATE_NOOP("Commands", "Publish this workflow as API…"), {}, [this] { publishAsApi(); }});
    m_commands->add({"api.list", QT_TRANSLATE_NOOP("Commands", "Published APIs…"), {}, [this] { showApis(); }});
}

void MainWindow::useApis(ApiShelf& shelf, const std::string& owner)
{
    m_apis = &shelf;
    m_apiOwner = owner;
    m_marketPages->sharing().useApis(shelf);
    connect(&m_marketPages->sharing(), &SharingPage::apisAsked, this, &MainWindow::showApis);
    connect(&m_runs, &RunController::ready, this, &MainWindow::addOwnApiNodes);
    connect(&shelf, &ApiShelf::changed, this, [this] {
        addOwnApiNodes();
        if (SharingModel* sharing = m_market ? m_market->sharing() : nullptr)
            sharing->offerAgain();
    });
}

/// They are nodes of the user's own, too: to try, and to build with.
void MainWindow::addOwnApiNodes()
{
    if (m_apis && !m_runs.engines().empty())
        addOwnApis(&m_runs, m_apis->home(), m_apiOwner);
}

void MainWindow::setDoorAddress(const QUrl& address, bool wantsToken)
{
    m_doorAddress = address;
    m_doorWantsToken = wantsToken;
}

void MainWindow::connectApis(WorkflowPage& made)
{
    connect(&made.view(), &CanvasView::publishAsked, this, [this](const QStringList& nodes) {
        std::set<NodeId> part;
        for (const QString& id : nodes)
            part.insert(id.toStdString());
        publishAsApi(part);
    });
    connect(&made, &WorkflowPage::formMade, this, [this](AppView* form) { connect(form, &AppView::publishAsked, this, [this] { publishAsApi(); }); });
}

/// What is about to be published, in words.
QString MainWindow::partText(const std::set<NodeId>& part) const
{
    const QString workflow = page()->plainTitle();
    if (part.empty())
        return tr("The workflow “%1”").arg(workflow);
    if (part.size() > 1)
        return tr("%1 nodes of “%2”").arg(part.size()).arg(workflow);
    const Node* node = page()->document().nodeInRun(*part.begin());
    return node ? tr("“%1”, one node,").arg(titleOf(*node, page()->document().typeOf(*node))) : tr("One node");
}

/// What an API of it may be called: the workflow's title, or that of a node alone. Empty: it has none.
QString MainWindow::partTitle(const std::set<NodeId>& part) const
{
    const Node* node = part.size() == 1 ? page()->document().nodeInRun(*part.begin()) : nullptr;
    if (node)
        return titleOf(*node, page()->document().typeOf(*node));
    return page()->isNamed() ? page()->plainTitle() : QString();
}

template <typename Dialog>
void MainWindow::openApiDialog(Dialog* dialog)
{
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    if (!m_doorAddress.isEmpty())
        dialog->setDoor(m_doorAddress, m_doorWantsToken);
    else
        findDoor(dialog, kUsualDoor, [dialog](bool wantsToken) { dialog->setDoor(kUsualDoor, wantsToken); });
    dialog->open();
}

void MainWindow::publishAsApi(const std::set<NodeId>& part)
{
    if (!m_apis || !page())
        return;
    leaveStart();
    auto draft = ApiDraft::of(page()->document().workflow(), m_runs.catalogue(), part);
    if (!draft) {
        const QString why = whyNotPublished(draft.error());
        return notice(tr("It can't be published as it is. %1").arg(why.isEmpty() ? sentenceFor(draft.error()) : why));
    }
    PublishSurroundings around;
    around.what = partText(part);
    around.title = partTitle(part);
    around.taken = m_apis->names();
    if (m_wallet && m_wallet->model().wallet())
        around.shareMillionths = m_wallet->model().wallet()->shareMillionths;
    around.cost = [this](const PublishedApi& api) { return apiCost(m_runs, api); };
    around.publish = [this](const PublishedApi& api) { return m_apis->publish(api); };
    auto* dialog = new PublishDialog(std::move(*draft), std::move(around), this);
    connect(dialog, &PublishDialog::published, this, [this](const QString& name) {
        const bool isShared = m_market && m_market->isSharing().value_or(false);
        const QString text = isShared ? tr("“%1” is published: others can call it now.").arg(name) : tr("“%1” is published. Others can call it while this computer is shared.").arg(name);
        offer(
            text, isShared ? tr("Published APIs…") : tr("Share my GPU"), [this, isShared] { isShared ? showApis() : showSharing(); }, true);
    });
    openApiDialog(dialog);
}

void MainWindow::showApis()
{
    if (!m_apis)
        return;
    auto* dialog = new ApisDialog(*m_apis, m_market && m_market->isSharing().value_or(false), this);
    connect(dialog, &ApisDialog::settingsAsked, this, &MainWindow::showDoorSettings);
    openApiDialog(dialog);
}

} // namespace weft
