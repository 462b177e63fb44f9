// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/wallet/page/PaymentLists.h"

#include "app/wallet/WalletText.h"

#include <QHBoxLayout>
#include <QPushButton>
#include <QVBoxLayout>

namespace weft {

namespace {

QVBoxLayout* listColumn(QWidget* list)
{
    auto* column = new QVBoxLayout(list);
    column->setContentsMargins(0, space::kSmall, 0, 0);
    column->setSpacing(space::kSmall);
    return column;
}

/// A payment in credits and dollars; a payout is cash alone.
QString titleOf(Money amount, qint64 created, const QString& how, bool isCash = false)
{
    QStringList parts{plainDollars(amount), momentText(created)};
    if (!isCash)
        parts.prepend(QCoreApplication::translate("Wallet", "%1 credits").arg(exactCredits(amount)));
    if (!how.isEmpty())
        parts << how;
    return parts.join(QStringLiteral(" · "));
}

} // namespace

Sentence::Tone toneOf(TopUpStage stage)
{
    switch (stage) {
    case TopUpStage::Failed:
    case TopUpStage::DisputeLost:
        return Sentence::Tone::Error;
    case TopUpStage::Disputed:
        return Sentence::Tone::Warning;
    default:
        return Sentence::Tone::Quiet;
    }
}

PaymentLine::PaymentLine(QWidget* parent)
    : QFrame(parent)
    , m_title(new QLabel(this))
    , m_sentence(new Sentence(this))
    , m_buttons(new QWidget(this))
    , m_confirm(new QWidget(this))
    , m_question(new Sentence(m_confirm, Sentence::Tone::Plain))
    , m_yes(primaryButton(m_confirm))
    , m_no(linkButton(m_confirm))
{
    m_title->setFont(uiFont(12, QFont::DemiBold));
    m_yes->setObjectName(QStringLiteral("yes"));
    auto* texts = new QVBoxLayout;
    texts->setSpacing(2);
    texts->addWidget(m_title);
    texts->addWidget(m_sentence);
    auto* row = new QHBoxLayout;
    row->addLayout(texts, 1);
    row->addWidget(m_buttons);
    auto* buttons = new QHBoxLayout(m_buttons);
    buttons->setContentsMargins(0, 0, 0, 0);
    auto* confirm = new QVBoxLayout(m_confirm);
    confirm->setContentsMargins(0, 0, 0, 0);
    confirm->addWidget(m_question);
    confirm->addWidget(rowOf({m_yes, m_no}, m_confirm));
    m_confirm->hide();
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(space::kMedium, space::kSmall, space::kMedium, space::kSmall);
    column->addLayout(row);
    column->addWidget(m_confirm);
    connect(m_yes, &QPushButton::clicked, this, [this] {
        m_confirm->hide();
        Q_EMIT confirmed();
    });
    connect(m_no, &QPushButton::clicked, m_confirm, &QWidget::hide);
}

void PaymentLine::say(const QString& title, const QString& sentence, Sentence::Tone tone)
{
    m_title->setText(title);
    m_sentence->say(sentence, tone);
    setAccessibleName(title);
}

QPushButton* PaymentLine::addButton(const QString& text, const QString& name)
{
    auto* button = new QPushButton(text, m_buttons);
    button->setObjectName(name);
    button->setAccessibleName(QStringLiteral("%1: %2").arg(text, m_title->text()));
    m_buttons->layout()->addWidget(button);
    return button;
}

void PaymentLine::setQuestion(const QString& question, const QString& yes, const QString& no)
{
    m_question->say(question);
    m_yes->setText(yes);
    m_no->setText(no);
}

TopUpList::TopUpList(WalletController& wallet, QWidget* parent)
    : QWidget(parent)
    , m_wallet(wallet)
    , m_column(listColumn(this))
    , m_problem(new Sentence(this, Sentence::Tone::Error))
    , m_empty(new Sentence(this))
{
    m_problem->setObjectName(QStringLiteral("refundProblem"));
    m_column->addWidget(m_problem);
    m_column->addWidget(m_empty);
    m_column->addStretch(1);
    connect(&wallet.model(), &WalletModel::changed, this, &TopUpList::refresh);
    retranslate();
}

void TopUpList::retranslate()
{
    m_empty->setText({});
    m_shown.clear();
    for (PaymentLine* line : std::exchange(m_lines, {}))
        line->deleteLater();
    refresh();
}

void TopUpList::refresh()
{
    const WalletModel& model = m_wallet.model();
    const auto& problem = model.error(WalletAction::Refund);
    m_problem->say(problem ? walletSentence(*problem) : QString());
    m_empty->say(model.topUps().empty() ? tr("Nothing was topped up yet.") : QString());
    const auto isSame = [](const TopUp& a, const TopUp& b) {
        return a.topUp == b.topUp && a.stage == b.stage && a.refunded == b.refunded && a.refundable == b.refundable
            && a.receiptUrl == b.receiptUrl;
    };
    if (std::ranges::equal(m_shown, model.topUps(), isSame))
        return;
    m_shown = model.topUps();
    for (PaymentLine* line : std::exchange(m_lines, {}))
        line->deleteLater();
    for (const TopUp& topUp : m_shown)
        add(topUp);
}

void TopUpList::add(const TopUp& topUp)
{
    auto* line = new PaymentLine(this);
    line->setObjectName(QStringLiteral("topUp.") + QString::fromStdString(topUp.topUp.hex()));
    const QString how = topUp.automatic ? tr("automatic, %1").arg(methodText(topUp.method)) : methodText(topUp.method);
    const bool canGoBack = topUp.refundable.micro > 0;
    const QString sentence = canGoBack
        ? tr("%1 %2 unspent credits can go back until %3.")
              .arg(topUpSentence(topUp), exactCredits(topUp.refundable), momentText(topUp.refundableUntilUnixMillis))
        : topUpSentence(topUp);
    line->say(titleOf(topUp.amount, topUp.createdUnixMillis, how), sentence, toneOf(TopUpStage{topUp.stage}));
    if (!topUp.receiptUrl.empty()) {
        QPushButton* receipt = line->addButton(tr("Receipt"), QStringLiteral("receipt"));
        connect(receipt, &QPushButton::clicked, this, [this, topUp] {
            if (!m_wallet.openReceipt(topUp))
                m_problem->say(walletSentence(Error{ErrorCode::PageUnsafe}.with("url", topUp.receiptUrl)));
        });
    }
    if (canGoBack) {
        QPushButton* refund = line->addButton(tr("Refund…"), QStringLiteral("refund"));
        line->setQuestion(
            tr("%1 credits (%2) go back to where they came from, and leave your balance. Banks take up to "
               "ten days.")
                .arg(exactCredits(topUp.refundable), plainDollars(topUp.refundable)),
            tr("Refund %1").arg(plainDollars(topUp.refundable)), tr("Keep them"));
        connect(refund, &QPushButton::clicked, line, &PaymentLine::ask);
        connect(line, &PaymentLine::confirmed, this, [this, id = topUp.topUp] { m_wallet.refund(id); });
    }
    m_column->insertWidget(m_column->count() - 1, line);
    m_lines << line;
}

PayoutList::PayoutList(WalletController& wallet, QWidget* parent)
    : QWidget(parent)
    , m_wallet(wallet)
    , m_column(listColumn(this))
    , m_empty(new Sentence(this))
{
    m_column->addWidget(m_empty);
    m_column->addStretch(1);
    connect(&wallet.model(), &WalletModel::changed, this, &PayoutList::refresh);
    retranslate();
}

void PayoutList::retranslate()
{
    m_shown.clear();
    refresh();
}

void PayoutList::refresh()
{
    const auto& payouts = m_wallet.model().payouts();
    m_empty->say(payouts.empty() ? tr("Nothing was paid out yet.") : QString());
    const auto isSame = [](const Payout& a, const Payout& b) { return a.payout == b.payout && a.stage == b.stage; };
    if (!payouts.empty() && std::ranges::equal(m_shown, payouts, isSame))
        return;
    m_shown = payouts;
    for (PaymentLine* line : std::exchange(m_lines, {}))
        line->deleteLater();
    for (const Payout& payout : m_shown) {
        auto* line = new PaymentLine(this);
        line->setObjectName(QStringLiteral("payout.") + QString::fromStdString(payout.payout.hex()));
        const bool hasFailed = PayoutStage{payout.stage} == PayoutStage::Failed;
        line->say(titleOf(payout.amount, payout.createdUnixMillis, {}, true), payoutSentence(payout),
            hasFailed ? Sentence::Tone::Error : Sentence::Tone::Quiet);
        m_column->insertWidget(m_column->count() - 1, line);
        m_lines << line;
    }
}

} // namespace weft
