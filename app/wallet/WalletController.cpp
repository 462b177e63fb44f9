// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/wallet/WalletController.h"

#include "app/wallet/WalletText.h"

#include <QDateTime>
#include <QPointer>

#include <algorithm>

namespace weft {

using namespace protocol::relay;

namespace {

constexpr std::chrono::milliseconds kFreshenAfter{200};
constexpr std::chrono::seconds kAskAgainAfter{2};
constexpr std::int64_t kLinesAtOnce = 1000;
constexpr std::size_t kMostLines = 50'000; // kept of a statement; older ones are exported by the command line

bool isUnknownOutcome(const Error& error)
{
    return error.code == ErrorCode::RelayUnreachable || error.code == ErrorCode::TimedOut;
}

/// By the controller itself, until it is answered.
bool isAskedAgain(WalletAction action)
{
    return action == WalletAction::Payout || action == WalletAction::ToCredits;
}

Error outOfRange(const WalletState& wallet)
{
    return {ErrorCode::TopUpOutOfRange, "not within the relay's bounds",
        {{"min", toCreditString(wallet.minTopUp)}, {"max", toCreditString(wallet.maxTopUp)}}};
}

} // namespace

WalletController::WalletController(
    RelayConnection& connection, PageOpener& opener, RandomSource random, QObject* parent)
    : QObject(parent)
    , m_connection(connection)
    , m_opener(opener)
    , m_random(std::move(random))
{
    m_freshen.setSingleShot(true);
    m_freshen.setInterval(kFreshenAfter);
    connect(&m_freshen, &QTimer::timeout, this, &WalletController::loadLists);
    m_askAgain.setSingleShot(true);
    m_askAgain.setInterval(kAskAgainAfter);
    connect(&m_askAgain, &QTimer::timeout, this, &WalletController::askUnanswered);
    connect(&connection, &RelayConnection::online, this, &WalletController::onOnline);
    connect(&connection, &RelayConnection::offline, this, &WalletController::onOffline);
    connect(&connection, &RelayConnection::pushed, this, &WalletController::onPushed);
    connect(&connection, &RelayConnection::holdAsked, this, &WalletController::jobAsked);
    if (connection.isOnline())
        onOnline();
}

/// Asks for something with one answer, and notes how that went.
template <typename Request>
void WalletController::ask(WalletAction action, Request request, std::function<void(const Answer&)> onAnswer)
{
    if (!m_connection.isOnline())
        return m_model.setDone(action, Error{ErrorCode::RelayUnreachable, "there is no connection to the relay"});
    m_model.setBusy(action);
    QPointer<WalletController> self(this);
    m_connection.ask(std::move(request), [self, action, era = m_era, onAnswer = std::move(onAnswer)](const Result<Answer>& answer) {
        if (!self || self->m_era != era)
            return;
        std::optional<Error> error = answer ? std::nullopt : std::optional(answer.error());
        if (error && isUnknownOutcome(*error) && isAskedAgain(action)) {
            error = error->with("again", "by itself");
            self->m_askAgain.start();
        }
        self->end(action, error);
        self->m_model.setDone(action, error);
        if (!answer)
            return;
        if (onAnswer)
            onAnswer(*answer);
        if (action != WalletAction::Load && !self->m_model.error(action))
            Q_EMIT self->succeeded(action);
    });
}

template <typename Listed, typename Request>
void WalletController::askList(Request request, void (WalletController::*take)(const Listed&))
{
    QPointer<WalletController> self(this);
    m_connection.askList<Listed>(std::move(request), [self, take, era = m_era](Result<std::vector<Listed>> list) {
        if (!self || self->m_era != era)
            return;
        if (!list)
            return self->m_model.setDone(WalletAction::Load, list.error());
        std::ranges::reverse(*list); // the oldest first, as they happened
        for (const Listed& one : *list)
            ((*self).*take)(one);
    });
}

void WalletController::onOnline()
{
    const Welcome& welcome = m_connection.welcome();
    useAccount(welcome.account);
    m_model.setBalance({0, welcome.available, welcome.held, welcome.earned}, QDateTime::currentMSecsSinceEpoch());
    m_model.setOnline(true);
    askUnanswered();
    refresh();
}

/// Nothing of the account before may be seen or done in this one: its payouts aren't this one's to ask for.
void WalletController::useAccount(const AccountId& account)
{
    if (account == m_account)
        return;
    const bool wasAnother = !std::exchange(m_account, account).isNull();
    if (!wasAnother)
        return;
    ++m_era;
    m_unanswered.clear();
    m_askAgain.stop();
    m_model.clear();
}

void WalletController::askUnanswered()
{
    m_askAgain.stop();
    if (!m_connection.isOnline())
        return;
    const auto payout = m_unanswered.find(WalletAction::Payout);
    if (payout != m_unanswered.end() && !m_model.isBusy(WalletAction::Payout))
        sendPayout(payout->second);
    const auto move = m_unanswered.find(WalletAction::ToCredits);
    if (move != m_unanswered.end() && !m_model.isBusy(WalletAction::ToCredits))
        sendToCredits(move->second);
}

void WalletController::onOffline()
{
    m_freshen.stop();
    m_askAgain.stop();
    m_model.setOnline(false);
}

void WalletController::watch()
{
    if (std::exchange(m_isWatched, true))
        return;
    if (m_model.wallet() && m_model.isOnline())
        loadLists();
}

void WalletController::refresh()
{
    ask(WalletAction::Load, AskWallet{}, [this](const Answer& answer) {
        if (const auto* wallet = std::get_if<WalletState>(&answer))
            m_model.setWallet(*wallet, QDateTime::currentMSecsSinceEpoch());
        loadLists();
    });
}

void WalletController::loadLists()
{
    const bool isAsked = m_isWatched || m_model.waiting().has_value();
    if (!isAsked || !m_model.wallet() || !m_model.isOnline())
        return;
    loadLines(m_model.lines().empty() ? 0 : m_model.lines().front().createdUnixMillis, 0);
    if (!m_model.wallet()->payments)
        return;
    askList<TopUp>(ListTopUps{}, &WalletController::takeTopUp);
    askList<Payout>(ListPayouts{}, &WalletController::takePayout);
}

/// Lines of one millisecond may stand on both sides of a page's end: the next page begins with that millisecond again.
void WalletController::loadLines(qint64 since, qint64 before)
{
    QPointer<WalletController> self(this);
    const AskStatement request{0, since, before, kLinesAtOnce};
    m_connection.askList<WalletLine>(request, [self, since, era = m_era](Result<std::vector<WalletLine>> lines) {
        if (!self || self->m_era != era)
            return;
        if (!lines)
            return self->m_model.setDone(WalletAction::Load, lines.error());
        const std::size_t known = self->m_model.lines().size();
        self->m_model.addLines(*lines);
        const bool isNews = self->m_model.lines().size() > known && self->m_model.lines().size() < kMostLines;
        if (isNews && lines->size() >= std::size_t(kLinesAtOnce))
            self->loadLines(since, lines->back().createdUnixMillis + 1);
    });
}

void WalletController::onPushed(const Answer& message)
{
    const qint64 now = QDateTime::currentMSecsSinceEpoch();
    if (const auto* state = std::get_if<AccountState>(&message)) {
        const int before = m_era;
        useAccount(state->account);
        if (before != m_era)
            refresh();
        return;
    }
    if (const auto* balance = std::get_if<Balance>(&message))
        m_model.setBalance(*balance, now);
    else if (const auto* wallet = std::get_if<WalletState>(&message))
        m_model.setWallet(*wallet, now);
    else if (const auto* topUp = std::get_if<TopUp>(&message))
        takeTopUp(*topUp);
    else if (const auto* payout = std::get_if<Payout>(&message))
        takePayout(*payout);
    else
        return;
    const bool isMoney = !std::holds_alternative<Balance>(message) || std::get<Balance>(message).id == 0;
    if (isMoney && !m_freshen.isActive())
        m_freshen.start();
}

void WalletController::takeTopUp(const TopUp& topUp)
{
    const bool isListed = topUp.id != 0;
    const std::optional<TopUp> before = m_model.setTopUp(topUp);
    const bool wasPaid = before && before->stage >= int(TopUpStage::Paid);
    const bool isWaited = m_model.waiting() && m_model.waiting()->topUp == topUp.topUp;
    if (isWaited && topUp.stage != int(TopUpStage::Open)) {
        m_model.setWaiting({});
        m_model.setEnded(topUp.topUp);
    }
    const bool isNews = isWaited || before || !isListed; // what a first list tells has been long ago
    if (topUp.stage == int(TopUpStage::Paid) && !wasPaid && isNews)
        Q_EMIT credited(topUp.amount.micro, topUp.automatic);
}

void WalletController::askPage(WalletAction action, const Answer& answer, std::optional<TopUpWait> wait)
{
    const auto* page = std::get_if<OpenInBrowser>(&answer);
    const QUrl url(page ? QString::fromStdString(page->url) : QString(), QUrl::StrictMode);
    if (!page || !isSafePage(url, m_model.isTestMode()))
        return m_model.setDone(action,
            Error{ErrorCode::PageUnsafe, "the relay's page may not be opened"}.with(
                "url", url.toString(QUrl::RemoveUserInfo).toStdString()));
    const bool isShown = m_opener.open(url);
    if (!wait && !isShown)
        return m_model.setDone(action, Error{ErrorCode::BrowserMissing, "no browser"}.with("url", page->url));
    if (!wait)
        return;
    wait->page = url;
    wait->isShown = isShown;
    m_model.setWaiting(std::move(wait));
}

WalletController::Unanswered WalletController::begin(WalletAction action, Money amount)
{
    const auto found = m_unanswered.find(action);
    if (found != m_unanswered.end() && found->second.amount == amount)
        return found->second;
    return m_unanswered[action] = {randomId<TransferId>(m_random), amount};
}

void WalletController::end(WalletAction action, const std::optional<Error>& error)
{
    if (!error || !isUnknownOutcome(*error))
        m_unanswered.erase(action);
}

void WalletController::topUp(Money amount, bool saveCard)
{
    const auto& wallet = m_model.wallet();
    if (m_model.isBusy(WalletAction::TopUp) || !wallet)
        return;
    if (!wallet->payments)
        return m_model.setDone(WalletAction::TopUp, Error{ErrorCode::PaymentsOff});
    if (amount < wallet->minTopUp || amount > wallet->maxTopUp)
        return m_model.setDone(WalletAction::TopUp, outOfRange(*wallet));
    m_model.setEnded({});
    const Unanswered one = begin(WalletAction::TopUp, amount);
    ask(WalletAction::TopUp, StartTopUp{0, one.id, amount, saveCard}, [this, one](const Answer& answer) {
        askPage(WalletAction::TopUp, answer, TopUpWait{one.id, one.amount, {}, true});
    });
}

void WalletController::openPageAgain()
{
    if (!m_model.waiting())
        return;
    TopUpWait wait = *m_model.waiting();
    wait.isShown = m_opener.open(wait.page);
    m_model.setWaiting(wait);
}

void WalletController::stopWaiting()
{
    m_model.setWaiting({});
}

void WalletController::refund(const TransferId& topUp)
{
    if (!m_model.isBusy(WalletAction::Refund))
        ask(WalletAction::Refund, RefundTopUp{0, topUp});
}

bool WalletController::openReceipt(const TopUp& topUp)
{
    const QUrl url(QString::fromStdString(topUp.receiptUrl), QUrl::StrictMode);
    return isSafePage(url, m_model.isTestMode()) && m_opener.open(url);
}

void WalletController::saveCard()
{
    if (m_model.isBusy(WalletAction::Card))
        return;
    ask(WalletAction::Card, SaveCard{}, [this](const Answer& answer) { askPage(WalletAction::Card, answer); });
}

void WalletController::forgetCard()
{
    if (!m_model.isBusy(WalletAction::Card))
        ask(WalletAction::Card, ForgetCard{});
}

void WalletController::setAutoTopUp(bool isOn, Money below, Money amount, Money monthlyLimit)
{
    const auto& wallet = m_model.wallet();
    if (m_model.isBusy(WalletAction::AutoTopUp) || !wallet)
        return;
    if (isOn && wallet->cardLast4.empty())
        return m_model.setDone(WalletAction::AutoTopUp, Error{ErrorCode::CardMissing});
    if (isOn && amount < wallet->minTopUp)
        return m_model.setDone(WalletAction::AutoTopUp, outOfRange(*wallet));
    if (isOn && monthlyLimit < amount)
        return m_model.setDone(WalletAction::AutoTopUp, Error{ErrorCode::AmountInvalid}.with("below", "limit"));
    ask(WalletAction::AutoTopUp, SetAutoTopUp{0, isOn, below, amount, monthlyLimit});
}

void WalletController::onboard(const QString& code)
{
    if (m_model.isBusy(WalletAction::Onboard))
        return;
    ask(WalletAction::Onboard, StartOnboarding{0, code.trimmed().left(16).toStdString()},
        [this](const Answer& answer) { askPage(WalletAction::Onboard, answer); });
}

void WalletController::payOut(Money amount)
{
    const auto& wallet = m_model.wallet();
    if (m_model.isBusy(WalletAction::Payout) || !wallet)
        return;
    const OnboardingState state{wallet->onboarding};
    if (state == OnboardingState::None || state == OnboardingState::Started)
        return m_model.setDone(WalletAction::Payout, Error{ErrorCode::OnboardingNeeded});
    if (amount < wallet->minPayout && wallet->matured >= wallet->minPayout)
        return m_model.setDone(
            WalletAction::Payout, Error{ErrorCode::AmountInvalid}.with("least", bothTexts(wallet->minPayout).toStdString()));
    if (amount < wallet->minPayout)
        return m_model.setDone(
            WalletAction::Payout, Error{ErrorCode::PayoutTooSmall}.with("min", toCreditString(wallet->minPayout)));
    if (amount > wallet->matured)
        return m_model.setDone(
            WalletAction::Payout, Error{ErrorCode::AmountInvalid}.with("most", bothTexts(wallet->matured).toStdString()));
    if (m_model.isOnline())
        sendPayout(begin(WalletAction::Payout, amount));
}

void WalletController::sendPayout(const Unanswered& payout)
{
    ask(WalletAction::Payout, RequestPayout{0, payout.id, payout.amount});
}

void WalletController::toCredits(Money amount)
{
    const auto& wallet = m_model.wallet();
    if (m_model.isBusy(WalletAction::ToCredits) || !wallet || amount.micro <= 0)
        return;
    if (m_model.balance() && amount > m_model.balance()->earned)
        return m_model.setDone(WalletAction::ToCredits,
            Error{ErrorCode::AmountInvalid}.with("most", bothTexts(m_model.balance()->earned).toStdString()));
    if (m_model.isOnline())
        sendToCredits(begin(WalletAction::ToCredits, amount));
}

void WalletController::sendToCredits(const Unanswered& move)
{
    ask(WalletAction::ToCredits, EarningsToCredits{0, move.id, move.amount});
}

void WalletController::clearError(WalletAction action)
{
    if (m_model.error(action))
        m_model.setDone(action, {});
}

} // namespace weft
