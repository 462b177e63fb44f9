// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "relay-server/gateway/RelayServer.h"

#include "relay-server/gateway/Log.h"

/// The relay's side towards Stripe: webhooks in, requests out.
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
    if (!payments.rules.on)
        return {};
    http::ServerOptions options;
    options.address = payments.httpAddress;
    options.port = payments.httpPort;
    options.tls = {m_config.tlsCertificate, m_config.tlsKey};
    m_http = std::make_unique<http::Server>(options);
    WEFT_CHECK(m_http->listen());
    if (payments.rules.returnUrl.empty())
        payments.rules.returnUrl = httpUrl().toStdString();
    return {};
}

Done RelayServer::startPayments()
{
    if (!m_http)
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
