// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "relay-server/accounts/PasswordHasher.h"
#include "relay-server/gateway/ConfigOption.h"
#include "relay-server/gateway/JobDesk.h"
#include "relay-server/payments/StripeApi.h"
#include "relay-server/publicgateway/GatewaySettings.h"

#include <QHostAddress>
#include <QStringList>

namespace weft::relay {

/// The bounds of one gateway; each closes a weakness that was measured on Qt 6.4 (SECURITY.md).
struct GatewayLimits {
    int maxConnections = 10'000;
    int maxConnectionsPerAddress = 256;
    std::chrono::milliseconds loginDeadline{10'000}; // from the first byte of TCP to Welcome
    std::chrono::milliseconds pingEvery{30'000};
    std::chrono::milliseconds silentDeadline{90'000}; // neither message nor pong
    int requestsPerSecond = 200; // forwarded bytes have their own windows
    int requestBurst = 400;
};

/// Money that comes in and goes out.
struct PaymentsConfig {
    PaymentRules rules;
    StripeApi::Options api;
    std::vector<std::string> webhookSecrets;
    QHostAddress httpAddress = QHostAddress::LocalHost;
    quint16 httpPort = 0; // 0: any

    /// Takes from the environment what wasn't set, and checks it all. Errors: SettingInvalid.
    static Done finish(RelayConfig& config);
};

/// What the operator sets: flags of weft-relay, or the same names in an INI file.
struct RelayConfig {
    QHostAddress address = QHostAddress::LocalHost;
    quint16 port = 0; // 0: any
    QString database = QStringLiteral("weft-relay.db");
    QString key = QStringLiteral("weft-relay.key");
    QString tlsCertificate;
    QString tlsKey;
    QString capture; // a file for forwarded bytes: for tests and demonstrations only
    JobRules rules;
    int trialsPerAddress = 5; // a day
    PaymentsConfig payments;
    GatewaySettings gateway; // the public one, for plain HTTP clients
    GatewayLimits limits;
    PasswordHasher::Cost passwordCost; // tests make it small

    JobDesk::Rules deskRules() const { return {rules, payments.rules, trialsPerAddress}; }

    /// Errors: SettingInvalid (args: name, value), FileUnreadable (args: path).
    static Result<RelayConfig> fromArguments(const QStringList& arguments);
};

/// Checks what belongs together of the public gateway's settings. Errors: SettingInvalid.
Done checkGateway(const GatewaySettings& gateway);

} // namespace weft::relay
