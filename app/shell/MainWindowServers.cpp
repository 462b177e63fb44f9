// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
// The user's other servers, and the front door for programs.
#include "app/frontdoor/service/DoorSwitch.h"
#include "app/language/ErrorText.h"
#include "app/preferences/DoorCard.h"
#include "app/preferences/ServersCard.h"
#include "app/preferences/SettingsPage.h"
#include "app/servers/OwnServers.h"
#include "app/servers/ServerText.h"
#include "app/sharing/page/SharingPage.h"
#include "app/shell/MainWindow.h"
#include "app/shell/MarketPages.h"
#include "app/shell/QueuePanel.h"
#include "core/http/WebAddress.h"

#include <QDesktopServices>
#include <QMessageBox>
#include <QPushButton>

#include <algorithm>

namespace weft {

void MainWindow::useServers(OwnServers& servers)
{
    m_servers = &servers;
    m_settingsPage->useServers(servers);
    m_settingsPage->servers().askBeforeRemoval([this](const ServerEntry& server) { return mayRemove(server); });
    m_marketPages->sharing().useServers(servers);
    connect(&m_marketPages->sharing(), &SharingPage::serversAsked, this, &MainWindow::showServerSettings);
    connect(&servers, &OwnServers::removed, this, &MainWindow::withdraw);
}

void MainWindow::showServerSettings()
{
    showSettings();
    m_settingsPage->goToServers();
}

void MainWindow::showDoorSettings()
{
    showSettings();
    m_settingsPage->goToDoor();
}

/// Asks where more is lost than an address.
bool MainWindow::mayRemove(const ServerEntry& server)
{
    const SharingModel* const sharing = m_market ? m_market->sharing() : nullptr;
    const ServerOffers offers = sharing ? sharing->servers() : ServerOffers {};
    const QString name = ServerText::name(server);
    QString question;
    if (offers.comfy.server == server.address && !offers.comfy.classes.empty())
        question = tr("Remove %1? The %2 nodes of it that guests are offered, and their prices, are forgotten, too.").arg(name).arg(offers.comfy.classes.size());
    else if (offers.language.server == server.address && !offers.language.models.empty())
        question = tr("Remove %1? The %2 models of it that guests are offered, and their price, are forgotten, too.").arg(name).arg(offers.language.models.size());
    else if (!server.key.empty())
        question = tr("Remove %1? Its key is forgotten, too.").arg(name);
    else
        return true;
    QMessageBox box(QMessageBox::Question, tr("Remove the server?"), question, QMessageBox::NoButton, this);
    const QPushButton* const remove = box.addButton(tr("Remove"), QMessageBox::AcceptRole);
    QPushButton* const keep = box.addButton(tr("Keep"), QMessageBox::RejectRole);
    box.setDefaultButton(keep);
    box.setEscapeButton(keep);
    box.exec();
    return box.clickedButton() == remove;
}

/// A server that the user has removed is no longer offered to guests.
void MainWindow::withdraw(const QUrl& server)
{
    SharingModel* const sharing = m_market ? m_market->sharing() : nullptr;
    if (!sharing)
        return;
    ServerOffers offers = sharing->servers();
    if (offers.comfy.server == server)
        offers.comfy = {};
    if (offers.language.server == server)
        offers.language = {};
    if (const Done kept = sharing->setServers(offers); !kept)
        notice(sentenceFor(kept.error()));
}

void MainWindow::useDoor(DoorSwitch& door)
{
    m_door = &door;
    door.setOptions([this] { return options(); });
    m_settingsPage->useDoor(door);
    connect(&m_settingsPage->door(), &DoorCard::openAsked, this, [](const QUrl& page) { QDesktopServices::openUrl(page); });
    connect(&door, &DoorSwitch::changed, this, &MainWindow::showPrograms);
    if (m_servers)
        connect(m_servers, &OwnServers::changed, this, &MainWindow::avoidTakenPort);
    connect(m_queuePanel, &QueuePanel::programStopAsked, this, &MainWindow::stopPrograms);
    showPrograms();
}

/// Where a ComfyUI of the user's has its usual port on this computer, the front door's is another.
void MainWindow::avoidTakenPort()
{
    const auto isUsual = [](const ServerEntry& entry) {
        return entry.address.port(80) == DoorSwitch::kUsualPort && http::isOnThisComputer(entry.address);
    };
    const std::vector<ServerEntry> found = m_servers->found();
    m_door->setUsualTaken(std::ranges::any_of(found, isUsual) || std::ranges::any_of(m_servers->servers(), isUsual, &ServerStatus::entry));
}

void MainWindow::showPrograms()
{
    m_queuePanel->setPrograms(m_door->running(), m_door->waiting());
    setDoorAddress(QUrl(m_door->address()), m_door->isForNetwork()); // whoever publishes an API is told how it is called
}

void MainWindow::stopPrograms()
{
    if (m_door)
        m_door->stopRunning();
}

/// Before the window closes: no prompt may start where another one was stopped.
void MainWindow::endPrograms()
{
    if (m_door)
        m_door->end();
}

/// A program's prompt ended: what it was paid with is another sum now.
void MainWindow::endProgramRun()
{
    if (m_market)
        m_market->refresh();
    m_replan.start();
}

} // namespace weft
