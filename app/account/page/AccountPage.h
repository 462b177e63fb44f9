// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/account/AccountController.h"

#include <QWidget>

QT_BEGIN_NAMESPACE
class QLabel;
QT_END_NAMESPACE

namespace weft {

class AccountSection;
class CardColumns;
class Sentence;

/// Who this computer is at its relay: password, sign-in, recovery code, two-step sign-in, devices, approvals.
/// `account` outlives it.
class AccountPage : public QWidget {
    Q_OBJECT
public:
    explicit AccountPage(AccountController& account, QWidget* parent = nullptr);

    void retranslate();

protected:
    void showEvent(QShowEvent* event) override;

private:
    void refresh();

    AccountController& m_account;
    QLabel* m_title;
    Sentence* m_where;
    QList<AccountSection*> m_sections;
    CardColumns* m_cards;
};

} // namespace weft
