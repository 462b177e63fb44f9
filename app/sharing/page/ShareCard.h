// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/sharing/SharingModel.h"
#include "app/theme/Widgets.h"
#include "app/wallet/WalletController.h"

namespace weft {

class EarningsChart;
class Switch;

/// The switch, how sharing stands, what it earns, and a pause.
class ShareCard : public TitledCard {
    Q_OBJECT

public:
    explicit ShareCard(QWidget* parent = nullptr);

    /// Null: there is no relay.
    void use(SharingModel* sharing) { m_sharing = sharing; }
    void use(WalletController* wallet) { m_wallet = wallet; }
    /// This computer's device, as its own worker names it.
    void setDevice(const QString& device);
    void setRelay(bool isOnline, const QString& name);
    void retranslate();
    void refresh();
    QWidget* firstField() const;

Q_SIGNALS:
    void walletAsked();

private:
    QWidget* makeTop();
    QWidget* makeAmounts();
    QWidget* makeActions();
    QString stateText() const;
    QString jobsText() const;
    void showState();
    void showEarnings();
    void toggle(bool on);

    SharingModel* m_sharing = nullptr;
    WalletController* m_wallet = nullptr;
    QString m_device;
    bool m_isOnline = false;
    QString m_relay;
    QLabel* m_deviceLabel = nullptr;
    Sentence* m_state = nullptr;
    Switch* m_switch = nullptr;
    Sentence* m_problem;
    QWidget* m_amounts = nullptr;
    QLabel* m_today = nullptr;
    Sentence* m_todayNote = nullptr;
    QLabel* m_month = nullptr;
    Sentence* m_monthNote = nullptr;
    QLabel* m_free = nullptr;
    Sentence* m_freeNote = nullptr;
    EarningsChart* m_chart;
    Sentence* m_noWallet;
    Sentence* m_jobs = nullptr;
    QPushButton* m_pause = nullptr;
    QPushButton* m_stop = nullptr;
    QPushButton* m_toWallet = nullptr;
};

} // namespace weft
