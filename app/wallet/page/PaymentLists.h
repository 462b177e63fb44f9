// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/theme/Widgets.h"
#include "app/wallet/WalletController.h"

#include <functional>

namespace weft {

/// What the user asked for, a refund say, is no failure.
Sentence::Tone toneOf(TopUpStage stage);

/// One top up or payout: when and how much, how it stands, and what can be done with it.
class PaymentLine : public QFrame {
    Q_OBJECT

public:
    explicit PaymentLine(QWidget* parent = nullptr);

    void say(const QString& title, const QString& sentence, Sentence::Tone tone);
    /// A button at the right. `name`: its object name
    QPushButton* addButton(const QString& text, const QString& name);
    /// Asks before something is done: a question, and a button that does it.
    void setQuestion(const QString& question, const QString& yes, const QString& no);
    void ask() { m_confirm->show(); }
    bool isAsking() const { return !m_confirm->isHidden(); }

Q_SIGNALS:
    void confirmed();

private:
    QLabel* m_title;
    Sentence* m_sentence;
    QWidget* m_buttons;
    QWidget* m_confirm;
    Sentence* m_question;
    QPushButton* m_yes;
    QPushButton* m_no;
};

/// The top ups with their receipts and refunds.
class TopUpList : public QWidget {
    Q_OBJECT

public:
    explicit TopUpList(WalletController& wallet, QWidget* parent = nullptr);
    void retranslate();

private:
    void refresh();
    void add(const TopUp& topUp);

    WalletController& m_wallet;
    QVBoxLayout* m_column;
    Sentence* m_problem;
    Sentence* m_empty;
    QList<PaymentLine*> m_lines;
    std::vector<TopUp> m_shown;
};

/// The payouts and how they stand.
class PayoutList : public QWidget {
    Q_OBJECT

public:
    explicit PayoutList(WalletController& wallet, QWidget* parent = nullptr);
    void retranslate();

private:
    void refresh();

    WalletController& m_wallet;
    QVBoxLayout* m_column;
    Sentence* m_empty;
    QList<PaymentLine*> m_lines;
    std::vector<Payout> m_shown;
};

} // namespace weft
