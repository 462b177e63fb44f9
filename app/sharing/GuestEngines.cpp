// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/sharing/GuestEngines.h"

#include "app/apis/ApiEngine.h"
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

GuestServer apisForGuests(const QString& home, const KeyHash& machine, std::vector<std::shared_ptr<Engine>> behind)
{
    constexpr std::size_t kOwnerDigits = 8;
    auto engine = std::make_shared<ApiEngine>(ApiStore(ApiStore::folderIn(home)), machine.hex().substr(0, kOwnerDigits), std::move(behind));
    GuestServer server {"apis", engine, {}};
    server.carries = {"IMAGE", "MASK", "LATENT", "CONDITIONING", "STRING", "INT", "FLOAT", "BOOLEAN", "COMBO"};
    server.pricePerReferenceSecond = credits(1);
    server.work = [engine] { return engine->work(); };
    return server;
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

void GuestEngines::rest()
{
    m_worker->rest();
    for (const GuestServer& server : m_servers)
        server.engine->rest();
}

} // namespace weft
