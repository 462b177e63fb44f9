// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/wallet/page/AutoTopUpCard.h"

#include "app/wallet/WalletText.h"

#include <QCheckBox>
#include <QGridLayout>
#include <QLineEdit>
#include <QPushButton>
#include <QVBoxLayout>

namespace weft {

AutoTopUpCard::AutoTopUpCard(WalletController& wallet, QWidget* parent)
    : TitledCard(parent)
    , m_wallet(wallet)
    , m_card(new Sentence(this, Sentence::Tone::Plain))
    , m_saveCard(new QPushButton(this))
    , m_removeCard(linkButton(this))
    , m_switch(new QCheckBox(this))
    , m_month(new Sentence(this))
    , m_save(new QPushButton(this))
    , m_problem(new Sentence(this, Sentence::Tone::Error))
    , m_account(linkButton(this))
{
    m_fields = makeFields();
    m_card->setWordWrap(false);
    m_switch->setObjectName(QStringLiteral("autoSwitch"));
    m_save->setObjectName(QStringLiteral("autoSave"));
    m_saveCard->setObjectName(QStringLiteral("cardSave"));
    m_removeCard->setObjectName(QStringLiteral("cardRemove"));
    m_problem->setObjectName(QStringLiteral("autoProblem"));
    column()->addWidget(rowOf({m_card, m_saveCard, m_removeCard}, this));
    column()->addWidget(m_switch);
    column()->addWidget(m_fields);
    column()->addWidget(m_month);
    column()->addWidget(m_save, 0, Qt::AlignLeft);
    column()->addWidget(m_problem);
    column()->addWidget(m_account, 0, Qt::AlignLeft);
    connect(m_account, &QPushButton::clicked, this, &AutoTopUpCard::accountAsked);
    connect(m_saveCard, &QPushButton::clicked, &wallet, &WalletController::saveCard);
    connect(m_removeCard, &QPushButton::clicked, &wallet, &WalletController::forgetCard);
    connect(m_save, &QPushButton::clicked, this, &AutoTopUpCard::save);
    connect(m_switch, &QCheckBox::clicked, this, [this](bool isOn) {
        m_isEdited = isOn; // off needs no further click
        if (!isOn)
            save();
        refresh();
    });
    connect(&wallet.model(), &WalletModel::changed, this, &AutoTopUpCard::refresh);
    connect(&wallet, &WalletController::succeeded, this, [this](WalletAction action) {
        if (action == WalletAction::AutoTopUp)
            m_isEdited = false;
        else if (action == WalletAction::Card)
            m_isSavingCard = m_wallet.model().wallet()->cardLast4.empty();
        else
            return;
        refresh();
    });
    retranslate();
}

QWidget* AutoTopUpCard::makeFields()
{
    auto* fields = new QWidget(this);
    auto* grid = new QGridLayout(fields);
    grid->setContentsMargins(0, 0, 0, 0);
    grid->setSpacing(space::kSmall);
    grid->setColumnStretch(2, 1);
    const auto add = [&](int row, QLabel*& label, QLineEdit*& field, const char* name) {
        label = new QLabel(fields);
        field = amountField(fields, name);
        label->setBuddy(field);
        grid->addWidget(label, row, 0);
        grid->addWidget(field, row, 1);
        connect(field, &QLineEdit::textEdited, this, [this] {
            m_isEdited = true;
            m_wallet.clearError(WalletAction::AutoTopUp);
            refresh();
        });
        connect(field, &QLineEdit::returnPressed, this, &AutoTopUpCard::save);
    };
    add(0, m_belowLabel, m_below, "autoBelow");
    add(1, m_amountLabel, m_amount, "autoAmount");
    add(2, m_limitLabel, m_limit, "autoLimit");
    m_below->setText(QStringLiteral("100"));
    m_amount->setText(QStringLiteral("1000"));
    m_limit->setText(QStringLiteral("5000"));
    return fields;
}

void AutoTopUpCard::retranslate()
{
    setTitle(tr("Saved card and automatic top up"));
    m_saveCard->setText(tr("Save a card…"));
    m_removeCard->setText(tr("Remove card"));
    m_switch->setText(tr("Top up by itself"));
    m_belowLabel->setText(tr("When fewer credits are left than"));
    m_amountLabel->setText(tr("this is added"));
    m_limitLabel->setText(tr("in a month at most"));
    for (const auto& [field, label] :
        {std::pair{m_below, m_belowLabel}, std::pair{m_amount, m_amountLabel}, std::pair{m_limit, m_limitLabel}})
        field->setAccessibleName(tr("%1, in credits").arg(label->text()));
    m_save->setText(tr("Save"));
    m_account->setText(tr("Open the account page"));
    refresh();
}

void AutoTopUpCard::fill(const WalletState& wallet)
{
    if (m_isEdited)
        return;
    m_switch->setChecked(wallet.autoTopUp);
    if (wallet.autoAmount.micro <= 0)
        return; // never set: ours are good ones
    m_below->setText(QString::fromStdString(toCreditString(wallet.autoBelow)));
    m_amount->setText(QString::fromStdString(toCreditString(wallet.autoAmount)));
    m_limit->setText(QString::fromStdString(toCreditString(wallet.autoMonthlyLimit)));
}

void AutoTopUpCard::refresh()
{
    const WalletModel& model = m_wallet.model();
    if (!model.wallet()) {
        m_isEdited = false; // another account's
        return;
    }
    const WalletState& wallet = *model.wallet();
    fill(wallet);
    const bool hasCard = !wallet.cardLast4.empty();
    const QString brand = QString::fromStdString(wallet.cardBrand);
    m_card->say(hasCard ? tr("%1 ending in %2")
                              .arg(brand.left(1).toUpper() + brand.mid(1), QString::fromStdString(wallet.cardLast4))
                        : tr("No card is saved."));
    m_saveCard->setVisible(!hasCard);
    m_removeCard->setVisible(hasCard);
    const bool isQuiet =
        model.isOnline() && !model.isBusy(WalletAction::Card) && !model.isBusy(WalletAction::AutoTopUp);
    m_saveCard->setEnabled(isQuiet);
    m_removeCard->setEnabled(isQuiet);
    m_switch->setEnabled(isQuiet && (hasCard || wallet.autoTopUp));
    m_fields->setVisible(m_switch->isChecked());
    m_save->setVisible(m_switch->isChecked() && m_isEdited);
    m_save->setEnabled(isQuiet);
    m_isSavingCard = m_isSavingCard && !hasCard;
    m_month->say(wallet.autoTopUp ? tr("This month so far: %1 of %2 credits.")
                                        .arg(exactCredits(wallet.autoThisMonth), exactCredits(wallet.autoMonthlyLimit))
            : hasCard        ? tr("Off: nothing is charged unless you top up yourself.")
            : m_isSavingCard ? tr("Go on in the browser; the card appears here by itself.")
                             : tr("Save a card first; the payment service keeps it, not the relay."));
    showProblem();
}

void AutoTopUpCard::showProblem()
{
    const WalletModel& model = m_wallet.model();
    m_account->hide();
    for (const WalletAction action : {WalletAction::AutoTopUp, WalletAction::Card}) {
        const auto& error = model.error(action);
        if (!error)
            continue;
        m_account->setVisible(needsAccount(*error));
        return m_problem->say(walletSentence(*error), Sentence::Tone::Error);
    }
    const std::string& problem = model.wallet()->autoProblem;
    m_problem->say(problem.empty() ? QString()
                                   : tr("The last automatic top up didn't come: %1 Top up above, or save another card.")
                                         .arg(problemText(problem)),
        Sentence::Tone::Warning);
}

void AutoTopUpCard::save()
{
    if (!m_switch->isChecked())
        return m_wallet.setAutoTopUp(false, {}, {}, {});
    std::array<Money, 3> amounts;
    const std::array fields{m_below, m_amount, m_limit};
    for (std::size_t i = 0; i < fields.size(); ++i) {
        const Result<Money> read = readWholeCredits(fields[i]->text());
        if (!read)
            return m_problem->say(walletSentence(read.error()), Sentence::Tone::Error);
        amounts[i] = *read;
    }
    m_wallet.setAutoTopUp(true, amounts[0], amounts[1], amounts[2]);
}

} // namespace weft
