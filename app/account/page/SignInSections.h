// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/account/page/AccountSection.h"

namespace weft {

/// E-mail address and password, first or changed.
class PasswordSection final : public AccountSection {
    Q_OBJECT
public:
    PasswordSection(AccountController& controller, QWidget* parent);
    void retranslate() override;
    void refresh() override;

protected:
    void onDone() override;

private:
    void send();

    Sentence* m_text;
    Field m_email, m_old, m_new, m_again, m_code;
    QPushButton* m_set;
    QPushButton* m_change;
    bool m_isOpen = false; // the fields, where there is a password
};

/// Into an account that there is, by password or by recovery code.
class SignInSection final : public AccountSection {
    Q_OBJECT
public:
    SignInSection(AccountController& controller, QWidget* parent);
    void retranslate() override;
    void refresh() override;

protected:
    void onDone() override;

private:
    void send();

    Sentence* m_text;
    Field m_email, m_password, m_code, m_recovery;
    QPushButton* m_signIn;
    QPushButton* m_other; // the other way in
    bool m_byRecoveryCode = false;
};

} // namespace weft
