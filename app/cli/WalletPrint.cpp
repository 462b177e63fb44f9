// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
// What `weft wallet` says of a wallet, and its program.
#include "app/account/DeviceIdentity.h"
#include "app/cli/Cli.h"
#include "app/cli/RelayProgram.h"
#include "app/cli/WalletCommand.h"
#include "app/wallet/StatementExport.h"
#include "app/wallet/WalletText.h"

#include <QCoreApplication>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTimer>

namespace weft {

namespace {

QString decimal(Money amount)
{
    return QString::fromStdString(toCreditString(amount));
}

QString hexOf(const TransferId& id)
{
    return QString::fromStdString(id.hex());
}

QJsonObject jsonOf(const TopUp& topUp)
{
    return {{QStringLiteral("id"), hexOf(topUp.topUp)}, {QStringLiteral("stage"), topUp.stage},
        {QStringLiteral("credits"), decimal(topUp.amount)}, {QStringLiteral("refunded"), decimal(topUp.refunded)},
        {QStringLiteral("refundable"), decimal(topUp.refundable)}, {QStringLiteral("automatic"), topUp.automatic},
        {QStringLiteral("method"), QString::fromStdString(topUp.method)},
        {QStringLiteral("receipt"), QString::fromStdString(topUp.receiptUrl)}};
}

QJsonObject jsonOf(const Payout& payout)
{
    return {{QStringLiteral("id"), hexOf(payout.payout)}, {QStringLiteral("stage"), payout.stage},
        {QStringLiteral("credits"), decimal(payout.amount)}};
}

template <typename T> QJsonArray jsonList(const std::vector<T>& list)
{
    QJsonArray array;
    for (const T& one : list)
        array.append(jsonOf(one));
    return array;
}

} // namespace

void WalletCommand::printJson(
    const WalletState& wallet, const std::vector<TopUp>& topUps, const std::vector<Payout>& payouts)
{
    const QJsonObject all{{QStringLiteral("available"), decimal(m_balance.available)},
        {QStringLiteral("held"), decimal(m_balance.held)}, {QStringLiteral("earned"), decimal(m_balance.earned)},
        {QStringLiteral("payments"), wallet.payments}, {QStringLiteral("testMode"), wallet.testMode},
        {QStringLiteral("frozen"), wallet.frozen}, {QStringLiteral("matured"), decimal(wallet.matured)},
        {QStringLiteral("maturing"), decimal(wallet.maturing)}, {QStringLiteral("reserve"), decimal(wallet.reserve)},
        {QStringLiteral("topUps"), jsonList(topUps)}, {QStringLiteral("payouts"), jsonList(payouts)}};
    m_out(QString::fromUtf8(QJsonDocument(all).toJson()).trimmed());
}

void WalletCommand::print(
    const WalletState& wallet, const std::vector<TopUp>& topUps, const std::vector<Payout>& payouts)
{
    m_out(QCoreApplication::translate("Cli", "%1 credits (%2), %3 held for runs")
              .arg(exactCredits(m_balance.available), dollarsText(m_balance.available), exactCredits(m_balance.held)));
    if (wallet.testMode)
        m_out(QCoreApplication::translate("Cli", "This relay is in test mode: no real money moves."));
    if (wallet.frozen)
        m_out(walletSentence(Error{ErrorCode::AccountFrozen}));
    if (!wallet.payments)
        return m_out(walletSentence(Error{ErrorCode::PaymentsOff}));
    printEarnings(wallet);
    printCard(wallet);
    for (const TopUp& topUp : topUps) {
        const QString refundable = topUp.refundable.micro > 0
            ? QCoreApplication::translate("Cli", " %1 can go back until %2.")
                  .arg(exactCredits(topUp.refundable), momentText(topUp.refundableUntilUnixMillis))
            : QString();
        m_out(QCoreApplication::translate("Cli", "top up %1  %2  %3 credits: %4")
                  .arg(hexOf(topUp.topUp), momentText(topUp.createdUnixMillis), exactCredits(topUp.amount),
                      topUpSentence(topUp) + refundable));
    }
    for (const Payout& payout : payouts)
        m_out(QCoreApplication::translate("Cli", "payout %1  %2  %3 credits: %4")
                  .arg(hexOf(payout.payout), momentText(payout.createdUnixMillis), exactCredits(payout.amount),
                      payoutSentence(payout)));
}

void WalletCommand::printEarnings(const WalletState& wallet)
{
    QString text = QCoreApplication::translate("Cli", "Earnings: %1 can be paid out, %2 mature later, %3 in reserve")
                       .arg(exactCredits(wallet.matured), exactCredits(wallet.maturing), exactCredits(wallet.reserve));
    if (wallet.nextMaturesUnixMillis > 0)
        text += QCoreApplication::translate("Cli", "; %1 on %2")
                    .arg(exactCredits(wallet.nextMatures), momentText(wallet.nextMaturesUnixMillis));
    m_out(text);
}

void WalletCommand::printCard(const WalletState& wallet)
{
    if (wallet.cardLast4.empty())
        m_out(QCoreApplication::translate("Cli", "No card is saved."));
    else
        m_out(QCoreApplication::translate("Cli", "Card: %1 ending in %2")
                  .arg(QString::fromStdString(wallet.cardBrand), QString::fromStdString(wallet.cardLast4)));
    if (wallet.autoTopUp)
        m_out(QCoreApplication::translate(
            "Cli", "Automatic top up: below %1 credits %2 are added, at most %3 a month (%4 so far)")
                  .arg(exactCredits(wallet.autoBelow), exactCredits(wallet.autoAmount),
                      exactCredits(wallet.autoMonthlyLimit), exactCredits(wallet.autoThisMonth)));
    if (!wallet.autoProblem.empty())
        m_out(QCoreApplication::translate("Cli", "The last automatic top up didn't come: %1")
                  .arg(problemText(wallet.autoProblem)));
}

int runWallet(const QStringList& arguments)
{
    auto parsed = parseWalletArguments(arguments);
    if (const auto* usage = std::get_if<Usage>(&parsed))
        return showUsage(*usage);
    const WalletArguments& wanted = std::get<WalletArguments>(parsed);
    const auto identity = DeviceIdentity::open(wanted.home, systemRandom());
    if (!identity) {
        printError(walletSentence(identity.error()));
        return 1;
    }
    RelayConnection connection(relaySettingsAt(wanted.relay, wanted.home), identity->key());
    DesktopPageOpener opener;
    WalletCommand command(wanted, connection, opener, printLine, printError);
    watchInterrupts();
    QTimer watch;
    QObject::connect(&watch, &QTimer::timeout, &command, [&command] {
        if (wasInterrupted())
            command.interrupt();
    });
    watch.start(50);
    return runToEnd([&command] { return command.run(); });
}

} // namespace weft
