// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/servers/OwnServers.h"

#include "app/engines/comfy/ComfyCatalogue.h"
#include "app/engines/comfy/ComfyEngine.h"
#include "app/engines/language/LanguageEngine.h"
#include "app/runs/OwnServer.h"
#include "app/servers/AskServer.h"
#include "core/http/WebAddress.h"

#include <algorithm>

namespace weft {

/// One of the list. Coroutines hold it; it may be taken out meanwhile.
struct OwnServers::Server {
    ServerStatus status;
    std::shared_ptr<ComfyEngine> comfy; // one of both
    std::shared_ptr<LanguageEngine> language;
    std::optional<EngineInfo> info; // once it has answered
    bool isAsked = false;

    explicit Server(ServerEntry entry)
    {
        status.entry = std::move(entry);
        if (status.entry.kind == ServerKind::Comfy) {
            ComfySettings settings;
            settings.server = status.entry.address;
            comfy = std::make_shared<ComfyEngine>(std::move(settings));
        } else {
            LanguageSettings settings;
            settings.server = status.entry.address;
            settings.key = status.entry.key;
            language = std::make_shared<LanguageEngine>(std::move(settings));
        }
    }

    std::shared_ptr<Engine> engine() const { return comfy ? std::shared_ptr<Engine>(comfy) : language; }

