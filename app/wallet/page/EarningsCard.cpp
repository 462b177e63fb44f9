// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/wallet/page/EarningsCard.h"

#include "app/wallet/WalletText.h"

#include <QHBoxLayout>
#include <QLineEdit>
#include <QPushButton>
#include <QVBoxLayout>

namespace weft {

EarningsCard::EarningsCard(WalletController& wallet, QWidget* parent)
    : TitledCard(parent)
    , m_wallet(wallet)
    , m_matured(new QLabel(this))
    , m_dollars(new Sentence(this))
    , m_maturing(new Sentence(this))
    , m_reserve(new Sentence(this))
    , m_share(new Sentence(this))
    , m_amountLabel(new QLabel(this))
    , m_amount(amountField(this, "payoutField"))
    , m_payOut(new QPushButton(this))
    , m_toCredits(new QPushButton(this))
    , m_setUp(new QPushButton(this))
    , m_state(new Sentence(this))
    , m_account(linkButton(this))
{
    m_confirm = makeConfirm();
    m_codeRow = makeCode();
    m_matured->setFont(uiFont(24, QFont::Bold));
    m_matured->setObjectName(QStringLiteral("earningsMatured"));
    m_payOut->setObjectName(QStringLiteral("payOut"));
    m_toCredits->setObjectName(QStringLiteral("toCredits"));
    m_setUp->setObjectName(QStringLiteral("payoutSetUp"));
    m_state->setObjectName(QStringLiteral("earningsState"));
    m_account->setObjectName(QStringLiteral("earningsAccount"));
    m_dollars->setWordWrap(false);
    m_amountLabel->setBuddy(m_amount);
    auto* top = new QHBoxLayout;
    top->setSpacing(space::kMedium);
    top->addWidget(m_matured);
    top->addWidget(m_dollars, 0, Qt::AlignBottom);
    top->addStretch(1);
    column()->addLayout(top);
    for (QWidget* line : std::initializer_list<QWidget*>{m_maturing, m_reserve, m_share,
             rowOf({m_amountLabel, m_amount, m_payOut, m_toCredits, m_setUp}, this), m_confirm, m_codeRow, m_state})
        column()->addWidget(line);
    column()->addWidget(m_account, 0, Qt::AlignLeft);
    connect(m_payOut, &QPushButton::clicked, this, &EarningsCard::payOut);
    connect(m_amount, &QLineEdit::returnPressed, this, &EarningsCard::payOut);
    connect(m_toCredits, &QPushButton::clicked, this, &EarningsCard::askToCredits);
    connect(m_setUp, &QPushButton::clicked, this, [this] { m_wallet.onboard({}); });
    connect(m_account, &QPushButton::clicked, this, &EarningsCard::accountAsked);
    connect(m_amount, &QLineEdit::textEdited, this, [this] {
        m_isAmountTyped = true;
        m_confirm->hide();
        m_wallet.clearError(WalletAction::Payout);
        m_wallet.clearError(WalletAction::ToCredits);
        m_state->say({});
    });
    connect(&wallet.model(), &WalletModel::changed, this, &EarningsCard::refresh);
    connect(&wallet, &WalletController::succeeded, this, &EarningsCard::onSucceeded);
    retranslate();
}

QWidget* EarningsCard::makeConfirm()
{
    auto* confirm = new QWidget(this);
    auto* lines = new QVBoxLayout(confirm);
    lines->setContentsMargins(0, 0, 0, 0);
    m_question = new Sentence(confirm, Sentence::Tone::Plain);
    m_yes = primaryButton(confirm);
    m_yes->setObjectName(QStringLiteral("toCreditsYes"));
    m_no = linkButton(confirm);
    lines->addWidget(m_question);
    lines->addWidget(rowOf({m_yes, m_no}, confirm));
    connect(m_yes, &QPushButton::clicked, this, [this] {
        m_confirm->hide();
        m_wallet.toCredits(m_asked);
    });
    connect(m_no, &QPushButton::clicked, confirm, &QWidget::hide);
    confirm->hide();
    return confirm;
}

QWidget* EarningsCard::makeCode()
{
    m_codeLabel = new QLabel(this);
    m_code = amountField(this, "payoutCode");
    m_code->setMaxLength(8);
    m_codeLabel->setBuddy(m_code);
    m_goOn = new QPushButton(this);
    m_goOn->setObjectName(QStringLiteral("payoutGoOn"));
    const auto send = [this] { m_wallet.onboard(m_code->text()); };
    connect(m_goOn, &QPushButton::clicked, this, send);
    connect(m_code, &QLineEdit::returnPressed, this, send);
    QWidget* row = rowOf({m_codeLabel, m_code, m_goOn}, this);
    row->hide();
    return row;
}

void EarningsCard::retranslate()
{
    setTitle(tr("Earnings"));
    m_amountLabel->setText(tr("Amount"));
    m_amount->setAccessibleName(tr("How much of the earnings, in dollars"));
    m_payOut->setText(tr("Pay out"));
    m_toCredits->setText(tr("Turn into credits…"));
    m_yes->setText(tr("Turn into credits"));
    m_no->setText(tr("Leave them"));
    m_codeLabel->setText(tr("Code of your authenticator"));
    m_code->setAccessibleName(m_codeLabel->text());
    m_goOn->setText(tr("Go on"));
    m_account->setText(tr("Open the account page"));
    m_confirm->hide();
    refresh();
}

void EarningsCard::refresh()
{
    if (!m_wallet.model().wallet())
        return forget();
    showAmounts();
    showButtons();
    showError();
}

/// What was typed and said was another account's.
void EarningsCard::forget()
{
    m_isAmountTyped = false;
    m_confirm->hide();
    m_codeRow->hide();
    m_code->clear();
    m_state->say({});
}

void EarningsCard::showAmounts()
{
    const WalletModel& model = m_wallet.model();
    const WalletState& wallet = *model.wallet();
    m_matured->setEnabled(model.isOnline());
    m_matured->setText(cashText(wallet.matured));
    m_matured->setAccessibleName(tr("Earnings that can be paid out: %1").arg(cashText(wallet.matured)));
    m_dollars->say(tr("can be paid out"));
    const QString next = wallet.nextMaturesUnixMillis > 0
        ? tr("%1 more is maturing; the next %2 on %3.")
              .arg(cashText(wallet.maturing), cashText(wallet.nextMatures), momentText(wallet.nextMaturesUnixMillis))
        : tr("%1 more is maturing.").arg(cashText(wallet.maturing));
    m_maturing->say(
        wallet.maturing.micro > 0 ? next : tr("Nothing is maturing. Earnings mature some days after a run."));
    m_reserve->say(wallet.reserve.micro > 0
            ? tr("%1 is kept in reserve for a while, in case a buyer's bank takes a payment back.").arg(cashText(wallet.reserve))
            : QString());
    m_share->say(tr("%1 of what buyers pay is yours; %2 goes to the relay.")
                     .arg(percentText(1'000'000 - wallet.shareMillionths), percentText(wallet.shareMillionths)));
    if (!m_isAmountTyped)
        m_amount->setText(plainDollars(wallet.matured));
}

void EarningsCard::showButtons()
{
    const WalletModel& model = m_wallet.model();
    const WalletState& wallet = *model.wallet();
    const OnboardingState state{wallet.onboarding};
    const bool isReady = state == OnboardingState::Ready;
    const bool isFree = model.isOnline() && !wallet.frozen;
    m_payOut->setVisible(isReady);
    m_payOut->setEnabled(isFree && wallet.matured.micro > 0 && !model.isBusy(WalletAction::Payout));
    m_payOut->setToolTip(tr("At least %1").arg(plainDollars(wallet.minPayout)));
    const bool hasEarned = model.balance() && model.balance()->earned.micro > 0;
    m_toCredits->setEnabled(isFree && hasEarned && !model.isBusy(WalletAction::ToCredits));
    m_yes->setEnabled(m_toCredits->isEnabled());
    m_setUp->setText(state == OnboardingState::Started ? tr("Go on with the payout set-up")
            : state == OnboardingState::Restricted     ? tr("Mend the payout details")
                                                       : tr("Set up payouts"));
    m_setUp->setVisible(!isReady);
    m_setUp->setEnabled(isFree && !model.isBusy(WalletAction::Onboard));
}

void EarningsCard::showError()
{
    const WalletModel& model = m_wallet.model();
    const auto& onboard = model.error(WalletAction::Onboard);
    const bool needsCode = onboard && (onboard->code == ErrorCode::CodeNeeded || onboard->code == ErrorCode::CodeWrong);
    if (needsCode && m_codeRow->isHidden()) {
        m_codeRow->show();
        m_code->setFocus();
    }
    m_account->hide();
    for (const WalletAction action : {WalletAction::Onboard, WalletAction::Payout, WalletAction::ToCredits}) {
        const auto& error = model.error(action);
        if (!error)
            continue;
        m_account->setVisible(needsAccount(*error));
        return m_state->say(walletSentence(*error), needsCode ? Sentence::Tone::Plain : Sentence::Tone::Error);
    }
    if (OnboardingState{model.wallet()->onboarding} == OnboardingState::Restricted)
        m_state->say(tr("The payment service needs more of your details before it pays out. Your earnings are kept."),
            Sentence::Tone::Warning);
}

std::optional<Money> EarningsCard::amount()
{
    const Result<Money> read = readDollars(m_amount->text());
    if (read && read->micro > 0)
        return *read;
    m_state->say(walletSentence(read ? Error{ErrorCode::AmountInvalid}.with("cents", "0") : read.error()),
        Sentence::Tone::Error);
    return {};
}

void EarningsCard::payOut()
{
    if (!m_payOut->isVisible() || !m_payOut->isEnabled())
        return;
    if (const auto wanted = amount())
        m_wallet.payOut(*wanted);
}

void EarningsCard::askToCredits()
{
    const auto wanted = amount();
    if (!wanted)
        return;
    m_asked = *wanted;
    m_question->say(tr("Turn %1 of your earnings into %2 credits to spend? It happens at once and can't be undone.")
                        .arg(plainDollars(m_asked), exactCredits(m_asked)));
    m_confirm->show();
    m_yes->setFocus();
}

void EarningsCard::onSucceeded(WalletAction action)
{
    if (action == WalletAction::Payout)
        m_state->say(tr("The payout is on its way to your bank."), Sentence::Tone::Good);
    else if (action == WalletAction::ToCredits)
        m_state->say(tr("They are credits now."), Sentence::Tone::Good);
    else if (action == WalletAction::Onboard)
        m_state->say(tr("Go on in the browser. What you enter there goes to the payment service, not to the relay."),
            Sentence::Tone::Quiet);
    else
        return;
    m_isAmountTyped = false;
    m_codeRow->hide();
    m_code->clear();
}

} // namespace weft
