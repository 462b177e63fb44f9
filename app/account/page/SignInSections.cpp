// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/account/page/SignInSections.h"

#include <QLabel>
#include <QLineEdit>
#include <QPushButton>

namespace weft {

PasswordSection::PasswordSection(AccountController& controller, QWidget* parent)
    : AccountSection(controller, AccountPart::Password, parent)
    , m_text(addText())
    , m_email(addField(Kind::Plain, "newEmail"))
    , m_old(addField(Kind::Secret, "oldPassword"))
    , m_new(addField(Kind::Secret, "newPassword"))
    , m_again(addField(Kind::Secret, "newPasswordAgain"))
    , m_code(addField(Kind::Code, "newPasswordCode"))
    , m_set(addButton(true, "setPassword"))
    , m_change(addButton(false, "changePassword"))
{
    addRow({m_email});
    addRow({m_old});
    addRow({m_new, m_again});
    addRow({m_code});
    addButtons({m_set, m_change});
    pressOnEnter({m_email, m_old, m_new, m_again, m_code}, m_set);
    connect(m_set, &QPushButton::clicked, this, &PasswordSection::send);
    connect(m_change, &QPushButton::clicked, this, [this] {
        m_isOpen = !m_isOpen;
        if (m_isOpen && m_email.text().isEmpty() && model().state())
            m_email.edit->setText(QString::fromStdString(model().state()->email));
        refresh();
    });
}

void PasswordSection::send()
{
    controller().setPassword(m_email.text(), m_new.text(), m_again.text(), m_old.text(), m_code.text());
}

void PasswordSection::onDone()
{
    for (const Field& field : {m_old, m_new, m_again, m_code})
        field.clear();
    m_isOpen = false;
    refresh();
}

void PasswordSection::retranslate()
{
    setTitle(tr("E-mail address and password"));
    m_email.setName(tr("E-mail address"));
    m_old.setName(tr("Password until now"));
    m_new.setName(tr("New password"));
    m_new.edit->setPlaceholderText(tr("at least 10 characters"));
    m_again.setName(tr("The same again"));
    m_code.setName(tr("Code of your authenticator"));
    refresh();
}

void PasswordSection::refresh()
{
    const auto& state = model().state();
    const bool has = state && state->hasPassword;
    const bool isOpen = !has || m_isOpen;
    m_text->say(has ? tr("You sign in as %1.").arg(QString::fromStdString(state->email))
                        : tr("Until now your account is this computer. With an address and a password you can sign in "
                             "elsewhere, and your credits aren't lost with this computer."));
    m_email.setVisible(isOpen);
    m_old.setVisible(isOpen && has);
    m_new.setVisible(isOpen);
    m_again.setVisible(isOpen);
    m_code.setVisible(isOpen && state && state->hasTotp);
    m_set->setVisible(isOpen);
    m_set->setText(has ? tr("Change") : tr("Set password"));
    m_set->setEnabled(model().isOnline() && !model().isBusy(AccountPart::Password));
    m_change->setVisible(has);
    m_change->setText(m_isOpen ? tr("Cancel") : tr("Change address or password…"));
    AccountSection::refresh();
}

SignInSection::SignInSection(AccountController& controller, QWidget* parent)
    : AccountSection(controller, AccountPart::SignIn, parent)
    , m_text(addText())
    , m_email(addField(Kind::Plain, "signInEmail"))
    , m_password(addField(Kind::Secret, "signInPassword"))
    , m_code(addField(Kind::Code, "signInCode"))
    , m_recovery(addField(Kind::Code, "recoveryCodeField"))
    , m_signIn(addButton(true, "signIn"))
    , m_other(addButton(false, "otherWayIn"))
{
    addRow({m_email, m_password});
    addRow({m_code});
    addRow({m_recovery});
    addButtons({m_signIn, m_other});
    pressOnEnter({m_email, m_password, m_code, m_recovery}, m_signIn);
    connect(m_signIn, &QPushButton::clicked, this, &SignInSection::send);
    connect(m_other, &QPushButton::clicked, this, [this] {
        m_byRecoveryCode = !m_byRecoveryCode;
        this->controller().tell(AccountPart::SignIn, {}, false);
        refresh();
    });
}

void SignInSection::send()
{
    if (m_byRecoveryCode)
        controller().useRecoveryCode(m_recovery.text());
    else
        controller().signIn(m_email.text(), m_password.text(), m_code.text());
}

void SignInSection::onDone()
{
    for (const Field& field : {m_password, m_code, m_recovery})
        field.clear();
    m_byRecoveryCode = false;
    refresh();
}

void SignInSection::retranslate()
{
    m_email.setName(tr("E-mail address"));
    m_password.setName(tr("Password"));
    m_code.setName(tr("Code of your authenticator"));
    m_recovery.setName(tr("Recovery code"));
    m_recovery.edit->setPlaceholderText(QStringLiteral("XXXX-XXXX-XXXX-XXXX-XXXX-XXXX-XXXX"));
    refresh();
}

void SignInSection::refresh()
{
    const auto& state = model().state();
    const bool stays = state && (state->hasPassword || state->devices > 1); // others can reach what this account holds
    setTitle(stays ? tr("Sign in to another account") : tr("Sign in to an account that you have"));
    if (m_byRecoveryCode)
        m_text->say(
            tr("The code is used up by this. All other devices are signed out; password and two-step sign-in are "
               "switched off: set new ones."));
    else if (stays)
        m_text->say(tr("This computer leaves the account that it is in now, which keeps what it holds."));
    else
        m_text->say(tr("This computer joins that account. What its own account holds moves along."));
    m_email.setVisible(!m_byRecoveryCode);
    m_password.setVisible(!m_byRecoveryCode);
    m_code.setVisible(!m_byRecoveryCode && (model().isCodeNeeded(AccountPart::SignIn) || !m_code.text().isEmpty()));
    m_recovery.setVisible(m_byRecoveryCode);
    m_signIn->setText(tr("Sign in"));
    m_signIn->setEnabled(model().isOnline() && !model().isBusy(AccountPart::SignIn));
    m_other->setText(m_byRecoveryCode ? tr("With a password instead") : tr("With a recovery code instead"));
    AccountSection::refresh();
}

} // namespace weft
