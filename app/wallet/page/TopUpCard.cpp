// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/wallet/page/TopUpCard.h"

#include "app/wallet/page/PaymentLists.h"
#include "app/wallet/WalletText.h"

#include <QCheckBox>
#include <QClipboard>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QPushButton>
#include <QVBoxLayout>

#include <array>

namespace weft {

namespace {

constexpr std::array<std::int64_t, 4> kOffered{500, 1000, 2500, 5000}; // credits

} // namespace

TopUpCard::TopUpCard(WalletController& wallet, QWidget* parent)
    : TitledCard(parent)
    , m_wallet(wallet)
    , m_outcome(new Sentence(this, Sentence::Tone::Error))
    , m_account(linkButton(this))
    , m_note(new Sentence(this))
{
    m_choice = makeAmounts();
    m_waiting = makeWaiting();
    m_outcome->setObjectName(QStringLiteral("topUpOutcome"));
    m_account->setObjectName(QStringLiteral("topUpAccount"));
    for (QWidget* widget : std::initializer_list<QWidget*>{m_choice, m_waiting, m_outcome})
        column()->addWidget(widget);
    column()->addWidget(m_account, 0, Qt::AlignLeft);
    column()->addWidget(m_note);
    connect(&wallet.model(), &WalletModel::changed, this, &TopUpCard::refresh);
    connect(m_pay, &QPushButton::clicked, this, &TopUpCard::pay);
    connect(m_field, &QLineEdit::returnPressed, this, &TopUpCard::pay);
    connect(m_field, &QLineEdit::textChanged, this, &TopUpCard::amountTyped);
    connect(m_account, &QPushButton::clicked, this, &TopUpCard::accountAsked);
    m_field->setText(QString::number(kOffered[1]));
    retranslate();
}

QWidget* TopUpCard::makeAmounts()
{
    auto* choice = new QWidget(this);
    auto* lines = new QVBoxLayout(choice);
    lines->setContentsMargins(0, 0, 0, 0);
    lines->setSpacing(space::kMedium);
    auto* amounts = new QHBoxLayout;
    amounts->setSpacing(space::kSmall);
    for (const std::int64_t amount : kOffered) {
        auto* button = new QPushButton(choice);
        button->setObjectName(QStringLiteral("topUp%1").arg(amount));
        button->setProperty("isChoice", true);
        button->setCheckable(true);
        button->setMinimumHeight(56);
        connect(button, &QPushButton::clicked, this, [this, amount] {
            m_field->setText(QString::number(amount));
            amountTyped(); // a second click doesn't take it back
        });
        amounts->addWidget(button, 1);
        m_amounts << button;
    }
    m_fieldLabel = new QLabel(choice);
    m_field = amountField(choice, "topUpField");
    m_fieldLabel->setBuddy(m_field);
    m_dollars = new QLabel(choice);
    m_dollars->setObjectName(QStringLiteral("fieldLabel"));
    m_bounds = new Sentence(choice);
    m_keepCard = new QCheckBox(choice);
    m_pay = primaryButton(choice);
    m_pay->setObjectName(QStringLiteral("topUpPay"));
    lines->addLayout(amounts);
    lines->addWidget(rowOf({m_fieldLabel, m_field, m_dollars}, choice));
    lines->addWidget(m_bounds);
    lines->addWidget(m_keepCard);
    lines->addWidget(m_pay, 0, Qt::AlignLeft);
    return choice;
}

QWidget* TopUpCard::makeWaiting()
{
    auto* waiting = new QWidget(this);
    auto* lines = new QVBoxLayout(waiting);
    lines->setContentsMargins(0, 0, 0, 0);
    lines->setSpacing(space::kMedium);
    m_waitingText = new Sentence(waiting, Sentence::Tone::Plain);
    m_waitingText->setObjectName(QStringLiteral("topUpWaiting"));
    m_again = new QPushButton(waiting);
    m_again->setObjectName(QStringLiteral("topUpAgain"));
    m_copy = new QPushButton(waiting);
    m_stop = linkButton(waiting);
    m_stop->setObjectName(QStringLiteral("topUpStop"));
    lines->addWidget(m_waitingText);
    lines->addWidget(rowOf({m_again, m_copy, m_stop}, waiting));
    connect(m_again, &QPushButton::clicked, &m_wallet, &WalletController::openPageAgain);
    connect(m_stop, &QPushButton::clicked, &m_wallet, &WalletController::stopWaiting);
    connect(m_copy, &QPushButton::clicked, this, [this] {
        if (const auto& wait = m_wallet.model().waiting())
            QGuiApplication::clipboard()->setText(wait->page.toString(QUrl::FullyEncoded));
    });
    return waiting;
}

void TopUpCard::retranslate()
{
    setTitle(tr("Top up"));
    for (int i = 0; i < m_amounts.size(); ++i) {
        const Money amount = credits(kOffered[std::size_t(i)]);
        m_amounts[i]->setText(QStringLiteral("%1\n%2").arg(exactCredits(amount), plainDollars(amount)));
        m_amounts[i]->setAccessibleName(tr("%1 credits for %2").arg(exactCredits(amount), plainDollars(amount)));
    }
    m_fieldLabel->setText(tr("Credits"));
    m_field->setAccessibleName(tr("How many credits to buy"));
    m_keepCard->setText(tr("Keep the card with the payment service, for automatic top ups"));
    m_again->setText(tr("Open the page again"));
    m_copy->setText(tr("Copy the address"));
    m_stop->setText(tr("Cancel waiting"));
    m_account->setText(tr("Open the account page"));
    m_note->say(tr("100 credits are $1. Unspent credits can go back to where they came from for 14 days."));
    amountTyped();
    refresh();
}

void TopUpCard::focusAmount()
{
    m_field->setFocus();
    m_field->selectAll();
}

void TopUpCard::amountTyped()
{
    const Result<Money> amount = readWholeCredits(m_field->text());
    for (int i = 0; i < m_amounts.size(); ++i)
        m_amounts[i]->setChecked(amount && *amount == credits(kOffered[std::size_t(i)]));
    m_dollars->setText(amount ? QStringLiteral("= ") + plainDollars(*amount) : QString());
    m_pay->setText(amount ? tr("Pay %1 in the browser").arg(plainDollars(*amount)) : tr("Pay in the browser"));
    m_mistake.reset();
    m_wallet.clearError(WalletAction::TopUp);
    showOutcome();
}

void TopUpCard::pay()
{
    const Result<Money> amount = readWholeCredits(m_field->text());
    if (!amount) {
        m_mistake = amount.error();
        return showOutcome();
    }
    if (m_pay->isEnabled())
        m_wallet.topUp(*amount, m_keepCard->isChecked());
}

void TopUpCard::refresh()
{
    const WalletModel& model = m_wallet.model();
    const auto& wallet = model.wallet();
    const bool canPay = wallet && wallet->payments && !wallet->frozen && model.isOnline();
    m_pay->setEnabled(canPay && !model.isBusy(WalletAction::TopUp));
    for (QPushButton* button : m_amounts)
        button->setEnabled(canPay);
    const bool isOpen = wallet && wallet->maxTopUp >= wallet->minTopUp;
    m_bounds->say(!wallet ? QString()
            : isOpen      ? tr("%1 to %2 credits can be added today.")
                           .arg(exactCredits(wallet->minTopUp), exactCredits(wallet->maxTopUp))
                     : tr("No more can be added today. Tomorrow it can."));
    m_keepCard->setVisible(wallet && wallet->cardLast4.empty());
    showWaiting();
    showOutcome();
}

void TopUpCard::showWaiting()
{
    const auto& wait = m_wallet.model().waiting();
    m_choice->setVisible(!wait);
    m_waiting->setVisible(wait.has_value());
    if (!wait)
        return;
    const QString amount = exactCredits(wait->amount);
    m_copy->setVisible(!wait->isShown);
    m_waitingText->say(wait->isShown
            ? tr("Waiting for the payment of %1 credits; you can go on working. They come by themselves.").arg(amount)
            : tr("No browser came up. Copy the address of the payment page, and open it yourself."));
}

void TopUpCard::showOutcome()
{
    const WalletModel& model = m_wallet.model();
    const auto& error = m_mistake ? m_mistake : model.error(WalletAction::TopUp);
    m_account->setVisible(error && needsAccount(*error));
    if (error)
        return m_outcome->say(walletSentence(*error), Sentence::Tone::Error);
    const TopUp* ended = model.ended();
    if (!ended)
        return m_outcome->say({});
    const TopUpStage stage{ended->stage};
    const bool isGood = stage == TopUpStage::Paid || stage == TopUpStage::Pending;
    m_outcome->say(topUpSentence(*ended), isGood ? Sentence::Tone::Good : toneOf(stage));
}

} // namespace weft
