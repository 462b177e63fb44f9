// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/wallet/page/BlindCard.h"

#include "app/wallet/WalletText.h"
#include "app/wallet/blind/BlindTexts.h"

#include <QCheckBox>
#include <QLineEdit>
#include <QPushButton>
#include <QVBoxLayout>

namespace weft {

BlindCard::BlindCard(BlindCredits& credits, QWidget* parent)
    : TitledCard(parent)
    , m_credits(credits)
    , m_purse(new Sentence(this, Sentence::Tone::Plain))
    , m_notice(new Sentence(this))
    , m_proxy(new Sentence(this))
    , m_more(linkButton(this))
    , m_switch(new QCheckBox(this))
    , m_label(new QLabel(this))
    , m_amount(amountField(this, "blindField"))
    , m_withdraw(new QPushButton(this))
    , m_deposit(linkButton(this))
    , m_state(new Sentence(this))
{
    m_purse->setObjectName(QStringLiteral("blindPurse"));
    m_notice->setObjectName(QStringLiteral("blindNotice"));
    m_proxy->setObjectName(QStringLiteral("blindProxy"));
    m_more->setObjectName(QStringLiteral("blindMore"));
    m_switch->setObjectName(QStringLiteral("blindSwitch"));
    m_withdraw->setObjectName(QStringLiteral("blindWithdraw"));
    m_deposit->setObjectName(QStringLiteral("blindDeposit"));
    m_state->setObjectName(QStringLiteral("blindState"));
    m_label->setBuddy(m_amount);
    m_amount->setText(QStringLiteral("100"));
    column()->addWidget(m_purse);
    column()->addWidget(m_notice);
    column()->addWidget(m_more, 0, Qt::AlignLeft);
    column()->addWidget(m_proxy);
    column()->addWidget(m_switch);
    column()->addWidget(rowOf({m_label, m_amount, m_withdraw}, this));
    column()->addWidget(m_deposit, 0, Qt::AlignLeft);
    column()->addWidget(m_state);
    connect(&credits, &BlindCredits::changed, this, &BlindCard::refresh);
    connect(&credits, &BlindCredits::moved, this,
        [this](qint64 amount, bool intoPurse) { onMoved(microCredits(amount), intoPurse); });
    connect(m_switch, &QCheckBox::clicked, &credits, &BlindCredits::want);
    connect(m_withdraw, &QPushButton::clicked, this, &BlindCard::withdraw);
    connect(m_amount, &QLineEdit::returnPressed, this, &BlindCard::withdraw);
    connect(m_deposit, &QPushButton::clicked, this, [this] {
        m_said.clear();
        m_credits.deposit();
    });
    connect(m_amount, &QLineEdit::textEdited, this, [this] {
        m_said.clear();
        refresh();
    });
    connect(m_more, &QPushButton::clicked, this, [this] {
        m_isOpened = !m_isOpened;
        refresh();
    });
    retranslate();
}

void BlindCard::retranslate()
{
    setTitle(tr("Blind credits"));
    m_notice->say(blindCreditsNotice());
    m_switch->setText(tr("Pay runs with blind credits"));
    m_label->setText(tr("Credits"));
    m_amount->setAccessibleName(tr("How many credits become blind credits"));
    m_withdraw->setText(tr("Turn into blind credits"));
    m_deposit->setText(tr("Turn all back into credits"));
    m_said.clear();
    refresh();
}

void BlindCard::setOnline(bool isOnline)
{
    if (std::exchange(m_isOnline, isOnline) != isOnline)
        refresh();
}

void BlindCard::refresh()
{
    const bool isNew = !m_credits.hasPurse(); // whoever never had one reads what they are first
    const bool isFree = m_isOnline && !m_credits.isBusy();
    m_notice->setVisible(isNew || m_isOpened);
    m_more->setVisible(!isNew);
    m_more->setText(m_isOpened ? tr("Less") : tr("What they hide, and what they don't"));
    m_switch->setChecked(m_credits.isWanted());
    m_withdraw->setEnabled(isFree);
    m_deposit->setVisible(m_credits.worth().value_or(Money{}).micro > 0);
    m_deposit->setEnabled(isFree);
    const QString proxy = m_credits.proxy();
    m_proxy->say(proxy.isEmpty()
            ? tr("The relay still sees your network address. With Tor it doesn't: set "
                 "socks5://127.0.0.1:9050 as SOCKS proxy in the settings.")
            : tr("Relays are reached through %1, so they don't see your network address.").arg(proxy));
    showPurse();
    showState();
}

void BlindCard::showPurse()
{
    const auto worth = m_credits.worth();
    const Money underWay = m_credits.underWay();
    if (!worth)
        return m_purse->say(tr("Your purse isn't open."));
    m_purse->say(underWay.micro > 0 ? tr("In your purse: %1 credits. %2 more are paid and not settled.")
                                          .arg(exactCredits(*worth), exactCredits(underWay))
                                    : tr("In your purse: %1 credits.").arg(exactCredits(*worth)));
}

void BlindCard::showState()
{
    if (!m_said.isEmpty())
        return m_state->say(m_said, m_saidTone);
    if (m_credits.isBusy())
        return m_state->say(tr("The relay signs them; a slow one takes a minute the first time."), Sentence::Tone::Quiet);
    if (m_credits.error())
        return m_state->say(walletSentence(*m_credits.error()), Sentence::Tone::Error);
    const bool isLater = m_credits.isWanted() != m_credits.isInUse();
    m_state->say(isLater ? tr("From the next run on.") : QString(), Sentence::Tone::Quiet);
}

void BlindCard::withdraw()
{
    if (!m_withdraw->isEnabled())
        return;
    const Result<Money> amount = readAmount(m_amount->text());
    m_said.clear();
    if (amount && amount->micro > 0)
        return m_credits.withdraw(*amount);
    m_said = tr("How many credits? Write a number such as 20 or 0.5. Nothing was changed.");
    m_saidTone = Sentence::Tone::Error;
    refresh();
}

void BlindCard::onMoved(Money amount, bool intoPurse)
{
    m_said = intoPurse ? tr("%1 credits are in your purse now.").arg(exactCredits(amount))
                       : tr("%1 credits are in your account again.").arg(exactCredits(amount));
    m_saidTone = Sentence::Tone::Good;
    refresh();
}

void BlindCard::showEvent(QShowEvent* event)
{
    TitledCard::showEvent(event);
    m_credits.watch(true);
}

void BlindCard::hideEvent(QHideEvent* event)
{
    TitledCard::hideEvent(event);
    m_credits.watch(false);
}

} // namespace weft
