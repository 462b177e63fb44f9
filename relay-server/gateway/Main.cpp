// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "relay-server/gateway/Commands.h"
#include "relay-server/gateway/Log.h"
#include "relay-server/gateway/RelayServer.h"
#include "relay-server/gateway/StopSignals.h"

#include <QCoreApplication>

#include <cstdio>

#include <sys/stat.h>

using namespace weft;
using namespace weft::relay;

int main(int argc, char** argv)
{
    ::umask(077); // the ledger and a capture are nobody else's business on this computer
    QCoreApplication application(argc, argv);
    if (const auto exit = runCommand(application.arguments()))
        return *exit;
    auto config = RelayConfig::fromArguments(application.arguments());
    if (!config) {
        logError("configuration", config.error());
        return 2;
    }
    auto key = DeviceKey::loadOrCreate(config->key, systemRandom());
    if (!key) {
        logError("key", key.error());
        return 1;
    }
    RelayServer server(*config, *key);
    StopSignals signals;
    QObject::connect(&signals, &StopSignals::stop, &application, &QCoreApplication::quit);
    if (const Done started = server.start(); !started) {
        logError("start", started.error());
        return 1;
    }
    std::printf(
        "weft-relay listening on %s key %s\n", server.url().toUtf8().constData(), key->publicKey().hex().c_str());
    if (config->payments.rules.on)
        std::printf("payments on %s\n", server.httpUrl().toUtf8().constData());
    if (!server.gatewayUrl().empty())
        std::printf("gateway on %s\n", server.gatewayUrl().c_str());
    std::fflush(stdout);
    const int status = QCoreApplication::exec();
    server.stop();
    logEvent("stopped");
    return status;
}
