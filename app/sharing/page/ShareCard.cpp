// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/sharing/page/ShareCard.h"

#include "app/language/DeviceText.h"
#include "app/language/ErrorText.h"
#include "app/sharing/page/EarningsChart.h"
#include "app/theme/Switch.h"
#include "app/wallet/WalletText.h"

#include <QHBoxLayout>
#include <QPushButton>
#include <QSignalBlocker>
#include <QVBoxLayout>

#include <algorithm>

namespace weft {

namespace {

constexpr int kDays = 14;
constexpr std::chrono::hours kPause {1};

/// A large amount, and below it what it is of.
QVBoxLayout* amountOver(QLabel* amount, Sentence* note)
{
    amount->setFont(uiFont(24, QFont::Bold));
    auto* column = new QVBoxLayout;
    column->setSpacing(0);
    column->addWidget(amount);
    column->addWidget(note, 1, Qt::AlignTop);
    return column;
}

} // namespace

ShareCard::ShareCard(QWidget* parent)
    : TitledCard(parent)
    , m_problem(new Sentence(this, Sentence::Tone::Error))
    , m_chart(new EarningsChart(this))
    , m_noWallet(new Sentence(this))
{
    m_chart->setObjectName(QStringLiteral("earningsChart"));
    m_problem->setObjectName(QStringLiteral("shareProblem"));
    column()->addWidget(makeTop());
    column()->addWidget(m_problem);
    column()->addWidget(makeAmounts());
    column()->addWidget(m_chart);
    column()->addWidget(m_noWallet);
    column()->addWidget(makeActions());
}

QWidget* ShareCard::makeTop()
{
    auto* top = new QWidget(this);
    auto* row = new QHBoxLayout(top);
    row->setContentsMargins(0, 0, 0, 0);
    m_deviceLabel = new QLabel(top);
    m_deviceLabel->setFont(uiFont(15, QFont::DemiBold));
    m_deviceLabel->setObjectName(QStringLiteral("shareDevice"));
    m_state = new Sentence(top);
    m_state->setObjectName(QStringLiteral("shareState"));
    m_switch = new Switch(top);
    m_switch->setObjectName(QStringLiteral("shareSwitch"));
    auto* words = new QVBoxLayout;
    words->setSpacing(2);
    words->addWidget(m_deviceLabel);
    words->addWidget(m_state);
    row->addLayout(words, 1);
    row->addWidget(m_switch, 0, Qt::AlignTop);
    connect(m_switch, &Switch::clicked, this, &ShareCard::toggle);
    return top;
}

QWidget* ShareCard::makeAmounts()
{
    m_amounts = new QWidget(this);
    auto* row = new QHBoxLayout(m_amounts);
    row->setContentsMargins(0, space::kSmall, 0, 0);
    row->setSpacing(space::kHuge);
    const auto add = [&](QLabel*& amount, Sentence*& note, const char* name) {
        amount = new QLabel(m_amounts);
        amount->setObjectName(QLatin1String(name));
        note = new Sentence(m_amounts);
        row->addLayout(amountOver(amount, note), 1);
    };
    add(m_today, m_todayNote, "earnedToday");
    add(m_month, m_monthNote, "earnedMonth");
    add(m_free, m_freeNote, "earnedFree");
    return m_amounts;
}

QWidget* ShareCard::makeActions()
{
    auto* actions = new QWidget(this);
    auto* lines = new QVBoxLayout(actions);
    lines->setContentsMargins(0, 0, 0, 0);
    lines->setSpacing(space::kSmall);
    m_jobs = new Sentence(actions);
    m_jobs->setObjectName(QStringLiteral("shareJobs"));
    m_pause = new QPushButton(actions);
    m_pause->setObjectName(QStringLiteral("sharePause"));
    m_stop = new QPushButton(actions);
    m_stop->setObjectName(QStringLiteral("shareStop"));
    m_toWallet = linkButton(actions);
    m_toWallet->setObjectName(QStringLiteral("shareToWallet"));
    lines->addWidget(m_jobs);
    lines->addLayout(rowLayoutOf({m_pause, m_stop, m_toWallet}));
    connect(m_pause, &QPushButton::clicked, this, [this] { m_sharing->pause(kPause); });
    connect(m_stop, &QPushButton::clicked, this, [this] { m_sharing->switchOff(); });
    connect(m_toWallet, &QPushButton::clicked, this, &ShareCard::walletAsked);
    return actions;
}

QWidget* ShareCard::firstField() const { return m_switch; }

void ShareCard::setDevice(const QString& device)
{
    m_device = device;
    refresh();
}

void ShareCard::setRelay(bool isOnline, const QString& name)
{
    m_isOnline = isOnline;
    m_relay = name;
    refresh();
}

void ShareCard::retranslate()
{
    setTitle(tr("This computer"));
    m_switch->setAccessibleName(tr("Share my GPU"));
    m_switch->setToolTip(tr("Lend this computer's free time to others"));
    m_pause->setText(tr("Pause for an hour"));
    m_pause->setToolTip(tr("Sharing starts again by itself, if Weft is open then"));
    m_stop->setText(tr("Stop"));
    m_stop->setToolTip(tr("What runs for guests is ended, and its memory is free within seconds"));
    m_toWallet->setText(tr("Wallet: pay out, history"));
    m_todayNote->say(tr("today"));
    m_chart->retranslate();
    refresh();
}

void ShareCard::toggle(bool on)
{
    if (!m_sharing)
        return;
    if (on)
        m_sharing->switchOn();
    else
        m_sharing->switchOff();
}

QString ShareCard::stateText() const
{
    if (!m_sharing)
        return tr("Not shared: there is no relay.");
    switch (m_sharing->state()) {
    case SharingModel::State::Starting:
        return tr("Starts: guests' worker says what it can do.");
    case SharingModel::State::Stopping:
        return m_sharing->pausedUntil().isValid() ? tr("Pauses: what runs for guests is ended.") : tr("Stops: what runs for guests is ended.");
    case SharingModel::State::On:
        if (!m_isOnline)
            return tr("On, but %1 can't be reached just now: nobody finds this computer until it is back.").arg(m_relay);
        return m_sharing->guests().running() > 0 ? tr("Works for a guest") : tr("Idle, and listed at %1").arg(m_relay);
    case SharingModel::State::Off:
        break;
    }
    if (m_sharing->pausedUntil().isValid())
        return tr("Paused until %1").arg(clockText(m_sharing->pausedUntil().time()));
    return tr("Off: nobody else uses this computer.");
}

QString ShareCard::jobsText() const
{
    if (!m_sharing)
        return {};
    const GuestLog& guests = m_sharing->guests();
    return tr("Since Weft was started: %1 running, %2 done, %3 failed").arg(guests.running()).arg(guests.done()).arg(guests.failed());
}

void ShareCard::refresh()
{
    showState();
    showEarnings();
}

void ShareCard::showState()
{
    const bool isOn = m_sharing && (m_sharing->state() == SharingModel::State::On || m_sharing->state() == SharingModel::State::Starting);
    const bool isPaused = m_sharing && m_sharing->pausedUntil().isValid();
    const QString device = deviceText(m_device);
    m_deviceLabel->setText(device);
    m_deviceLabel->setVisible(!device.isEmpty());
    m_state->say(stateText(), isOn && m_isOnline ? Sentence::Tone::Good : isOn || isPaused ? Sentence::Tone::Warning : Sentence::Tone::Quiet);
    const QSignalBlocker quiet(m_switch);
    m_switch->setChecked(isOn);
    m_switch->setEnabled(m_sharing);
    m_pause->setVisible(isOn);
    m_stop->setVisible(isOn || isPaused);
    m_jobs->say(jobsText());
    m_problem->say(m_sharing && m_sharing->problem() ? sentenceFor(*m_sharing->problem()) : QString());
}

void ShareCard::showEarnings()
{
    const WalletModel* wallet = m_wallet ? &m_wallet->model() : nullptr;
    const bool isKnown = wallet && wallet->hasLines();
    m_amounts->setVisible(isKnown);
    m_toWallet->setVisible(wallet);
    m_noWallet->say(isKnown ? QString() : wallet ? tr("What you earned is shown here once the relay has told it.") : tr("What you earn is shown here. It is kept by the relay."));
    if (!isKnown)
        return m_chart->hide();
    const Earnings earnings = earningsOf(wallet->lines(), QDate::currentDate(), kDays);
    const bool hasEarned = std::ranges::any_of(earnings.days, [](const Earnings::Day& day) { return day.amount.micro > 0; });
    m_chart->setDays(earnings.days);
    m_chart->setVisible(hasEarned);
    m_noWallet->say(hasEarned ? QString() : tr("Nothing was earned in the last %1 days.").arg(kDays));
    const auto show = [](QLabel& label, Money amount) {
        label.setText(cashText(amount));
        label.setToolTip(exactCash(amount));
    };
    show(*m_today, earnings.today);
    show(*m_month, earnings.month);
    m_monthNote->say(tr("this month"));
    const auto& state = wallet->wallet();
    const bool paysOut = state && state->payments;
    m_free->setVisible(paysOut);
    m_freeNote->setVisible(paysOut);
    if (!paysOut)
        return;
    show(*m_free, state->matured);
    m_freeNote->say(state->maturing.micro > 0 && state->nextMaturesUnixMillis > 0
            ? tr("can be paid out; more from %1").arg(dayText(QDateTime::fromMSecsSinceEpoch(state->nextMaturesUnixMillis).date()))
            : tr("can be paid out"));
}

} // namespace weft
