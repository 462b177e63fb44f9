// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/shell/MainWindow.h"
#include "app/wallet/RunTitles.h"
#include "app/wallet/WalletController.h"
#include "tests/app/market/MarketFixture.h"
#include "tests/app/sharing/page/FakeSharing.h"
#include "tests/app/wallet/FakeBlindCredits.h"
#include "tests/app/wallet/ScriptedRelay.h"

#include <QApplication>
#include <QTest>

namespace weft::test {

/// A relay that is there, with machines that nobody asks for.
class FixedMarket : public MarketModel {
public:
    bool isOnline() const override { return true; }
    QString relayName() const override { return QStringLiteral("relay.example"); }
    std::optional<Money> balance() const override { return amount; }
    std::optional<bool> isSharing() const override { return true; }
    QString sharingDetail() const override { return QStringLiteral("+41.3"); }
    void toggleSharing() override { }
    void refresh() override { }
    std::vector<ListedMachine> listed() const override { return threeListed(); }
    SharingModel* sharing() override { return &fake; }
    FakeSharing fake;
    Money amount = credits(120);
};

/// A window with a wallet at a scripted relay.
struct WalletFixture {
    QTemporaryDir folder;
    QSettings settings {folder.filePath(QStringLiteral("settings.ini")), QSettings::IniFormat};
    LanguageSwitch language {*qApp};
    RunController runs {RunFolders {folder.path(), folder.path(), {}, folder.path(), QStringLiteral("no-such-worker")}};
    ScriptedRelay relay;
    NotedPages browser;
    RelayConnection connection {settingsFor(relay, folder), DeviceKey::generate(systemRandom())};
    WalletController wallet {connection, browser, systemRandom()};
    FixedMarket market;
    RunTitles titles {RunTitles::fileIn(folder.path())};
    FakeBlindCredits blind;
    MainWindow window {runs, &market, language, settings};

    WalletFixture()
    {
        window.useWallet(wallet, titles);
        window.useBlind(blind);
        window.show();
        (void)QTest::qWaitForWindowExposed(&window);
        window.activateWindow();
        connection.open();
        (void)QTest::qWaitFor([this] { return wallet.model().wallet().has_value(); });
    }
};

/// What a wallet looks like that has been used.
inline void fill(ScriptedRelay& relay)
{
    relay.balance = {0, microCredits(1'842'316'400), credits(5), credits(2410)};
    relay.wallet.testMode = true;
    relay.wallet.matured = credits(1560);
    relay.wallet.maturing = credits(730);
    relay.wallet.nextMatures = credits(212);
    relay.wallet.nextMaturesUnixMillis = 1'796'100'000'000;
    relay.wallet.reserve = credits(120);
    relay.wallet.cardBrand = "visa";
    relay.wallet.cardLast4 = "4242";
    relay.wallet.autoTopUp = true;
    relay.wallet.autoBelow = credits(200);
    relay.wallet.autoAmount = credits(1000);
    relay.wallet.autoMonthlyLimit = credits(5000);
    relay.wallet.autoThisMonth = credits(1000);
    const std::array kinds {StatementKind::Run, StatementKind::Run, StatementKind::Earning, StatementKind::Run, StatementKind::TopUp,
        StatementKind::Earning, StatementKind::Payout, StatementKind::Run, StatementKind::Run, StatementKind::Trial};
    const std::array<std::int64_t, 10> amounts {-3'214'500, -1'080'000, 41'250'000, -2'950'120, 1'000'000'000, 18'400'000, -1'500'000'000,
        -640'000, -4'102'000, 250'000'000};
    for (std::size_t i = 0; i < kinds.size(); ++i) {
        StatementListed line;
        line.transfer = numberedId<TransferId>(std::uint8_t(i + 1));
        line.createdUnixMillis = 1'795'770'000'000 - std::int64_t(i) * 11'700'000;
        line.kind = int(kinds[i]);
        line.ofEarnings = kinds[i] == StatementKind::Earning || kinds[i] == StatementKind::Payout;
        line.amount = microCredits(amounts[i]);
        if (kinds[i] == StatementKind::Run)
            line.job = numberedId<JobId>(std::uint8_t(0xa1 + i));
        relay.lines.push_back(line);
    }
    for (int i = 0; i < 3; ++i) {
        TopUpState topUp;
        topUp.topUp = numberedId<TransferId>(std::uint8_t(40 + i));
        topUp.stage = int(i == 2 ? TopUpStage::Failed : TopUpStage::Paid);
        topUp.amount = credits(i == 1 ? 2500 : 1000);
        topUp.refundable = credits(i == 0 ? 840 : 0);
        topUp.createdUnixMillis = 1'795'723'200'000 - i * 400'000'000LL;
        topUp.refundableUntilUnixMillis = topUp.createdUnixMillis + 1'209'600'000;
        topUp.automatic = i == 0;
        topUp.method = i == 1 ? "alipay" : "card";
        topUp.receiptUrl = i == 2 ? "" : "https://pay.example/receipt";
        topUp.problem = i == 2 ? "Your card was declined." : "";
        relay.topUps.push_back(topUp);
    }
    PayoutState payout;
    payout.payout = numberedId<TransferId>(60);
    payout.stage = int(PayoutStage::OnItsWay);
    payout.amount = credits(1500);
    payout.createdUnixMillis = 1'795'700'000'000;
    relay.payouts = {payout};
}

} // namespace weft::test
