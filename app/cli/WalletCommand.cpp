// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/WalletCommand.h"

#include "app/account/DeviceIdentity.h"
#include "app/cli/Cli.h"
#include "app/cli/RelayProgram.h"
#include "app/wallet/RunTitles.h"
#include "app/wallet/WalletText.h"
#include "core/security/Random.h"

#include <QCoreApplication>
#include <QTimer>

#include <set>

namespace weft {

using namespace protocol::relay;

namespace {

constexpr std::int64_t kPageLines = 1000;
constexpr int kTries = 3; // of something whose answer gets lost

} // namespace

WalletCommand::WalletCommand(
    WalletArguments arguments, RelayConnection& connection, PageOpener& opener, Print out, Print err)
    : m_arguments(std::move(arguments))
    , m_connection(connection)
    , m_opener(opener)
    , m_out(std::move(out))
    , m_err(std::move(err))
{
    connect(&connection, &RelayConnection::pushed, this, [this](const ToMachine& message) {
        if (const auto* topUp = std::get_if<TopUp>(&message))
            note(*topUp);
        else if (const auto* balance = std::get_if<Balance>(&message))
            m_balance = *balance;
    });
    connect(&connection, &RelayConnection::online, this, [this] {
        const Welcome& welcome = m_connection.welcome();
        m_balance = {0, welcome.available, welcome.held, welcome.earned};
        askAgain();
    });
}

void WalletCommand::note(const TopUp& topUp)
{
    if (!m_followed.isNull() && topUp.topUp == m_followed && topUp.stage != int(TopUpStage::Open))
        m_payment.set(topUp);
}

/// What was pushed while the connection was lost.
void WalletCommand::askAgain()
{
    if (m_followed.isNull())
        return;
    QPointer<WalletCommand> self(this);
    m_connection.askList<TopUp>(ListTopUps{}, [self](const Result<std::vector<TopUp>>& topUps) {
        for (const TopUp& topUp : topUps.valueOr({}))
            if (self)
                self->note(topUp);
    });
}

void WalletCommand::interrupt()
{
    m_payment.set(Error{ErrorCode::Cancelled});
}

QCoro::Task<int> WalletCommand::run()
{
    return reachAndAct(
        m_connection, [this] { return act(); }, [this](const Error& error) { m_err(walletSentence(error)); });
}

QCoro::Task<Done> WalletCommand::act()
{
    using Action = WalletArguments::Action;
    const WalletArguments& a = m_arguments;
    switch (a.action) {
    case Action::Show:
    case Action::Card:
    case Action::AutoTopUp:
        return show();
    case Action::TopUp:
        return topUp();
    case Action::History:
        return history();
    case Action::Refund:
        return simple(RefundTopUp{0, a.topUp}, QCoreApplication::translate("Cli", "What is unspent of it goes back."));
    case Action::SaveCard:
        return page(SaveCard{});
    case Action::ForgetCard:
        return simple(ForgetCard{}, QCoreApplication::translate("Cli", "The card is forgotten."));
    case Action::AutoTopUpOff:
        return simple(SetAutoTopUp{}, QCoreApplication::translate("Cli", "Nothing is topped up by itself any more."));
    case Action::SetAutoTopUp:
        return simple(SetAutoTopUp{0, true, a.below, a.amount, a.monthlyLimit},
            QCoreApplication::translate("Cli", "Automatic top up is on."));
    case Action::Onboard:
        return page(StartOnboarding{0, a.code.toStdString()});
    case Action::Payout:
        return simple(RequestPayout{0, randomId<TransferId>(systemRandom()), a.amount},
            QCoreApplication::translate("Cli", "The payout is on its way; weft wallet show tells how it goes."));
    case Action::ToCredits:
        break;
    }
    return simple(EarningsToCredits{0, randomId<TransferId>(systemRandom()), a.amount},
        QCoreApplication::translate("Cli", "The earnings are credits now."));
}

template <typename Request> QCoro::Task<Done> WalletCommand::simple(Request request, QString done)
{
    for (int tries = 0; tries < kTries; ++tries) {
        auto asking = m_connection.ask(request); // under the same id of its own: done once at most
        const Result<ToMachine> answer = co_await asking;
        if (answer) {
            m_out(done);
            co_return Done{};
        }
        const ErrorCode code = answer.error().code;
        if (code != ErrorCode::RelayUnreachable && code != ErrorCode::TimedOut)
            co_return answer.error();
        auto connecting = m_connection.waitOnline(kReachWithin);
        const Done online = co_await connecting;
        if (!online)
            break;
    }
    co_return Error{ErrorCode::RelayUnreachable, "no answer"}.with("unknown", "outcome");
}

template <typename Request> QCoro::Task<Done> WalletCommand::page(Request request)
{
    auto wallet = askWallet();
    const Result<WalletState> state = co_await wallet;
    if (!state)
        co_return state.error();
    auto asking = m_connection.ask(std::move(request));
    const Result<ToMachine> answer = co_await asking;
    if (!answer)
        co_return answer.error();
    co_return openPage(*answer);
}

QCoro::Task<Result<WalletState>> WalletCommand::askWallet()
{
    auto asking = m_connection.ask(AskWallet{});
    const Result<ToMachine> answer = co_await asking;
    if (!answer)
        co_return answer.error();
    const auto* wallet = std::get_if<WalletState>(&*answer);
    if (!wallet)
        co_return Error{ErrorCode::ProtocolViolation, "not a wallet"};
    m_isTestMode = wallet->testMode;
    co_return *wallet;
}

Done WalletCommand::openPage(const ToMachine& answer)
{
    const auto* page = std::get_if<OpenInBrowser>(&answer);
    const QUrl url(page ? QString::fromStdString(page->url) : QString(), QUrl::StrictMode);
    if (!page || !isSafePage(url, m_isTestMode))
        return Error{ErrorCode::PageUnsafe, "the relay's page may not be opened"}.with(
            "url", url.toString(QUrl::RemoveUserInfo).toStdString());
    m_out(url.toString(QUrl::FullyEncoded));
    if (m_arguments.opensBrowser && !m_opener.open(url))
        m_err(QCoreApplication::translate("Cli", "No browser came up. Open the address yourself."));
    return {};
}

QCoro::Task<Done> WalletCommand::topUp()
{
    const TransferId id = randomId<TransferId>(systemRandom());
    auto opening = page(StartTopUp{0, id, m_arguments.amount, m_arguments.savesCard});
    const Done opened = co_await opening;
    if (!opened)
        co_return opened.error();
    m_err(QCoreApplication::translate("Cli", "Waiting for the payment; Ctrl+C ends waiting, the page stays valid."));
    auto following = followTopUp(id);
    co_return co_await following;
}

QCoro::Task<Done> WalletCommand::followTopUp(TransferId id)
{
    m_followed = id;
    askAgain(); // it may have been paid before anybody looked
    auto waiting = m_payment.wait();
    const Result<TopUp> paid = co_await waiting;
    if (!paid) {
        m_err(QCoreApplication::translate("Cli", "If you still pay there, the credits come by themselves."));
        co_return Done{};
    }
    const bool isGood = paid->stage == int(TopUpStage::Paid) || paid->stage == int(TopUpStage::Pending);
    if (paid->stage == int(TopUpStage::Paid))
        m_out(QCoreApplication::translate("Cli", "+%1 credits").arg(exactCredits(paid->amount)));
    else
        (isGood ? m_out : m_err)(topUpSentence(*paid));
    co_return isGood ? Done{} : Done{Error{ErrorCode::PaymentFailed}.with("reason", paid->problem)};
}

QCoro::Task<Result<std::vector<WalletLine>>> WalletCommand::allLines()
{
    std::vector<WalletLine> all;
    std::set<std::pair<TransferId, bool>> known;
    qint64 before = 0;
    for (bool isMore = true; isMore;) {
        const AskStatement request{0, m_arguments.sinceUnixMillis, before, kPageLines};
        auto asking = m_connection.askList<WalletLine>(request);
        const Result<std::vector<WalletLine>> page = co_await asking;
        if (!page)
            co_return page.error();
        isMore = false;
        for (const WalletLine& line : *page) {
            if (!known.insert({line.transfer, line.ofEarnings}).second)
                continue;
            all.push_back(line);
            isMore = page->size() >= std::size_t(kPageLines);
        }
        before = page->empty() ? 0 : page->back().createdUnixMillis + 1; // others of that millisecond come next
    }
    co_return all;
}

QCoro::Task<Done> WalletCommand::history()
{
    auto asking = allLines();
    const Result<std::vector<WalletLine>> lines = co_await asking;
    if (!lines)
        co_return lines.error();
    if (m_arguments.asJson || m_arguments.asCsv) {
        const RunTitles titles(RunTitles::fileIn(m_arguments.home));
        const QByteArray text =
            m_arguments.asJson ? statementJson(*lines, titles.names()) : statementCsv(*lines, titles.names());
        m_out(QString::fromUtf8(text).trimmed());
        co_return Done{};
    }
    for (const WalletLine& line : *lines) {
        const QString sign = line.amount.isNegative() ? QString() : QStringLiteral("+");
        const QString where = line.ofEarnings ? QCoreApplication::translate("Cli", " (earnings)") : QString();
        m_out(QStringLiteral("%1  %2  %3%4")
                  .arg(momentText(line.createdUnixMillis))
                  .arg(sign + exactCredits(line.amount), 16)
                  .arg(lineKindText(line), where));
    }
    if (lines->empty())
        m_out(QCoreApplication::translate("Cli", "Nothing has happened yet."));
    co_return Done{};
}

QCoro::Task<Done> WalletCommand::show()
{
    auto asking = askWallet();
    const Result<WalletState> wallet = co_await asking;
    if (!wallet)
        co_return wallet.error();
    if (m_arguments.action != WalletArguments::Action::Show) {
        printCard(*wallet);
        co_return Done{};
    }
    std::vector<TopUp> topUps;
    std::vector<Payout> payouts;
    if (wallet->payments) {
        auto listing = m_connection.askList<TopUp>(ListTopUps{});
        const Result<std::vector<TopUp>> listed = co_await listing;
        auto paying = m_connection.askList<Payout>(ListPayouts{});
        const Result<std::vector<Payout>> paid = co_await paying;
        topUps = listed.valueOr({});
        payouts = paid.valueOr({});
    }
    if (m_arguments.asJson)
        printJson(*wallet, topUps, payouts);
    else
        print(*wallet, topUps, payouts);
    co_return Done{};
}

} // namespace weft
