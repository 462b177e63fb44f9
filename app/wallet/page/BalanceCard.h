// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/theme/Widgets.h"
#include "app/wallet/WalletController.h"

#include <QTimer>

namespace weft {

/// What can be spent, and what runs hold; says for a moment what has just come in.
class BalanceCard : public TitledCard {
    Q_OBJECT

public:
    explicit BalanceCard(WalletController& wallet, QWidget* parent = nullptr);

    void retranslate();

private:
    void refresh();
    void showCredited(qint64 microCredits, bool automatic);

    WalletController& m_wallet;
    QLabel* m_amount;
    Sentence* m_dollars;
    Sentence* m_held;
    Sentence* m_news;
    QTimer m_quiet; // the news fade
};

} // namespace weft
