// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/sharing/GuestEngines.h"

#include "app/apis/ApiEngine.h"
#include "app/apis/BuyingEngine.h"
#include "app/engines/comfy/ComfyCatalogue.h"
#include "app/engines/comfy/ComfyEngine.h"
#include "app/engines/language/LanguageCatalogue.h"
#include "core/planning/Costs.h"

#include <algorithm>

namespace weft {

GuestServer comfyForGuests(const QUrl& address, ComfyGuests guests)
{
    ComfySettings settings;
    settings.server = address;
    settings.guests = std::move(guests);
    return {"comfyui", std::make_shared<ComfyEngine>(std::move(settings)), comfyCarriedTypes()};
}

GuestServer apisForGuests(const QString& home, RelayConnection& relay, const std::shared_ptr<Engine>& worker, const std::vector<GuestServer>& servers,
    std::shared_ptr<ApiPurse> purse)
{
    std::vector<std::shared_ptr<Engine>> behind {worker};
    std::vector<BuyingEngine::Own> own {{worker, {}}};
    for (const GuestServer& server : servers) {
        behind.push_back(server.engine);
        own.push_back({server.engine, server.carries});
    }
    if (!purse)
        purse = apiPurseOf(home, relay);
    auto buyer = std::make_shared<BuyingEngine>(relay, std::move(own), systemRandom());
    auto engine = std::make_shared<ApiEngine>(ApiStore(ApiStore::folderIn(home)), apiOwner(relay.key().keyHash()), std::move(behind),
        ApiEngine::Buying {std::move(buyer), purse});
    GuestServer server {"apis", engine, ApiEngine::carriedTypes()};
    server.pricePerReferenceSecond = credits(1);
    server.work = [engine] { return engine->work(); };
    server.earned = [purse](const Fragment& fragment, Money amount) { purse->earned(ApiEngine::callsOf(fragment), amount); };
    return server;
}

std::shared_ptr<ApiPurse> apiPurseOf(const QString& home, RelayConnection& relay)
{
    return std::make_shared<ApiPurse>(relay, ApiEarnings(ApiEarnings::fileIn(home)));
}

GuestServer languageForGuests(LanguageSettings settings, std::optional<Money> pricePer1000Tokens)
{
    settings.isForGuests = true;
    GuestServer server {"language", std::make_shared<LanguageEngine>(std::move(settings)), languageCarriedTypes()};
    if (pricePer1000Tokens) {
        const std::int64_t secondMicros = 1'000'000;
        server.pricePerReferenceSecond = timesRatioUp(*pricePer1000Tokens, secondMicros, 1000 * referenceMicrosPerToken()).valueOr(Money {});
    }
    return server;
}

GuestEngines::GuestEngines(std::shared_ptr<Engine> worker, std::vector<GuestServer> servers)
    : m_worker(std::move(worker))
    , m_servers(std::move(servers))
{
}

QCoro::Task<FragmentReport> GuestEngines::run(FragmentJob job, EventSink events, CancelToken cancel)
{
    const auto server = std::ranges::find(m_servers, job.fragment.server, &GuestServer::kind);
    if (!job.fragment.server.empty() && server == m_servers.end()) {
        FragmentFailure failure;
        failure.error = Error {ErrorCode::NodeTypeUnknown, "no such server is offered", {{"type", job.fragment.server}}};
        co_return failure;
    }
    const std::shared_ptr<Engine> engine = job.fragment.server.empty() ? m_worker : server->engine;
    auto running = engine->run(std::move(job), std::move(events), std::move(cancel));
    FragmentReport report = co_await running;
    co_return report;
}

void GuestEngines::earned(const Fragment& fragment, Money amount) const
{
    const auto server = std::ranges::find(m_servers, fragment.server, &GuestServer::kind);
    if (server != m_servers.end() && server->earned)
        server->earned(fragment, amount);
}

void GuestEngines::rest()
{
    m_worker->rest();
    for (const GuestServer& server : m_servers)
        server.engine->rest();
}

} // namespace weft
