// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "relay-server/gateway/RelayServer.h"

#include "relay-server/gateway/AccountDesk.h"
#include "relay-server/gateway/Log.h"

/// The relay's side towards Stripe: webhooks in, requests out; and the HTTP server that they share with the gateway.
namespace weft::relay {

QString RelayServer::httpUrl() const
{
    if (!m_http)
        return {};
    QString host = m_config.payments.httpAddress.toString();
    if (m_config.payments.httpAddress.protocol() == QAbstractSocket::IPv6Protocol)
        host = QLatin1Char('[') + host + QLatin1Char(']');
    const QString scheme = m_acceptor.isSecure() ? QStringLiteral("https") : QStringLiteral("http");
    return QStringLiteral("%1://%2:%3").arg(scheme, host).arg(m_http->port());
}

/// Before the ledger is opened: the pages' address is a part of its rules.
Done RelayServer::openHttp()
{
    PaymentsConfig& payments = m_config.payments;
    if (!payments.rules.on && !m_config.gateway.isOn())
        return {};
    http::ServerOptions options;
    if (m_config.gateway.isOn()) {
        constexpr std::chrono::seconds kMore{10}; // the gateway's own deadline comes first, with a sentence
        options.deadlines.answer = m_config.gateway.answerTime + kMore;
        options.headers = gatewayHeaders();
    }
    options.address = payments.httpAddress;
    options.port = payments.httpPort;
    options.tls = {m_config.tlsCertificate, m_config.tlsKey};
    m_http = std::make_unique<http::Server>(options);
    WEFT_CHECK(m_http->listen());
    if (payments.rules.returnUrl.empty())
        payments.rules.returnUrl = httpUrl().toStdString();
    return {};
}

void RelayServer::checkFrozen()
{
    if (std::exchange(m_checkingFrozen, true))
        return;
    m_desk->run<std::vector<AccountId>>(
        [](JobDesk::Tools tools) { return tools.payments.context().store.frozenAccounts(); },
        [this](Result<std::vector<AccountId>> frozen) {
            m_checkingFrozen = false;
            if (!frozen)
                return logError("frozen accounts", frozen.error());
            tellFrozen({frozen->begin(), frozen->end()});
        });
}

void RelayServer::tellFrozen(std::set<AccountId> frozen)
{
    std::set<AccountId> changed;
    for (const Connection* connection : m_loggedIn.all()) {
        const AccountId account = connection->party().account;
        if (!account.isNull() && frozen.contains(account) != m_frozen.contains(account))
            changed.insert(account);
    }
    m_frozen = std::move(frozen);
    for (const AccountId& account : changed) {
        m_accountDesk->tellAll(account);
        m_desk->run<PaymentEffects>(
            [account](JobDesk::Tools tools) -> Result<PaymentEffects> {
                PaymentEffects effects;
                WEFT_CHECK(tools.payments.context().tellWallet(effects, account, unixNow()));
                return effects;
            },
            [this](Result<PaymentEffects> effects) {
                if (effects)
                    deliver(*effects);
            });
    }
}

Done RelayServer::startPayments()
{
    if (!m_config.payments.rules.on)
        return {};
    addPaymentRoutes(
        *m_http, m_config.payments.webhookSecrets, [this](StripeEvent event, std::function<void(Done)> done) {
            m_desk->run<int>(
                [event = std::move(event)](JobDesk::Tools tools) -> Result<int> {
                    WEFT_CHECK(tools.payments.noteEvent(event, unixNow()));
                    return 0;
                },
                [this, done = std::move(done)](Result<int> noted) {
                    done(noted ? Done{} : Done{noted.error()});
                    m_pump->poke();
                });
        });
    const auto run = [this]<typename T>(std::function<Result<T>(Payments&)> work, std::function<void(Result<T>)> done) {
        m_desk->run<T>(
            [work = std::move(work)](JobDesk::Tools tools) { return work(tools.payments); }, std::move(done));
    };
    m_pump = std::make_unique<OutboxPump>(
        m_config.payments.api, OutboxPump::Desk{run, run}, [this](const PaymentEffects& effects) { deliver(effects); },
        [](std::string_view what, const Error& error) { logError(what, error); });
    m_pump->start();
    return {};
}

} // namespace weft::relay
