// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/Share.h"

#include "app/account/DeviceIdentity.h"
#include "app/cli/LanguageOption.h"
#include "app/cli/ShareArguments.h"
#include "app/engines/WorkerEngine.h"
#include "app/language/ErrorText.h"
#include "app/models/ForeignFolders.h"
#include "app/sharing/SeenLog.h"
#include "app/sharing/SharingController.h"

#include <QCoreApplication>
#include <QDir>

#include <atomic>
#include <csignal>
#include <cstdio>

namespace weft {

namespace {

std::atomic<bool> stopAsked {false};
static_assert(std::atomic<bool>::is_always_lock_free);

void onStop(int) { stopAsked = true; }

constexpr std::chrono::milliseconds kTick {100};
constexpr int kTellOfflineAfter = 30; // ticks

void say(const Json& line)
{
    std::fprintf(stdout, "%s\n", toJsonText(line).c_str());
    std::fflush(stdout);
}

Json describe(const char* event, const Error& error)
{
    return {{"event", event}, {"error", std::string(nameOf(error.code))}, {"detail", error.detail}, {"message", sentenceFor(error).toStdString()}};
}

const char* nameOfState(SharingController::State state)
{
    switch (state) {
    case SharingController::State::Off:
        return "off";
    case SharingController::State::Starting:
        return "starting";
    case SharingController::State::On:
        return "on";
    case SharingController::State::Stopping:
        return "stopping";
    }
    return "";
}

/// The guests' worker: its own process and folder, nothing kept from one fragment to the next.
WorkerSettings guestWorker(const ShareArguments& arguments)
{
    WorkerSettings settings;
    settings.program = arguments.worker.isEmpty() ? defaultWorkerProgram() : arguments.worker;
    settings.modelFolders = modelRoots(arguments.models);
    settings.indexFile = QDir(arguments.home).filePath(QStringLiteral("guest/models.json"));
    settings.id = "guests";
    settings.keptBytes = 0;
    QDir(arguments.home).mkpath(QStringLiteral("guest"));
    return settings;
}

GuestEngines guestsOf(const ShareArguments& arguments, const std::string& languageKey, RelayConnection& relay, const std::shared_ptr<WorkerEngine>& worker)
{
    std::vector<GuestServer> servers;
    if (!arguments.comfy.isEmpty()) {
        servers.push_back(comfyForGuests(arguments.comfy, {arguments.comfyNodes, {}}));
    }
    if (!arguments.language.isEmpty()) {
        LanguageSettings language;
        language.server = arguments.language;
        language.key = languageKey;
        servers.push_back(languageForGuests(std::move(language), arguments.languagePrice));
    }
    GuestServer apis = apisForGuests(arguments.home, relay, worker, servers);
    servers.push_back(std::move(apis));
    return GuestEngines(worker, std::move(servers));
}

class ShareProgram : public QObject {
public:
    ShareProgram(const ShareArguments& arguments, const std::string& languageKey, const DeviceKey& key)
        : m_connection(relaySettingsAt(arguments.relay, arguments.home), key)
        , m_engine(std::make_shared<WorkerEngine>(guestWorker(arguments)))
        , m_sharing(m_connection, guestsOf(arguments, languageKey, m_connection, m_engine), [engine = m_engine] { return GuestWorker {engine->device(), engine->sandbox()}; }, sharingSettings(arguments), systemRandom())
        , m_seen(arguments.record)
        , m_records(!arguments.record.isEmpty())
    {
        tellConnection();
        tellJobs();
        connect(&m_stopWatch, &QTimer::timeout, this, &ShareProgram::watchStop);
    }

    int run()
    {
        m_stopWatch.start(kTick);
        QTimer::singleShot(0, this, [this] { // a failure must find the event loop running
            m_connection.open();
            m_sharing.switchOn();
        });
        return QCoreApplication::exec();
    }

private:
    static SharingSettings sharingSettings(const ShareArguments& arguments)
    {
        SharingSettings settings;
        settings.home = arguments.home;
        settings.name = arguments.name.toStdString();
        settings.pricePerReferenceSecond = arguments.price;
        settings.only = arguments.only;
        settings.slots = arguments.slots;
        settings.acceptsNoSandbox = arguments.acceptsNoSandbox;
        return settings;
    }

