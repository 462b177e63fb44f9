// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/wallet/page/BalanceCard.h"

#include "app/wallet/WalletText.h"

#include <QHBoxLayout>
#include <QVBoxLayout>

namespace weft {

namespace {

constexpr std::chrono::seconds kNewsLast{12};

} // namespace

BalanceCard::BalanceCard(WalletController& wallet, QWidget* parent)
    : TitledCard(parent)
    , m_wallet(wallet)
    , m_amount(new QLabel(this))
    , m_dollars(new Sentence(this))
    , m_held(new Sentence(this))
    , m_news(new Sentence(this, Sentence::Tone::Good))
{
    m_amount->setObjectName(QStringLiteral("walletBalance"));
    m_amount->setFont(uiFont(34, QFont::Bold));
    m_news->setObjectName(QStringLiteral("walletNews"));
    m_news->setFont(uiFont(13, QFont::DemiBold));
    m_dollars->setWordWrap(false);
    m_news->setWordWrap(false);
    auto* row = new QHBoxLayout;
    row->setSpacing(space::kMedium);
    row->addWidget(m_amount);
    row->addWidget(m_dollars, 0, Qt::AlignBottom);
    row->addStretch(1);
    row->addWidget(m_news, 0, Qt::AlignVCenter);
    column()->addLayout(row);
    column()->addWidget(m_held);
    m_quiet.setSingleShot(true);
    m_quiet.setInterval(kNewsLast);
    connect(&m_quiet, &QTimer::timeout, this, [this] { m_news->say({}); });
    connect(&wallet.model(), &WalletModel::changed, this, &BalanceCard::refresh);
    connect(&wallet, &WalletController::credited, this, &BalanceCard::showCredited);
    retranslate();
}

void BalanceCard::retranslate()
{
    setTitle(tr("Balance"));
    m_news->say({});
    refresh();
}

void BalanceCard::refresh()
{
    const WalletModel& model = m_wallet.model();
    m_amount->setEnabled(model.isOnline()); // greyed while it may be old
    if (!model.balance()) {
        m_amount->setText(QStringLiteral("–"));
        m_amount->setAccessibleName(tr("The balance isn't known yet"));
        m_dollars->say({});
        m_news->say({});
        return m_held->say({});
    }
    const auto& balance = *model.balance();
    m_amount->setText(tr("%1 credits").arg(roundedCredits(balance.available)));
    m_amount->setAccessibleName(tr("Balance: %1 credits").arg(exactCredits(balance.available)));
    m_amount->setToolTip(exactCredits(balance.available));
    m_dollars->say(dollarsText(balance.available));
    m_held->say(balance.held.micro > 0
            ? tr("%1 more are held for runs that go on; what they don't use comes back by itself.")
                  .arg(exactCredits(balance.held))
            : tr("Nothing is held for runs. Credits don't expire."));
}

void BalanceCard::showCredited(qint64 microCredits, bool automatic)
{
    const QString amount = exactCredits(weft::microCredits(microCredits));
    m_news->say(automatic ? tr("+%1 credits, added by itself").arg(amount) : tr("+%1 credits").arg(amount));
    m_quiet.start();
}

} // namespace weft
