// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/engines/comfy/ComfyEngine.h"

#include "app/engines/comfy/ComfyState.h"
#include "core/http/WebAddress.h"

namespace weft {

ComfyEngine::ComfyEngine(ComfySettings settings)
    : d(std::make_shared<State>(std::move(settings)))
{
}

ComfyEngine::~ComfyEngine()
{
    d->close();
}

std::string ComfyEngine::id() const
{
    return "comfyui:" + d->client.name();
}
std::string ComfyEngine::displayName() const
{
    return "ComfyUI (" + d->client.name() + ")";
}
std::string ComfyEngine::version() const
{
    return d->version;
}

std::vector<ComfyJudgement> ComfyEngine::judgements() const
{
    return d->judged;
}

bool ComfyEngine::isOnThisComputer() const
{
    return http::isOnThisComputer(d->client.server());
}

QCoro::Task<Result<Catalogue>> ComfyEngine::catalogue()
{
    return d->describe();
}

QCoro::Task<FragmentReport> ComfyEngine::run(FragmentJob job, EventSink events, CancelToken cancel)
{
    return d->run(std::move(job), std::move(events), std::move(cancel));
}

} // namespace weft
