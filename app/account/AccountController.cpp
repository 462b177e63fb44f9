// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/account/AccountController.h"

#include "app/language/ErrorText.h"
#include "core/security/HumanCodes.h"
#include "core/security/PasswordRules.h"

#include <QPointer>

#include <algorithm>

namespace weft {

using namespace protocol::relay;

namespace {

std::string trimmed(const QString& text)
{
    return text.trimmed().toStdString();
}

} // namespace

AccountController::AccountController(AccountLink* link, QString deviceName)
    : m_link(link)
    , m_deviceName(std::move(deviceName))
{
    if (!link)
        return;
    m_model.m_relay = link->relayName();
    connect(link, &AccountLink::onlineChanged, this, &AccountController::onOnlineChanged);
    connect(link, &AccountLink::refused, this, [this](const Error& why) {
        m_model.m_refusal = sentenceFor(why);
        Q_EMIT m_model.changed();
    });
    connect(link, &AccountLink::pushed, this, [this](const AccountState& state) {
        showState(state);
        listDevices();
    });
    onOnlineChanged();
}

void AccountController::onOnlineChanged()
{
    m_model.m_isOnline = m_link->isOnline();
    if (m_model.m_isOnline)
        refresh();
    Q_EMIT m_model.changed();
}

void AccountController::showState(const AccountState& state)
{
    m_model.m_state = state;
    if (state.hasTotp)
        m_model.m_totpUri.clear();
    Q_EMIT m_model.changed();
}

void AccountController::refresh()
{
    if (!m_link || !m_link->isOnline())
        return;
    const QPointer<AccountController> self(this);
    m_link->ask(AskAccount{}, [self](const Result<ToMachine>& answer) {
        const auto* state = answer ? std::get_if<AccountState>(&*answer) : nullptr;
        if (self && state)
            self->showState(*state);
    });
    listDevices();
}

void AccountController::listDevices()
{
    const QPointer<AccountController> self(this);
    m_link->listDevices([self](const Result<std::vector<DeviceListed>>& devices) {
        if (!self || !devices)
            return;
        std::vector<DeviceListed> active;
        std::ranges::copy_if(
            *devices, std::back_inserter(active), [](const DeviceListed& device) { return !device.revoked; });
        std::ranges::stable_partition(active, [](const DeviceListed& device) { return device.thisOne; });
        self->m_model.m_devices = std::move(active);
        Q_EMIT self->m_model.changed();
    });
}

void AccountController::tell(AccountPart part, const QString& text, bool isError)
{
    m_model.m_notes[part] = {text, isError};
    Q_EMIT m_model.changed();
}

void AccountController::fail(AccountPart part, const Error& error)
{
    if (error.code == ErrorCode::CodeNeeded)
        m_model.m_codeNeeded[part] = true;
    tell(part, sentenceFor(error), true);
}

void AccountController::ask(AccountPart part, AccountRequest request, std::function<void(const ToMachine&)> good)
{
    if (!m_link || !m_link->isOnline())
        return fail(part, Error{ErrorCode::RelayUnreachable, "no connection"});
    ++m_model.m_busy[part];
    tell(part, {}, false);
    const QPointer<AccountController> self(this);
    m_link->ask(std::move(request), [self, part, good = std::move(good)](const Result<ToMachine>& answer) {
        if (!self)
            return;
        --self->m_model.m_busy[part];
        if (!answer)
            return self->fail(part, answer.error());
        self->m_model.m_codeNeeded[part] = false;
        good(*answer);
        Q_EMIT self->done(part);
        Q_EMIT self->m_model.changed();
    });
}

void AccountController::setPassword(
    const QString& email, const QString& password, const QString& repeated, const QString& old, const QString& code)
{
    constexpr auto kPart = AccountPart::Password;
    const auto address = normalisedEmail(email.toStdString());
    if (!address)
        return fail(kPart, address.error());
    if (const Done good = checkPassword(password.toStdString(), *address); !good)
        return fail(kPart, good.error());
    if (password != repeated)
        return tell(kPart, tr("The two passwords differ. Type the same one twice. Nothing was changed."), true);
    SetPassword request;
    request.email = *address;
    request.password = password.toStdString();
    request.oldPassword = old.toStdString();
    request.totp = trimmed(code);
    ask(kPart, request, [this](const ToMachine&) {
        tell(kPart, tr("From now on you can sign in with this address and password on other devices."), false);
    });
}

void AccountController::signIn(const QString& email, const QString& password, const QString& code)
{
    const auto address = normalisedEmail(email.toStdString());
    if (!address)
        return fail(AccountPart::SignIn, address.error());
    if (password.isEmpty())
        return fail(AccountPart::SignIn, Error{ErrorCode::PasswordWrong});
    SignIn request;
    request.email = *address;
    request.password = password.toStdString();
    request.totp = trimmed(code);
    request.deviceName = m_deviceName.toStdString();
    ask(AccountPart::SignIn, request, [this](const ToMachine&) {
        tell(AccountPart::SignIn,
            tr("This device is signed in. What its old account held came along, unless that has a password or other "
               "devices."),
            false);
    });
}

void AccountController::useRecoveryCode(const QString& text)
{
    const auto code = readRecoveryCode(text.toStdString());
    if (!code)
        return fail(AccountPart::SignIn, code.error());
    ask(AccountPart::SignIn, UseRecoveryCode{0, *code, m_deviceName.toStdString()}, [this](const ToMachine&) {
        tell(AccountPart::SignIn,
            tr("This device is signed in, and the code is used up. Set a new password and make a new recovery code "
               "now."),
            false);
    });
}

void AccountController::makeRecoveryCode(const QString& password, const QString& code)
{
    MakeRecoveryCode request;
    request.password = password.toStdString();
    request.totp = trimmed(code);
    ask(AccountPart::Recovery, request, [this](const ToMachine& answer) {
        if (const auto* made = std::get_if<RecoveryCode>(&answer))
            m_model.m_recoveryCode = QString::fromStdString(made->code);
    });
}

void AccountController::forgetRecoveryCode()
{
    m_model.m_recoveryCode.fill(u' ');
    m_model.m_recoveryCode.clear();
    Q_EMIT m_model.changed();
}

void AccountController::beginTotp(const QString& password)
{
    if (password.isEmpty())
        return fail(AccountPart::Totp, Error{ErrorCode::PasswordWrong});
    ask(AccountPart::Totp, BeginTotp{0, password.toStdString()}, [this](const ToMachine& answer) {
        if (const auto* secret = std::get_if<TotpSecret>(&answer))
            m_model.m_totpUri = QString::fromStdString(secret->uri);
    });
}

void AccountController::confirmTotp(const QString& code)
{
    if (code.trimmed().isEmpty())
        return fail(AccountPart::Totp, Error{ErrorCode::CodeNeeded});
    ask(AccountPart::Totp, ConfirmTotp{0, trimmed(code)}, [this](const ToMachine&) {
        m_model.m_totpUri.clear();
        tell(AccountPart::Totp, tr("Two-step sign-in is on."), false);
    });
}

void AccountController::cancelTotp()
{
    m_model.m_totpUri.clear();
    tell(AccountPart::Totp, {}, false);
}

void AccountController::removeTotp(const QString& password, const QString& code)
{
    if (password.isEmpty())
        return fail(AccountPart::Totp, Error{ErrorCode::PasswordWrong});
    if (code.trimmed().isEmpty())
        return fail(AccountPart::Totp, Error{ErrorCode::CodeNeeded});
    ask(AccountPart::Totp, RemoveTotp{0, password.toStdString(), trimmed(code)},
        [this](const ToMachine&) { tell(AccountPart::Totp, tr("Two-step sign-in is off."), false); });
}

void AccountController::rename(const KeyHash& machine, const QString& name)
{
    const std::string text = name.trimmed().left(30).toStdString();
    if (!text.empty())
        ask(AccountPart::Devices, RenameDevice{0, machine, text}, [](const ToMachine&) {});
}

void AccountController::revoke(const KeyHash& machine)
{
    ask(AccountPart::Devices, RevokeDevice{0, machine}, [this](const ToMachine&) {
        tell(AccountPart::Devices, tr("That device is signed out and can't come back with its key."), false);
    });
}

void AccountController::approve(const QString& text, const QString& password, const QString& totp)
{
    const auto code = readApprovalCode(text.toStdString());
    if (!code)
        return fail(AccountPart::Approve, code.error());
    ApproveDevice request;
    request.code = *code;
    request.password = password.toStdString();
    request.totp = trimmed(totp);
    ask(AccountPart::Approve, request, [this](const ToMachine&) {
        tell(AccountPart::Approve, tr("That machine is signed in to this account."), false);
    });
}

} // namespace weft
