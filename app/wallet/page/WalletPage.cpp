// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/wallet/page/WalletPage.h"

#include "app/wallet/page/AutoTopUpCard.h"
#include "app/wallet/page/BalanceCard.h"
#include "app/wallet/page/BlindCard.h"
#include "app/wallet/page/EarningsCard.h"
#include "app/wallet/page/HistoryPanel.h"
#include "app/wallet/page/PaymentLists.h"
#include "app/wallet/page/TopUpCard.h"
#include "app/wallet/WalletText.h"

#include <QHBoxLayout>
#include <QScrollArea>
#include <QStackedWidget>
#include <QTabBar>

namespace weft {

namespace {

constexpr int kTwoColumnsFrom = 960;

/// The cards begin and end where the title does; the bar has its room only while there is one.
class CardScroll : public QScrollArea {
public:
    using QScrollArea::QScrollArea;

protected:
    void resizeEvent(QResizeEvent* event) override
    {
        QScrollArea::resizeEvent(event);
        const bool scrolls = viewport()->width() < width();
        widget()->layout()->setContentsMargins(0, 0, scrolls ? space::kSmall : 0, 0);
    }
};

} // namespace

WalletPage::WalletPage(WalletController& wallet, QWidget* parent)
    : QWidget(parent)
    , m_wallet(wallet)
    , m_title(new QLabel(this))
    , m_asOf(new Sentence(this))
    , m_offline(new Banner(Sentence::Tone::Warning, this))
    , m_testMode(new Banner(Sentence::Tone::Warning, this))
    , m_frozen(new Banner(Sentence::Tone::Error, this))
    , m_problem(new Banner(Sentence::Tone::Error, this))
    , m_noPayments(new Banner(Sentence::Tone::Plain, this))
    , m_balance(new BalanceCard(wallet, this))
    , m_topUp(new TopUpCard(wallet, this))
    , m_auto(new AutoTopUpCard(wallet, this))
    , m_earnings(new EarningsCard(wallet, this))
    , m_history(new HistoryPanel(wallet.model(), this))
    , m_topUps(new TopUpList(wallet, this))
    , m_payouts(new PayoutList(wallet, this))
{
    setObjectName(QStringLiteral("walletPage"));
    m_title->setFont(uiFont(20, QFont::Bold));
    m_asOf->setWordWrap(false);
    m_testMode->setObjectName(QStringLiteral("walletTestMode"));
    m_frozen->setObjectName(QStringLiteral("walletFrozen"));
    m_offline->setObjectName(QStringLiteral("walletOffline"));
    m_noPayments->setObjectName(QStringLiteral("walletNoPayments"));
    setAttribute(Qt::WA_StyledBackground);
    auto* scroll = new CardScroll(this);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setWidgetResizable(true);
    scroll->setWidget(makeContent());
    auto* header = new QHBoxLayout;
    header->addWidget(m_title);
    header->addStretch(1);
    header->addWidget(m_asOf);
    QVBoxLayout* page = middleColumn(this, kWidestPage);
    page->addLayout(header);
    page->addWidget(scroll, 1);
    connect(&wallet.model(), &WalletModel::changed, this, &WalletPage::refresh);
    connect(m_topUp, &TopUpCard::accountAsked, this, &WalletPage::accountAsked);
    connect(m_auto, &AutoTopUpCard::accountAsked, this, &WalletPage::accountAsked);
    connect(m_earnings, &EarningsCard::accountAsked, this, &WalletPage::accountAsked);
    retranslate();
}

QWidget* WalletPage::makeContent()
{
    auto* outer = new QWidget(this);
    outer->setObjectName(QStringLiteral("walletContent"));
    auto* lines = new QVBoxLayout(outer);
    lines->setContentsMargins(0, 0, 0, 0);
    lines->setSpacing(space::kMedium);
    for (QWidget* banner : {m_offline, m_frozen, m_problem, m_testMode, m_noPayments})
        lines->addWidget(banner);
    m_columns = new QBoxLayout(QBoxLayout::LeftToRight);
    m_columns->setSpacing(space::kMedium);
    for (const auto& cards : {std::initializer_list<QWidget*>{m_balance, m_topUp}, {m_earnings, m_auto}}) {
        auto* column = new QVBoxLayout;
        column->setSpacing(space::kMedium);
        for (QWidget* card : cards)
            column->addWidget(card);
        column->addStretch(1);
        m_columns->addLayout(column, 1);
        m_left = m_left ? m_left : column;
    }
    lines->addLayout(m_columns);
    lines->addWidget(makeLists());
    lines->addStretch(1);
    return outer;
}

QWidget* WalletPage::makeLists()
{
    auto* card = new QFrame(this);
    card->setObjectName(QStringLiteral("walletLists"));
    card->setProperty("isCard", true);
    auto* column = new QVBoxLayout(card);
    column->setContentsMargins(space::kLarge, space::kMedium, space::kLarge, space::kLarge);
    m_tabs = new QTabBar(card);
    m_tabs->setObjectName(QStringLiteral("workflowTabs")); // looks like those above
    m_tabs->setDrawBase(false);
    m_tabs->setExpanding(false);
    m_lists = new QStackedWidget(card);
    for (QWidget* list : std::initializer_list<QWidget*>{m_history, m_topUps, m_payouts}) {
        m_tabs->addTab(QString());
        m_lists->addWidget(list);
    }
    column->addWidget(m_tabs);
    column->addWidget(m_lists);
    connect(m_tabs, &QTabBar::currentChanged, m_lists, &QStackedWidget::setCurrentIndex);
    return card;
}

void WalletPage::retranslate()
{
    m_title->setText(tr("Wallet"));
    const QStringList names{tr("History"), tr("Top ups and receipts"), tr("Payouts")};
    for (int i = 0; i < names.size(); ++i)
        m_tabs->setTabText(i, names[i]);
    m_tabs->setAccessibleName(tr("What is listed"));
    m_balance->retranslate();
    m_topUp->retranslate();
    m_auto->retranslate();
    m_earnings->retranslate();
    if (m_blind)
        m_blind->retranslate();
    m_history->retranslate();
    m_topUps->retranslate();
    m_payouts->retranslate();
    refresh();
}

void WalletPage::setRunNames(RunNames names)
{
    m_history->setRunNames(std::move(names));
}

void WalletPage::useBlind(BlindCredits& credits)
{
    m_blind = new BlindCard(credits, this);
    m_left->insertWidget(m_left->count() - 1, m_blind);
    refresh();
}

void WalletPage::askTopUp()
{
    if (!m_topUp->isHidden())
        m_topUp->focusAmount();
}

void WalletPage::refresh()
{
    const WalletModel& model = m_wallet.model();
    const bool takesMoney = model.wallet() && model.wallet()->payments;
    for (QWidget* card : std::initializer_list<QWidget*>{m_topUp, m_auto, m_earnings})
        card->setVisible(takesMoney);
    if (m_blind)
        m_blind->setOnline(model.isOnline());
    m_tabs->setVisible(takesMoney);
    if (!takesMoney)
        m_tabs->setCurrentIndex(0);
    showBanners();
}

void WalletPage::showBanners()
{
    const WalletModel& model = m_wallet.model();
    const auto& wallet = model.wallet();
    const QString asOf = model.asOf() > 0 ? momentText(model.asOf()) : QString();
    m_asOf->say(model.isOnline() || asOf.isEmpty() ? QString() : tr("as of %1").arg(asOf));
    m_offline->say(model.isOnline() ? QString()
            : asOf.isEmpty()
            ? tr("The relay isn't reached yet. Weft keeps trying; your credits are safe there.")
            : tr("The relay can't be reached just now. This is what it said at %1; Weft keeps trying.").arg(asOf));
    m_testMode->say(
        model.isTestMode() ? tr("This relay is in test mode: no real money moves, neither in nor out.") : QString());
    m_frozen->say(wallet && wallet->frozen ? walletSentence(Error{ErrorCode::AccountFrozen}) : QString());
    const auto& problem = model.error(WalletAction::Load);
    m_problem->say(problem && model.isOnline() ? walletSentence(*problem) : QString());
    m_noPayments->say(wallet && !wallet->payments
            ? tr("This relay takes no payments: credits can't be bought or paid out here.")
            : QString());
}

void WalletPage::showEvent(QShowEvent* event)
{
    QWidget::showEvent(event);
    m_wallet.watch();
}

void WalletPage::resizeEvent(QResizeEvent* event)
{
    QWidget::resizeEvent(event);
    m_columns->setDirection(width() < kTwoColumnsFrom ? QBoxLayout::TopToBottom : QBoxLayout::LeftToRight);
}

} // namespace weft