    void tellConnection()
    {
        connect(&m_connection, &RelayConnection::online, this, [] { say({{"event", "online"}}); });
        connect(&m_connection, &RelayConnection::offline, this, [](const Error& why) { say(describe("offline", why)); });
        connect(&m_connection, &RelayConnection::refused, this, [this](const Error& why) { fail(why); });
    }

    void tellJobs()
    {
        connect(&m_sharing, &SharingController::published, this, [this] {
            if (std::exchange(m_ready, true))
                return;
            const Offer& offer = m_sharing.offer();
            Json servers = Json::array();
            for (const OfferedServer& server : offer.servers)
                servers.push_back(server.kind);
            say({{"event", "ready"}, {"key", keyHashOf(offer.machine).hex()},
                {"relay", m_connection.relayKey().hex()}, {"device", offer.device}, {"nodes", offer.nodeTypes}, {"servers", servers}});
        });
        connect(&m_sharing, &SharingController::failed, this, [this](const Error& error) {
            if (m_ready)
                say(describe("failed", error));
            else
                fail(error);
        });
        connect(&m_sharing, &SharingController::serverFailed, this, [](const std::string& kind, const Error& error) {
            Json line = describe("server-failed", error);
            line["server"] = kind;
            say(line);
        });
        connect(&m_sharing, &SharingController::stateChanged, this, [this](SharingController::State state) {
            say({{"event", "state"}, {"state", nameOfState(state)}});
            if (state == SharingController::State::Off)
                QCoreApplication::exit(m_status);
        });
        connect(&m_sharing, &SharingController::jobStarted, this, [this](const JobId& job, const FragmentJob& fragment) {
            Json nodes = Json::array();
            for (const FragmentNode& node : fragment.fragment.nodes)
                nodes.push_back(node.type);
            say({{"event", "job-started"}, {"job", job.hex()}, {"nodes", nodes}});
            if (!m_records)
                return;
            if (const Done written = m_seen.add(job, fragment); !written)
                say(describe("failed", written.error()));
        });
        connect(&m_sharing, &SharingController::jobEnded, this,
            [](const JobId& job, bool completed, const Error& error, Money earned) {
                Json line {{"event", "job-ended"}, {"job", job.hex()}, {"completed", completed}, {"earned", toCreditString(earned)}};
                if (!completed) {
                    line["error"] = std::string(nameOf(error.code));
                    line["detail"] = error.detail;
                    line["message"] = sentenceFor(error).toStdString();
                }
                say(line);
            });
    }

    void fail(const Error& error)
    {
        m_status = 1;
        say(describe("failed", error));
        QCoreApplication::exit(1);
    }

    /// A relay that was never reached is told of once.
    void watchRelay()
    {
        if (m_ready || m_connection.isOnline() || m_connection.lastError().detail.empty() || ++m_ticksOffline != kTellOfflineAfter)
            return;
        say(describe("offline", m_connection.lastError()));
    }

    void watchStop()
    {
        watchRelay();
        if (!stopAsked)
            return;
        m_stopWatch.stop();
        if (m_sharing.state() == SharingController::State::Off)
            return QCoreApplication::exit(m_status);
        m_sharing.switchOff();
    }

    RelayConnection m_connection;
    std::shared_ptr<WorkerEngine> m_engine;
    SharingController m_sharing;
    SeenLog m_seen;
    bool m_records;
    QTimer m_stopWatch;
    bool m_ready = false;
    int m_ticksOffline = 0;
    int m_status = 0;
};

} // namespace

int runShare(const QStringList& arguments)
{
    const auto parsed = parseShareArguments(arguments);
    if (!parsed || parsed->wantsHelp) {
        std::fprintf(parsed ? stdout : stderr, "%s\n", qUtf8Printable(shareUsage()));
        return parsed ? 0 : 2;
    }
    const auto identity = DeviceIdentity::openFile(parsed->keyFile, systemRandom());
    if (!identity) {
        say(describe("failed", identity.error()));
        return 1;
    }
    const auto languageKey = readLanguageKey(parsed->languageKey);
    if (!languageKey) {
        say(describe("failed", languageKey.error()));
        return 1;
    }
    std::signal(SIGTERM, onStop);
    std::signal(SIGINT, onStop);
    ShareProgram program(*parsed, *languageKey, identity->key());
    return program.run();
}

} // namespace weft