    void take(Catalogue catalogue)
    {
        status.state = ServerStatus::State::Connected;
        status.problem.reset();
        status.nodes = int(catalogue.types().size());
        status.models.clear();
        for (const ModelFile& model : catalogue.models())
            status.models.push_back(model.name);
        status.version = comfy ? comfy->version() : std::string();
        const bool isHere = comfy ? comfy->isOnThisComputer() : language->isOnThisComputer();
        info = infoOfServer(*engine(), std::move(catalogue), comfy ? comfyCarriedTypes() : languageCarriedTypes(), isHere);
    }
};

OwnServers::OwnServers(RunController& runs, QString file, std::vector<QUrl> usual, ServerTimes times, QObject* parent)
    : QObject(parent)
    , m_runs(runs)
    , m_file(std::move(file))
    , m_usual(std::move(usual))
    , m_times(times)
{
    connect(&m_look, &QTimer::timeout, this, &OwnServers::look);
    m_look.setInterval(m_times.unseen);
    connect(&runs, &RunController::ready, this, [this] {
        m_isReady = true;
        tell(ServerKind::Comfy);
        tell(ServerKind::Language);
    });
}

OwnServers::~OwnServers() = default;

Done OwnServers::open()
{
    m_look.start();
    WEFT_TRY(const std::vector<ServerEntry> entries, readServers(m_file));
    for (const ServerEntry& entry : entries)
        m_servers.push_back(std::make_shared<Server>(entry));
    show();
    look();
    return {};
}

const ServerStatus* OwnServers::find(const QUrl& address) const
{
    const auto found = std::ranges::find(m_shown, address, [](const ServerStatus& one) { return one.entry.address; });
    return found == m_shown.end() ? nullptr : &*found;
}

std::vector<ServerEntry> OwnServers::found() const
{
    std::vector<ServerEntry> others;
    for (const QUrl& address : m_usual) {
        const auto entry = std::ranges::find(m_found, address, &ServerEntry::address);
        if (entry != m_found.end() && !find(address))
            others.push_back(*entry);
    }
    return others;
}

bool OwnServers::has(const std::shared_ptr<Server>& server) const { return std::ranges::find(m_servers, server) != m_servers.end(); }

void OwnServers::add(const QString& address, const QString& key)
{
    if (m_isAdding)
        return;
    const auto read = languageAddress(address);
    const auto word = key.trimmed().isEmpty() ? Result<std::string>(std::string()) : languageKey(key.toStdString());
    if (!read || !word)
        return Q_EMIT refused(read ? word.error() : read.error());
    if (find(*read))
        return Q_EMIT refused({ErrorCode::ProviderRefused, "it is in the list", {{"machine", http::hostAndPort(*read)}, {"reason", "server-twice"}}});
    m_isAdding = true;
    Q_EMIT changed();
    addNow(this, *read, *word);
}

QCoro::Task<void> OwnServers::addNow(QPointer<OwnServers> self, QUrl address, std::string key)
{
    auto asking = askWhoAnswers(address, key, self->m_times.answer);
    const Result<AnsweringServer> answer = co_await asking;
    if (!self)
        co_return;
    self->m_isAdding = false;
    const Done done = answer ? self->append({answer->kind, address, answer->kind == ServerKind::Language ? key : std::string()}) : Done(answer.error());
    Q_EMIT self->changed();
    if (!self)
        co_return;
    if (done)
        Q_EMIT self->added();
    else
        Q_EMIT self->refused(done.error());
}

Done OwnServers::append(ServerEntry entry)
{
    if (find(entry.address)) // twice, one after the other
        return {};
    auto server = std::make_shared<Server>(std::move(entry));
    m_servers.push_back(server);
    const Done kept = keep();
    if (!kept) {
        m_servers.pop_back();
        return kept;
    }
    show();
    describe(this, std::move(server));
    return {};
}

Done OwnServers::use(const QUrl& address)
{
    const auto entry = std::ranges::find(m_found, address, &ServerEntry::address);
    return entry == m_found.end() ? Done() : append(ServerEntry(*entry));
}

Done OwnServers::remove(QUrl address)
{
    const auto server = std::ranges::find(m_servers, address, [](const auto& one) { return one->status.entry.address; });
    if (server == m_servers.end())
        return {};
    const std::vector<std::shared_ptr<Server>> before = m_servers;
    const ServerKind kind = (*server)->status.entry.kind;
    m_servers.erase(server);
    const Done kept = keep();
    if (!kept) {
        m_servers = before;
        return kept;
    }
    show();
    tell(kind);
    Q_EMIT removed(address);
    look(); // it may be one of those that can be found
    return {};
}

Done OwnServers::keep() const
{
    std::vector<ServerEntry> entries;
    for (const auto& server : m_servers)
        entries.push_back(server->status.entry);
    return writeServers(m_file, entries);
}

void OwnServers::look()
{
    const auto all = m_servers; // asking may change the list
    for (const auto& server : all) {
        if (server->status.state == ServerStatus::State::Connected)
            greet(this, server);
        else
            describe(this, server);
    }
    for (const QUrl& address : m_usual)
        lookAt(this, address);
}

void OwnServers::watch(bool isWatched)
{
    m_look.setInterval(isWatched ? m_times.seen : m_times.unseen);
    if (!isWatched)
        return;
    const auto all = m_servers; // whoever looks sees what is new there
    for (const auto& server : all)
        describe(this, server);
    look();
}

/// A short question: is it still there, and is it the same?
QCoro::Task<void> OwnServers::greet(QPointer<OwnServers> self, std::shared_ptr<Server> server)
{
    if (std::exchange(server->isAsked, true))
        co_return;
    auto asking = askWhoAnswers(server->status.entry.address, server->status.entry.key, self->m_times.answer);
    const Result<AnsweringServer> answer = co_await asking;
    server->isAsked = false;
    if (!self || !self->has(server))
        co_return;
    const ServerStatus before = server->status;
    if (!answer) {
        server->status.state = ServerStatus::State::Unreachable;
        server->status.problem = answer.error();
        if (before.state != server->status.state)
            self->show();
        co_return;
    }
    if (answer->kind == ServerKind::Language || answer->version != before.version) // its models come and go; another version has other nodes
        describe(self, server);
}

QCoro::Task<void> OwnServers::describe(QPointer<OwnServers> self, std::shared_ptr<Server> server)
{
    if (std::exchange(server->isAsked, true))
        co_return;
    const std::shared_ptr<Engine> engine = server->engine();
    auto asking = engine->catalogue();
    Result<Catalogue> described = co_await asking;
    server->isAsked = false;
    if (!self || !self->has(server))
        co_return;
    if (described) {
        server->take(std::move(*described));
        self->tell(server->status.entry.kind);
    } else {
        server->status.state = ServerStatus::State::Unreachable;
        server->status.problem = described.error();
    }
    if (self)
        self->show();
}

QCoro::Task<void> OwnServers::lookAt(QPointer<OwnServers> self, QUrl address)
{
    if (self->find(address))
        co_return;
    auto asking = askWhoAnswers(address, {}, self->m_times.quick);
    const Result<AnsweringServer> answer = co_await asking;
    if (!self)
        co_return;
    const bool had = std::erase_if(self->m_found, [&](const ServerEntry& one) { return one.address == address; }) > 0;
    if (answer)
        self->m_found.push_back({answer->kind, address, {}});
    if (had != answer.hasValue())
        Q_EMIT self->changed();
}

void OwnServers::tell(ServerKind kind)
{
    if (!m_isReady)
        return;
    std::vector<std::shared_ptr<Engine>> engines;
    std::vector<EngineInfo> infos;
    for (const auto& server : m_servers) {
        if (server->status.entry.kind != kind || !server->info)
            continue;
        engines.push_back(server->engine());
        infos.push_back(*server->info);
    }
    m_runs.setOwnServers(kind == ServerKind::Comfy ? "comfyui" : "language", std::move(engines), std::move(infos));
}

void OwnServers::show()
{
    m_shown.clear();
    for (const auto& server : m_servers)
        m_shown.push_back(server->status);
    Q_EMIT changed();
}

std::vector<ComfyJudgement> OwnServers::judgements(const QUrl& address) const
{
    const auto server = std::ranges::find(m_servers, address, [](const auto& one) { return one->status.entry.address; });
    return server == m_servers.end() || !(*server)->comfy ? std::vector<ComfyJudgement>() : (*server)->comfy->judgements();
}

} // namespace weft
