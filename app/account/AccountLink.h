// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/protocol/Wires.h"

#include <QObject>

#include <functional>
#include <variant>

namespace weft {

class RelayConnection;

using AccountRequest = std::variant<protocol::relay::AskAccount, protocol::relay::RevokeDevice,
    protocol::relay::RenameDevice, protocol::relay::MakeRecoveryCode, protocol::relay::SetPassword,
    protocol::relay::SignIn, protocol::relay::UseRecoveryCode, protocol::relay::BeginTotp, protocol::relay::ConfirmTotp,
    protocol::relay::RemoveTotp, protocol::relay::BeginApproval, protocol::relay::ApproveDevice>;

/// The relay, as far as accounts are concerned; tests have their own.
class AccountLink : public QObject {
    Q_OBJECT
public:
    using Answer = std::function<void(Result<protocol::relay::ToMachine>)>;
    using Devices = std::function<void(Result<std::vector<protocol::relay::DeviceListed>>)>;

    using QObject::QObject;
    virtual bool isOnline() const = 0;
    virtual QString relayName() const = 0;
    /// The id is the link's to choose. `done` is called once.
    virtual void ask(AccountRequest request, Answer done) = 0;
    virtual void listDevices(Devices done) = 0;

Q_SIGNALS:
    void onlineChanged();
    void refused(const weft::Error& why); // for good
    void pushed(const weft::protocol::relay::AccountState& state);
};

/// Over a connection, which outlives it.
class RelayAccountLink final : public AccountLink {
    Q_OBJECT
public:
    RelayAccountLink(RelayConnection& connection, QString relayName);

    bool isOnline() const override;
    QString relayName() const override { return m_relayName; }
    void ask(AccountRequest request, Answer done) override;
    void listDevices(Devices done) override;

private:
    RelayConnection& m_connection;
    QString m_relayName;
};

} // namespace weft
