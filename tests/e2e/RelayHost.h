// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/network/RelayConnection.h"
#include "core/security/Random.h"
#include "relay-server/gateway/RelayServer.h"

#include <QTest>

namespace weft {

/// A relay that can die and come back at the same address.
class RelayHost {
public:
    explicit RelayHost(const QString& folder)
    {
        m_config.database = folder + QStringLiteral("/relay.db");
        m_config.rules.trialCredits = credits(100'000);
        m_config.rules.trialBudget = credits(1'000'000);
        m_config.rules.buyerReleaseGrace = std::chrono::milliseconds {500};
        m_config.rules.providerGoneGrace = std::chrono::milliseconds {700};
        m_config.rules.restartGrace = std::chrono::milliseconds {700};
    }
    void start()
    {
        m_server = std::make_unique<relay::RelayServer>(m_config, m_key);
        const Done started = m_server->start();
        QVERIFY2(started.hasValue(), started ? "" : started.error().detail.c_str());
        m_config.port = static_cast<quint16>(url().port());
    }
    void kill() { m_server.reset(); }
    void changeKey() { m_key = DeviceKey::generate(systemRandom()); }
    QUrl url() const { return QUrl(m_server->url()); }

private:
    relay::RelayConfig m_config;
    DeviceKey m_key = DeviceKey::generate(systemRandom());
    std::unique_ptr<relay::RelayServer> m_server;
};

inline RelaySettings settingsFor(const QUrl& url, const QString& home)
{
    RelaySettings settings;
    settings.url = url;
    settings.pinsFile = home + QStringLiteral("/relays.json");
    settings.firstRetry = std::chrono::milliseconds {50};
    settings.lastRetry = std::chrono::milliseconds {200};
    return settings;
}

} // namespace weft
