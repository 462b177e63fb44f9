// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
// The user's other servers, and the front door for programs.
#include "app/frontdoor/service/DoorSwitch.h"
#include "app/language/ErrorText.h"
#include "app/preferences/DoorCard.h"
#include "app/preferences/SettingsPage.h"
#include "app/servers/OwnServers.h"
#include "app/sharing/page/SharingPage.h"
#include "app/shell/MainWindow.h"
#include "app/shell/MarketPages.h"
#include "app/shell/QueuePanel.h"

#include <QDesktopServices>

namespace weft {

void MainWindow::useServers(OwnServers& servers)
{
    m_servers = &servers;
    m_settingsPage->useServers(servers);
    m_marketPages->sharing().useServers(servers);
    connect(&m_marketPages->sharing(), &SharingPage::serversAsked, this, &MainWindow::showSettings);
    connect(&servers, &OwnServers::removed, this, &MainWindow::withdraw);
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
    connect(m_queuePanel, &QueuePanel::programStopAsked, this, &MainWindow::stopPrograms);
    showPrograms();
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
