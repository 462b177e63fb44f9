// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/theme/Widgets.h"
#include "app/wallet/WalletController.h"

QT_BEGIN_NAMESPACE
class QCheckBox;
QT_END_NAMESPACE

namespace weft {

/// The saved card, and credits that are added by themselves: when, how much, and at most how much a month.
class AutoTopUpCard : public TitledCard {
    Q_OBJECT

public:
    explicit AutoTopUpCard(WalletController& wallet, QWidget* parent = nullptr);

    void retranslate();

Q_SIGNALS:
    void accountAsked();

private:
    QWidget* makeFields();
    void refresh();
    void showProblem();
    void fill(const WalletState& wallet);
    void save();

    WalletController& m_wallet;
    Sentence* m_card;
    QPushButton* m_saveCard;
    QPushButton* m_removeCard;
    QCheckBox* m_switch;
    QWidget* m_fields = nullptr;
    QLabel* m_belowLabel = nullptr;
    QLabel* m_amountLabel = nullptr;
    QLabel* m_limitLabel = nullptr;
    QLineEdit* m_below = nullptr;
    QLineEdit* m_amount = nullptr;
    QLineEdit* m_limit = nullptr;
    Sentence* m_month;
    QPushButton* m_save;
    Sentence* m_problem;
    QPushButton* m_account;
    bool m_isSavingCard = false; // in the browser
    bool m_isEdited = false; // what is typed isn't overwritten by news
};

} // namespace weft
