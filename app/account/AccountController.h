// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/account/AccountLink.h"
#include "app/account/AccountModel.h"

namespace weft {

/// Acts on the account: asks the relay and puts the answer, as a sentence, beside the part that asked. What can be said
/// without the relay (a slip in a code, a short password) is said at once.
class AccountController : public QObject {
    Q_OBJECT
public:
    /// `deviceName`: how this device is called at first. `link` outlives it; null: there is no relay.
    AccountController(AccountLink* link, QString deviceName);

    const AccountModel& model() const { return m_model; }

    /// Asks for everything again.
    void refresh();
    /// `old`: where there is a password. `code`: the authenticator's, where it is needed.
    void setPassword(const QString& email, const QString& password, const QString& repeated, const QString& old = {},
        const QString& code = {});
    void signIn(const QString& email, const QString& password, const QString& code = {});
    void useRecoveryCode(const QString& code);
    void makeRecoveryCode(const QString& password = {}, const QString& code = {});
    /// It was written down: it isn't shown again.
    void forgetRecoveryCode();
    void beginTotp(const QString& password);
    void confirmTotp(const QString& code);
    void cancelTotp();
    void removeTotp(const QString& password, const QString& code);
    void rename(const KeyHash& machine, const QString& name);
    void revoke(const KeyHash& machine);
    void approve(const QString& code, const QString& password = {}, const QString& totp = {});
    /// Puts a sentence beside a part, or takes it away.
    void tell(AccountPart part, const QString& text, bool isError);

Q_SIGNALS:
    /// The part's request succeeded: its fields can be emptied.
    void done(weft::AccountPart part);

private:
    using ToMachine = protocol::relay::ToMachine;

    void ask(AccountPart part, AccountRequest request, std::function<void(const ToMachine&)> good);
    void fail(AccountPart part, const Error& error);
    void showState(const protocol::relay::AccountState& state);
    void listDevices();
    void onOnlineChanged();

    AccountLink* m_link;
    QString m_deviceName;
    AccountModel m_model;
};

} // namespace weft
