// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/account/AccountController.h"
#include "app/account/AccountLink.h"
#include "app/shell/MainWindow.h"
#include "app/shell/RelayMarket.h"
#include "app/wallet/RunTitles.h"
#include "app/wallet/WalletController.h"
#include "core/security/Random.h"

#include <QApplication>
#include <QTemporaryDir>

namespace weft::test {

/// Where the browser would come up.
class CaughtPages : public PageOpener {
public:
    bool open(const QUrl& page) override
    {
        pages << page;
        return true;
    }
    QList<QUrl> pages;
};

/// A person at a computer: the desktop app's window with everything that runWindow() gives it, but no browser of the system.
struct Person {
    Person(const QUrl& relay, QString homeFolder, bool hasModels)
        : home(std::move(homeFolder))
        , settings(home + QStringLiteral("/settings.ini"), QSettings::IniFormat)
        , runs(foldersAt(home, hasModels))
        , market(std::move(RelayMarket::open(runs, relay, home, {}, settings).value()))
        , wallet(market->connection(), browser, systemRandom())
        , link(market->connection(), market->relayName())
        , account(&link, QStringLiteral("this computer"))
        , window(runs, market.get(), language, settings)
    {
        window.useWallet(wallet, titles);
        window.useBlind(market->blindCredits());
        window.useAccount(account);
        window.resize(1440, 900);
        window.show();
        runs.start();
    }

    static RunFolders foldersAt(const QString& home, bool hasModels)
    {
        RunFolders folders;
        folders.input = QStringLiteral(WEFT_SOURCE_DIR "/resources/photos");
        folders.output = home + QStringLiteral("/pictures");
        folders.cache = home + QStringLiteral("/cache");
        folders.models << (hasModels ? QStringLiteral(WEFT_SOURCE_DIR "/resources/models") : home + QStringLiteral("/models"));
        folders.worker = QStringLiteral(WEFT_BINARY_DIR "/bin/weft-worker");
        return folders;
    }

    QString home;
    QSettings settings;
    RunTitles titles {RunTitles::fileIn(home)};
    LanguageSwitch language {*qApp};
    RunController runs;
    std::unique_ptr<RelayMarket> market;
    CaughtPages browser;
    WalletController wallet;
    RelayAccountLink link;
    AccountController account;
    MainWindow window;
};

} // namespace weft::test
