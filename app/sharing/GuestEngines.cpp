// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/sharing/GuestEngines.h"

#include "app/engines/comfy/ComfyCatalogue.h"
#include "app/engines/comfy/ComfyEngine.h"

#include <algorithm>

namespace weft {

GuestServer comfyForGuests(const QUrl& address, std::set<std::string> listed)
{
    ComfySettings settings;
    settings.server = address;
    settings.guests = std::move(listed);
    return {"comfyui", std::make_shared<ComfyEngine>(std::move(settings)), comfyCarriedTypes()};
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
