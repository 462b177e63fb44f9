// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/apis/AddApis.h"

#include "app/apis/ApiEngine.h"
#include "app/runs/OwnServer.h"

namespace weft {

QCoro::Task<void> addOwnApis(QPointer<RunController> runs, QString home, std::string owner)
{
    if (!runs || runs->isRunning())
        co_return;
    const std::vector<std::shared_ptr<Engine>> behind {runs->worker()};
    auto engine = std::make_shared<ApiEngine>(ApiStore(ApiStore::folderIn(home)), std::move(owner), behind);
    auto asking = engine->catalogue();
    Result<Catalogue> described = co_await asking;
    if (!runs || runs->isRunning() || !described)
        co_return;
    std::vector<std::shared_ptr<Engine>> engines;
    std::vector<EngineInfo> infos;
    if (!described->types().empty()) {
        infos.push_back(infoOfServer(*engine, std::move(*described), ApiEngine::carriedTypes(), true));
        engines.push_back(std::move(engine));
    }
    runs->setOwnServers("apis", std::move(engines), std::move(infos));
}

} // namespace weft
