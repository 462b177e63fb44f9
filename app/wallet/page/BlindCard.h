// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/theme/Widgets.h"
#include "app/wallet/blind/BlindCredits.h"

QT_BEGIN_NAMESPACE
class QCheckBox;
QT_END_NAMESPACE

namespace weft {

/// Blind credits: what they hide and what they don't, what lies in the purse, in and out, and whether runs are paid with
/// them. `credits` outlives it.
class BlindCard : public TitledCard {
    Q_OBJECT

public:
    explicit BlindCard(BlindCredits& credits, QWidget* parent = nullptr);

    void retranslate();
    /// The account's side can move credits now.
    void setOnline(bool isOnline);

protected:
    void showEvent(QShowEvent* event) override;
    void hideEvent(QHideEvent* event) override;

private:
    void refresh();
    void showPurse();
    void showState();
    void withdraw();
    void onMoved(Money amount, bool intoPurse);

    BlindCredits& m_credits;
    Sentence* m_purse;
    Sentence* m_notice;
    Sentence* m_proxy;
    QPushButton* m_more;
    QCheckBox* m_switch;
    QLabel* m_label;
    QLineEdit* m_amount;
    QPushButton* m_withdraw;
    QPushButton* m_deposit;
    Sentence* m_state;
    QString m_said; // about the last move, or a mistake in what is typed
    Sentence::Tone m_saidTone = Sentence::Tone::Quiet;
    bool m_isOnline = false;
    bool m_isOpened = false; // the notice, by the user
};

} // namespace weft
