// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/runs/AddComfy.h"

#include "app/engines/comfy/ComfyCatalogue.h"
#include "app/engines/comfy/ComfyEngine.h"
#include "app/runs/OwnServer.h"

namespace weft {

QUrl usualComfyAddress()
{
    return QUrl(QStringLiteral("http://127.0.0.1:8188"));
}

QCoro::Task<Done> addComfy(QPointer<RunController> runs, QUrl server)
{
    ComfySettings settings;
    settings.server = std::move(server);
    auto engine = std::make_shared<ComfyEngine>(std::move(settings));
    auto asking = engine->catalogue();
    Result<Catalogue> described = co_await asking;
    if (!runs)
        co_return Error{ErrorCode::Cancelled};
    if (!described)
        co_return described.error();
    EngineInfo info = infoOfServer(*engine, std::move(*described), comfyCarriedTypes(), engine->isOnThisComputer());
    runs->setOwnServers("comfyui", {std::move(engine)}, {std::move(info)});
    co_return Done();
}

} // namespace weft
