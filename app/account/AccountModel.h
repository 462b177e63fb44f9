// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/protocol/RelayAccount.h"

#include <QMap>
#include <QObject>

#include <optional>
#include <vector>

namespace weft {

/// The parts of the account page; each shows its own answer.
enum class AccountPart { Password, SignIn, Recovery, Totp, Devices, Approve };

/// What this device knows of its account. Only AccountController changes it.
class AccountModel : public QObject {
    Q_OBJECT
public:
    using State = protocol::relay::AccountState;
    using Device = protocol::relay::DeviceListed;

    /// The answer that a part shows.
    struct Note {
        QString text;
        bool isError = false;

        bool operator==(const Note&) const = default;
    };

    /// A relay's name; empty: the app was started without one.
    const QString& relay() const { return m_relay; }
    bool isOnline() const { return m_isOnline; }
    /// Why the relay will never let this device in; empty: it does, or is tried again.
    const QString& refusal() const { return m_refusal; }
    /// None until the relay has told.
    const std::optional<State>& state() const { return m_state; }
    /// Not revoked, this one first.
    const std::vector<Device>& devices() const { return m_devices; }
    /// Shown once; empty when there is none to show.
    const QString& recoveryCode() const { return m_recoveryCode; }
    /// While two-step sign-in is being switched on.
    const QString& totpUri() const { return m_totpUri; }
    /// The relay has asked for the authenticator's code.
    bool isCodeNeeded(AccountPart part) const { return m_codeNeeded.value(part); }
    Note note(AccountPart part) const { return m_notes.value(part); }
    bool isBusy(AccountPart part) const { return m_busy.value(part) > 0; }

Q_SIGNALS:
    void changed();

private:
    friend class AccountController;

    QString m_relay;
    bool m_isOnline = false;
    QString m_refusal;
    std::optional<State> m_state;
    std::vector<Device> m_devices;
    QString m_recoveryCode;
    QString m_totpUri;
    QMap<AccountPart, bool> m_codeNeeded;
    QMap<AccountPart, Note> m_notes;
    QMap<AccountPart, int> m_busy;
};

} // namespace weft
